/** One value of a facet: a checkbox named by it, how often it is wrong, how many there are, and "only" and "not". */
import { memo, useId, useState, type ReactNode } from 'react';
import { isolatedText } from '../../contract/isolated-text';
import { CountBars } from '../charts/count-bars';
import { formatCount } from '../numbers-in-words';
import { shownText } from '../shortened-text';
import { errorRateWords } from './error-rate-words';
import classes from './facet-list.module.css';
import type { FacetRow as Row } from './facet-rows';

export interface FacetActions {
  toggle: (value: string) => void;
  /** Chooses this value and no other. */
  only?: (value: string) => void;
  /** Leaves this value out, beside those that are left out already. */
  not?: (value: string) => void;
}

interface FacetRowProps {
  row: Row;
  isChosen: boolean;
  /** The chosen values are the ones left out. */
  excludes: boolean;
  /** The same function every time, so that a row which did not change is not drawn again. */
  markOf: ((value: string) => ReactNode) | undefined;
  actions: FacetActions;
}

/** A value as it is shown; an empty text has a name. */
const shownValue = (value: string) => (value === '' ? '(empty)' : shownText(value));

/** How many there are; the word is for those who hear it without its column. */
export function FacetCount({ id, count }: { id: string; count: number | null }) {
  return (
    <span className={classes['count']} id={id}>
      {count === null ? '–' : formatCount(count)}
      <span className="visually-hidden">
        {count === null ? ' not listed' : count === 1 ? ' sample' : ' samples'}
      </span>
    </span>
  );
}

export const FacetRow = memo(function FacetRow({ row, isChosen, excludes, markOf, actions }: FacetRowProps) {
  const { value, count, judged, incorrect } = row;
  const id = useId();
  // The two buttons exist only where the mouse or the focus is: hundreds of rows stay light and quick to tab through.
  const [isHovered, setIsHovered] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const name = shownValue(value);
  return (
    <div
      className={classes['row']}
      data-chosen={isChosen || undefined}
      data-excludes={excludes || undefined}
      data-empty={count === 0 || undefined}
      data-active={isHovered || isFocused || undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setIsHovered(true)}
      onPointerLeave={() => setIsHovered(false)}
      onFocus={() => setIsFocused(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsFocused(false);
      }}
    >
      <label className={classes['choice']}>
        <input
          type="checkbox"
          className={classes['box']}
          aria-label={name}
          aria-describedby={`${id}-count ${id}-rate`}
          checked={isChosen}
          onChange={() => actions.toggle(value)}
        />
        {markOf?.(value)}
        <span className={classes['name']} title={name}>
          {name}
        </span>
      </label>
      <span className={classes['rate']}>
        <CountBars
          id={`${id}-rate`}
          part={incorrect}
          whole={judged}
          words={count === null ? 'not listed' : errorRateWords(incorrect, judged)}
        />
        {(isHovered || isFocused) && <RowActions value={value} name={name} actions={actions} />}
      </span>
      <FacetCount id={`${id}-count`} count={count} />
    </div>
  );
});

function RowActions({ value, name, actions }: { value: string; name: string; actions: FacetActions }) {
  const { only, not } = actions;
  return (
    <span className={classes['actions']}>
      {only !== undefined && (
        <button type="button" aria-label={`Only ${isolatedText(name)}`} onClick={() => only(value)}>
          only
        </button>
      )}
      {not !== undefined && (
        <button type="button" aria-label={`Not ${isolatedText(name)}`} onClick={() => not(value)}>
          not
        </button>
      )}
    </span>
  );
}
