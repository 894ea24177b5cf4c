/** The rows of a facet: which values, in which order, with which counts. */
import type { ChoiceValue } from '../../contract/kinds/kind';
import type { Facet } from '../../contract/summary';
import { containsText } from '../../domain/text-match';
import { shownText } from '../shortened-text';

export interface FacetRow {
  value: ChoiceValue;
  /** `null`: not known, since the value is not among the most frequent that the summary lists. */
  count: number | null;
  /** How many there are without the filters on outcome and verdict; the same as `count` where none is set. */
  of: number;
  judged: number;
  incorrect: number;
}

/** So few options are shown all, also those that no sample has. */
const fewOptions = 3;

/** So many rows are shown before "Show all". */
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
 * A row for each value of the whole run in the order of its counts there, so that no row jumps while filters change;
 * then those that only the filters bring up, then ones that the filters name and no sample has. Options keep their declared order.
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

/** How many values the whole run has beside the listed ones. */
export const unlistedCount = (whole: Facet | undefined): number =>
  whole === undefined ? 0 : Math.max(0, whole.distinct - whole.values.length);

/**
 * The rows to show before someone asks for all: the first ones that have samples, filled up with others, and every
 * chosen one; in the order of the rows.
 */
export function shortRows(rows: readonly FacetRow[], isChosen: (value: ChoiceValue) => boolean): FacetRow[] {
  if (rows.length <= shortLength) return [...rows];
  const filled = rows.filter(({ count }) => count !== 0);
  const empty = rows.filter(({ count }) => count === 0);
  const first = new Set([...filled, ...empty].slice(0, shortLength));
  return rows.filter((row) => first.has(row) || isChosen(row.value));
}

/** A value as it is shown; `null` has the words of its field, an empty text has a name. */
export const valueWords = (value: ChoiceValue, nullWords: string): string =>
  value === null ? nullWords : value === '' ? '(empty)' : shownText(value);

/** The rows whose value contains the text. */
export const matchingRows = (rows: readonly FacetRow[], text: string, nullWords = ''): FacetRow[] =>
  rows.filter(({ value }) => containsText(value ?? nullWords, text.trim()));
