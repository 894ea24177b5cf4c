/** How a click on a column header changes the sort. */
import type { SortKey } from '../../contract/fields';
import type { SortTerm } from '../../contract/query';

/** Ascending, then descending, then none; with `add`, in addition to the existing terms. */
export function nextSort(sort: readonly SortTerm[], key: SortKey, add: boolean): SortTerm[] {
  const current = sort.find((term) => term.key === key);
  const next =
    current === undefined
      ? { key, descending: false }
      : current.descending
        ? null
        : { key, descending: true };
  if (!add) return next === null ? [] : [next];
  if (current === undefined) return [...sort, { key, descending: false }];
  return sort.flatMap((term) => (term.key === key ? (next ?? []) : term));
}
