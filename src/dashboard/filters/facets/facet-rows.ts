/** The rows of a facet: which values, in which order, with which counts. */
import type { ChoiceValue } from '../../../contract/kinds/kind';
import type { Facet } from '../../../contract/schemas/summary';
import { containsText } from '../../../domain/text-match';
import { shownText } from '../../ui/shortened-text';

export interface FacetRow {
  value: ChoiceValue;
  /** `null`: unknown, because the value is not among the most frequent ones that the summary lists. */
  count: number | null;
  /** The count without the filters on outcome and verdict; equal to `count` if none is active. */
  of: number;
  judged: number;
  incorrect: number;
}

/** Up to this number of options are all shown, including those that no sample has. */
const fewOptions = 3;

/** The number of rows before "Show all". */
export const shortLength = 8;

function orderedValues(
  whole: Facet | undefined,
  now: Facet | undefined,
  chosen: readonly ChoiceValue[],
  options: readonly string[] | undefined,
): ChoiceValue[] {
  const listed = [...(whole?.values ?? []), ...(now?.values ?? [])].map(({ value }) => value);
  const wanted = new Set([...listed, ...chosen]);
  if (options === undefined) return [...wanted];
  return options.length <= fewOptions ? [...options] : options.filter((value) => wanted.has(value));
}

/**
 * A row for each value of the whole run in the order of its counts there, so that rows do not move when filters
 * change; then values that only occur under the filters, then values of filters that no sample has. Options keep
 * their declared order.
 */
export function facetRows(
  whole: Facet | undefined,
  now: Facet | undefined,
  chosen: readonly ChoiceValue[],
  options?: readonly string[],
): FacetRow[] {
  const counted = new Map(now?.values.map((entry) => [entry.value, entry]));
  const isComplete = now !== undefined && now.distinct <= now.values.length;
  return orderedValues(whole, now, chosen, options).map(
    (value) => counted.get(value) ?? { value, count: isComplete ? 0 : null, of: 0, judged: 0, incorrect: 0 },
  );
}

/** The number of values of the whole run that are not listed. */
export const unlistedCount = (whole: Facet | undefined): number =>
  whole === undefined ? 0 : Math.max(0, whole.distinct - whole.values.length);

/**
 * The rows to show initially: the first ones that have samples, filled up with others, and every selected one; in
 * row order.
 */
export function shortRows(rows: readonly FacetRow[], isChosen: (value: ChoiceValue) => boolean): FacetRow[] {
  if (rows.length <= shortLength) return [...rows];
  const filled = rows.filter(({ count }) => count !== 0);
  const empty = rows.filter(({ count }) => count === 0);
  const first = new Set([...filled, ...empty].slice(0, shortLength));
  return rows.filter((row) => first.has(row) || isChosen(row.value));
}

/** A value as displayed; `null` has the words of its field, and an empty text has a name. */
export const valueWords = (value: ChoiceValue, nullWords: string): string =>
  value === null ? nullWords : value === '' ? '(empty)' : shownText(value);

/** The rows whose value contains the text. */
export const matchingRows = (rows: readonly FacetRow[], text: string, nullWords = ''): FacetRow[] =>
  rows.filter(({ value }) => containsText(value ?? nullWords, text.trim()));
