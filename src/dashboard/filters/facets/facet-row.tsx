/** One value of a facet: a labelled checkbox, its error rate, its count, and the buttons "only" and "not". */
import { memo, useId, useState, type ReactNode } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import { CountBars } from '../../charts/count-bars';
import { formatCount, formatShare } from '../../ui/numbers-in-words';
import classes from './facet-list.module.css';
import type { FacetRow as Row } from './facet-rows';

/** For example "14 of 120 judged are incorrect (11.7 %)". */
function errorRateWords(incorrect: number, judged: number): string {
  if (judged === 0) return 'none can be judged';
  return `${formatCount(incorrect)} of ${formatCount(judged)} judged are incorrect (${formatShare(incorrect / judged)})`;
}

export interface FacetActions {
  toggle: (value: ChoiceValue) => void;
  /** Selects this value and no other. */
  only?: (value: ChoiceValue) => void;
  /** Excludes this value, or removes its exclusion. */
  not?: (value: ChoiceValue) => void;
}

interface FacetRowProps {
  row: Row;
  /** The displayed value. */
  name: string;
  isChosen: boolean;
  isLeftOut: boolean;
  /** Must be the same function every time, so that unchanged rows are not re-rendered. */
  markOf: ((value: ChoiceValue) => ReactNode) | undefined;
  actions: FacetActions;
}

interface FacetCountProps {
  id: string;
  count: number | null;
  /** The total, if filters on outcome or verdict hide some of them. */
  of?: number;
}

/** The count; the noun is for screen readers, which do not convey the column. */
export function FacetCount({ id, count, of = count ?? 0 }: FacetCountProps) {
  const isPart = count !== null && of !== count;
  return (
    <span className={classes['count']} id={id}>
      {count === null ? '–' : formatCount(count)}
      {isPart && ` of ${formatCount(of)}`}
      <span className="visually-hidden">
        {count === null ? ' not listed' : (isPart ? of : count) === 1 ? ' sample' : ' samples'}
      </span>
    </span>
  );
}

export const FacetRow = memo(function FacetRow(props: FacetRowProps) {
  const { row, name, isChosen, isLeftOut, markOf, actions } = props;
  const { value, count, of, judged, incorrect } = row;
  const isNamed = isChosen || isLeftOut;
  const id = useId();
  // The two buttons exist only while the row is hovered or focused: hundreds of rows stay cheap, and tabbing
  // through them short.
  const [isHovered, setIsHovered] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  return (
    <div
      className={classes['row']}
      data-chosen={isNamed || undefined}
      data-excludes={isLeftOut || undefined}
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
          aria-describedby={`${isLeftOut ? `${id}-left-out ` : ''}${id}-count ${id}-rate`}
          checked={isNamed}
          onChange={() => actions.toggle(value)}
        />
        {markOf?.(value)}
        <span className={classes['name']} title={name}>
          {name}
        </span>
        {isLeftOut && (
          <span className="visually-hidden" id={`${id}-left-out`}>
            left out,
          </span>
        )}
      </label>
      <span className={classes['rate']}>
        <CountBars
          id={`${id}-rate`}
          part={incorrect}
          whole={judged}
          words={count === null ? 'not listed' : errorRateWords(incorrect, judged)}
        />
        {(isHovered || isFocused) && <RowActions {...{ value, name, isLeftOut, actions }} />}
      </span>
      <FacetCount id={`${id}-count`} count={count} of={of} />
    </div>
  );
});

type RowActionsProps = Pick<FacetRowProps, 'name' | 'isLeftOut' | 'actions'> & { value: ChoiceValue };

function RowActions({ value, name, isLeftOut, actions }: RowActionsProps) {
  const { only, not } = actions;
  return (
    <span className={classes['actions']}>
      {only !== undefined && (
        <button type="button" aria-label={`Only ${isolatedText(name)}`} onClick={() => only(value)}>
          only
        </button>
      )}
      {not !== undefined && (
        <button
          type="button"
          aria-label={`Not ${isolatedText(name)}`}
          aria-pressed={isLeftOut}
          onClick={() => not(value)}
        >
          not
        </button>
      )}
    </span>
  );
}
