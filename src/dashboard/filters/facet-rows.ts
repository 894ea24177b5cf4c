/** The rows of a facet: which values, in which order, with which counts. */
import type { Facet } from '../../contract/summary';
import { containsText } from '../../domain/text-match';

export interface FacetRow {
  value: string;
  /** `null`: not known, since the value is not among the most frequent that the summary lists. */
  count: number | null;
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
  chosen: readonly string[],
  options: readonly string[] | undefined,
): string[] {
  const listed = [...(whole?.values ?? []), ...(now?.values ?? [])].map(({ value }) => value);
  const wanted = new Set([...listed, ...chosen]);
  if (options === undefined) return [...wanted];
  return options.length <= fewOptions ? [...options] : options.filter((value) => wanted.has(value));
}

/**
 * A row for each value of the whole run in the order of its counts there, so that no row jumps while filters change;
 * then those that only the filters bring up, then chosen ones that no sample has. Options keep their declared order.
 */
export function facetRows(
  whole: Facet | undefined,
  now: Facet | undefined,
  chosen: readonly string[],
  options?: readonly string[],
): FacetRow[] {
  const counted = new Map(now?.values.map((entry) => [entry.value, entry]));
  const isComplete = now !== undefined && now.distinct <= now.values.length;
  return orderedValues(whole, now, chosen, options).map(
    (value) => counted.get(value) ?? { value, count: isComplete ? 0 : null, judged: 0, incorrect: 0 },
  );
}

/** How many values the whole run has beside the listed ones. */
export const unlistedCount = (whole: Facet | undefined): number =>
  whole === undefined ? 0 : Math.max(0, whole.distinct - whole.values.length);

/**
 * The rows to show before someone asks for all: the first ones that have samples, filled up with others, and every
 * chosen one; in the order of the rows.
 */
export function shortRows(rows: readonly FacetRow[], isChosen: (value: string) => boolean): FacetRow[] {
  if (rows.length <= shortLength) return [...rows];
  const filled = rows.filter(({ count }) => count !== 0);
  const empty = rows.filter(({ count }) => count === 0);
  const first = new Set([...filled, ...empty].slice(0, shortLength));
  return rows.filter((row) => first.has(row) || isChosen(row.value));
}

/** The rows whose value contains the text. */
export const matchingRows = (rows: readonly FacetRow[], text: string): FacetRow[] =>
  rows.filter(({ value }) => containsText(value, text.trim()));
