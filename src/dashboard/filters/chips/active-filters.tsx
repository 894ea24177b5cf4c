/** The active filters and exclusions as chips that can be removed, one by one or all at once. */
import { IconX } from '@tabler/icons-react';
import { Fragment, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { withoutAll } from '../../frame/set-filters';
import { useChangeQuery } from '../../frame/url-state';
import type { ViewProps } from '../../views/view';
import classes from './active-filters.module.css';
import { filterChips, type FilterChip } from './filter-chips';
import { trialChips, type TrialChip } from './trial-chips';

/** A filter or exclusion, with how it combines with the previous one, or a trial threshold. */
type Chip = TrialChip & Pick<FilterChip, 'joint'>;

const removingKeys = ['Backspace', 'Delete'];
const steps: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
]);

const chipButtons = (region: HTMLElement | null) => [
  ...(region?.querySelectorAll<HTMLButtonElement>('button[data-chip]') ?? []),
];

export function ActiveFilters({ query, run }: ViewProps) {
  const { filters, not, trial } = query;
  const chips = useMemo<Chip[]>(
    () => [...trialChips(run, trial), ...filterChips({ filters, not })],
    [filters, not, run, trial],
  );
  const changeQuery = useChangeQuery();
  const region = useRef<HTMLElement>(null);
  // Where the focus goes once the chips have changed: to the chip that is now at this position, otherwise to the
  // last one.
  const focusNext = useRef<{ at: number; before: readonly Chip[] } | null>(null);
  useLayoutEffect(() => {
    const next = focusNext.current;
    if (next === null || next.before === chips) return;
    focusNext.current = null;
    const all = chipButtons(region.current);
    (all[Math.min(next.at, all.length - 1)] ?? region.current)?.focus();
  });

  const remove = (at: number) => {
    const chip = chips[at];
    if (chip === undefined) return;
    focusNext.current = { at, before: chips };
    changeQuery((before) => chip.remove(before));
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (removingKeys.includes(event.key)) {
      event.preventDefault();
      remove(at);
    }
    const step = steps.get(event.key);
    if (step === undefined) return;
    event.preventDefault();
    chipButtons(region.current)[at + step]?.focus();
  };
  return (
    <section ref={region} className={classes['region']} aria-label="Active filters" tabIndex={-1}>
      {chips.length === 0 ? (
        <p className={classes['none']}>No filter is set</p>
      ) : (
        <ul className={classes['chips']}>
          {chips.map((chip, at) => (
            <Fragment key={chip.key}>
              {chip.joint !== undefined && <li className={classes['joint']}>{chip.joint}</li>}
              <li className={classes['item']}>
                <button
                  type="button"
                  data-chip
                  className={classes['chip']}
                  title={`Remove: ${chip.sentence}`}
                  onClick={() => remove(at)}
                  onKeyDown={(event) => onKeyDown(event, at)}
                >
                  <span className="visually-hidden">Remove filter: </span>
                  <span className={classes['sentence']}>{chip.sentence}</span>
                  <IconX className={classes['cross']} size={12} aria-hidden />
                </button>
              </li>
            </Fragment>
          ))}
          <li>
            <button
              type="button"
              className={classes['clear']}
              onClick={() => {
                focusNext.current = { at: 0, before: chips };
                changeQuery(withoutAll);
              }}
            >
              Clear all
            </button>
          </li>
        </ul>
      )}
    </section>
  );
}
