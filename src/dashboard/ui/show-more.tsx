/** The first part of a list of arbitrary length, and the buttons that show more of it. */
import { useState, type ReactNode } from 'react';
import { formatCount } from './numbers-in-words';
import classes from './show-more.module.css';

/** The number of items that each press adds: few enough to render at once. */
const step = 100;

interface ShownPart<Item> {
  shown: readonly Item[];
  /** To be placed below the list; empty if the list is shown completely from the start. */
  more: ReactNode;
}

/** Shows the first items, and a hundred more with each press, however many there are. */
export function useShownPart<Item>(items: readonly Item[], first: number): ShownPart<Item> {
  const [wanted, setWanted] = useState(first);
  const total = items.length;
  if (total <= first) return { shown: items, more: null };
  const count = Math.min(wanted, total);
  const next = Math.min(total, count < step ? step : count + step);
  return {
    shown: items.slice(0, count),
    more: (
      <p className={classes['more']}>
        {count < total && (
          <button type="button" onClick={() => setWanted(next)}>
            {next === total ? `All ${formatCount(total)}` : `Show ${formatCount(next - count)} more`}
          </button>
        )}
        {count > first && (
          <button type="button" onClick={() => setWanted(first)}>
            Only the first {formatCount(first)}
          </button>
        )}
        {next < total && (
          <span className="dim">
            {formatCount(count)} of {formatCount(total)} are shown
          </span>
        )}
      </p>
    ),
  };
}
