/** The header of a row or column of a heat grid: its colour and name; a button if it can be selected. */
import type { HeatAxisEntry, HeatPlace } from './heat-grid-parts';
import { placeName } from './heat-grid-parts';
import classes from './heat-grid.module.css';

interface AxisHeadProps {
  entry: HeatAxisEntry;
  place: HeatPlace;
  isStop: boolean;
}

export function HeatAxisHead({ entry, place, isStop }: AxisHeadProps) {
  const content = (
    <>
      {entry.colour !== undefined && <i className="swatch" style={{ background: entry.colour }} />}
      <span className={classes['name']} data-placeholder={entry.isPlaceholder || undefined}>
        {entry.name}
      </span>
    </>
  );
  const common = {
    className: classes['axis-entry'],
    'data-place': placeName(place),
    tabIndex: isStop ? 0 : -1,
  };
  return entry.hint === undefined ? (
    <span {...common} title={entry.name}>
      {content}
    </span>
  ) : (
    <button {...common} type="button" title={entry.hint}>
      {content}
    </button>
  );
}
