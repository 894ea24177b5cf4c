/** The cells that are more than text: sample, label, outcome, confidence. */
import { isolatedText } from '../../../contract/isolated-text';
import { formatScore } from '../../numbers-in-words';
import type { LabelColours } from '../../charts/label-colours';
import { isOutcome, outcomeGlyphs, outcomeWords } from '../../outcome-glyphs';
import classes from './cells.module.css';
import type { RowFacts } from './row-facts';

export function SampleCell({ row }: { row: RowFacts }) {
  const { filename, device, id } = row.values;
  return (
    <div className={classes['stack']}>
      <div className={classes['line']} title={filename ?? undefined}>
        {filename ?? `Sample ${id}`}
      </div>
      <div className={`${classes['line']} ${classes['under']}`}>{device.main ?? id}</div>
    </div>
  );
}

/** How many boxes' colours fit before their labels. */
const mostSwatches = 4;

/** A label with its colour, a list of box labels with the colour of each, and how many others a filter finds it by. */
export function LabelCell({
  labels: { main: label, all },
  isList,
  colours,
}: {
  labels: { main: string | null; all: readonly string[] };
  isList: boolean;
  colours: LabelColours;
}) {
  const parts = label === null ? [] : isList ? [...new Set(label.split(/,\s*/))] : [label];
  const others = all.filter((other) => other !== label && !parts.includes(other));
  if (label === null && others.length === 0) return '–';
  const words = label === '' ? '(empty)' : (label ?? '–');
  const also = others.length === 0 ? undefined : `also ${others.map(isolatedText).join(', ')}`;
  return (
    <span className={classes['label']} title={also === undefined ? words : `${words}\n${also}`}>
      <span className={classes['swatches']}>
        {parts.slice(0, mostSwatches).map((part) => (
          <i key={part} className="swatch" style={{ background: colours(part) }} />
        ))}
      </span>
      <span className={classes['line']}>{words}</span>
      {also !== undefined && (
        <span className={classes['others']}>
          <span aria-hidden>+{others.length}</span>
          <span className="visually-hidden">{also}</span>
        </span>
      )}
    </span>
  );
}

export function OutcomeCell({ outcome }: { outcome: string | null }) {
  if (!isOutcome(outcome)) return '–';
  return (
    <span className={classes['outcome']} data-outcome={outcome}>
      <span aria-hidden>{outcomeGlyphs[outcome]}</span> {outcomeWords[outcome]}
    </span>
  );
}

export function ConfidenceCell({ confidence }: { confidence: number | null }) {
  if (confidence === null) return '–';
  return (
    <span className={classes['confidence']}>
      <span className={classes['bar']} aria-hidden>
        <span style={{ width: `${Math.min(1, Math.max(0, confidence)) * 100}%` }} />
      </span>
      <span className={classes['number']}>{formatScore(confidence)}</span>
    </span>
  );
}
