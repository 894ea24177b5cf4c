/** What a statement of counts is put together from. */
import type { Unit } from '../../../contract/summary';
import { outcomes, type Counts, type NumberCounts } from './packs';
import { verdictColumn } from './schema';
import type { Fragment } from './statement';
import type { TalliedGroups } from './tally';

/** Rows to count over. */
export interface CountedRows {
  /** On samples: those that match. */
  samples: Fragment;
  /** On verdicts: those of these samples that meet the filters of verdicts. */
  verdicts: Fragment;
  /** The same with surplus ones, whether they are asked for or not. */
  verdictsAndSurplus: Fragment;
  /** No filter of verdicts is left, so that what is stored of all verdicts of a sample holds. */
  hasEveryVerdict: boolean;
  /** Counts columns over these rows without a statement, where the engine's adapter can; returns the other ones. */
  countHeld?: (
    columns: readonly CountedColumn[],
    counted: Map<string, Counts>,
    signal: AbortSignal | undefined,
  ) => Promise<readonly CountedColumn[]>;
  /** What the verdicts of each sample count as, surplus ones included, without a statement; `undefined` where it cannot. */
  tallyHeld?: () => Promise<TalliedGroups | undefined>;
}

/** Gives the rows under all filters but those named: a field, `not.` and a field, or `surplus`. */
export type RowsWithout = (but: readonly string[]) => Promise<CountedRows>;

/**
 * A column to count by name: `facet:`, `histogram:` or `metadata:` and a field or key; `totals`, `hasMetadata`,
 * `reasons`; and `verdicts`, which is one number.
 */
export interface CountedColumn {
  name: string;
  unit: Unit;
  /** Whose words it has; absent for what has no dictionary. */
  owner?: number | undefined;
  /** The filters that it leaves out. */
  but: readonly string[];
}

/** What parts of a statement read in common: samples, verdicts, samples once for each of their verdicts. */
export type Source = 'matching' | 'judged' | 'repeated';

/** A part of a statement: what it selects, a number and an amount in each row, and what takes them. */
export interface Part {
  select: Fragment;
  /** The source that it reads; absent where it reads tables alone. */
  reads?: Source;
  take: (rows: NumberCounts) => void;
}

/** Counts the rows of a source by `number`. */
export const countRows =
  (number: string, from: string, where: Fragment = () => 'true'): Fragment =>
  (bind) =>
    `SELECT ${number} AS number, count(*)::DOUBLE AS amount FROM ${from} WHERE ${where(bind)} GROUP BY 1`;

/** A number whose lowest digit is an outcome, as it is counted in a unit: of verdicts, their result takes its place. */
export const numberIn = (unit: Unit, number: string): string =>
  unit === 'samples' ? number : `${number} - ${number} % ${outcomes} + ${verdictColumn('result')}`;
