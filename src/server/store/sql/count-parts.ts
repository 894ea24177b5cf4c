/** What a statement of counts is put together from. */
import type { Unit } from '../../../contract/summary';
import { outcomes, type Counts, type NumberCounts } from './packs';
import type { Fragment } from './statement';

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
}

/** Gives the rows under all filters but those named: a field, `not.` and a field, or `surplus`. */
export type RowsWithout = (but: readonly string[]) => Promise<CountedRows>;

/**
 * A column to count by name: `facet:`, `histogram:` or `metadata:` and a field or key; `totals`, `hasMetadata`,
 * `reasons`; and `verdicts`, which are counted by the sample's outcome.
 */
export interface CountedColumn {
  name: string;
  unit: Unit;
  /** Whose words it has; absent for what has no dictionary. */
  owner?: number | undefined;
  /** The filters that it leaves out. */
  but: readonly string[];
}

/** By result, the columns of `weighted` that say how many verdicts a row stands for. */
export const weightColumns = ['w0', 'w1', 'w2'] as const;

/** What parts of a statement read in common: samples, samples with how many verdicts they stand for, verdicts. */
export type Source = 'matching' | 'weighted' | 'judged';

/** A part of a statement: what it selects, a number and an amount in each row, and who takes them. */
export interface Part {
  select: Fragment;
  /** The source that it reads, and the columns of it. */
  reads?: { source: Source; columns: readonly string[] };
  take: (rows: NumberCounts) => void;
}

/** Counts the rows of a source by `number`. */
export const countRows =
  (number: string, from: string, where: Fragment = () => 'true'): Fragment =>
  (bind) =>
    `SELECT ${number} AS number, count(*)::DOUBLE AS amount FROM ${from} WHERE ${where(bind)} GROUP BY 1`;

/** Counts the verdicts that the rows of `weighted` stand for; their result takes the place of the outcome in `number`. */
export function countWeights(number: string, from: string, where: Fragment = () => 'true'): Fragment {
  const sums = weightColumns.map((weight) => `sum(${weight})::DOUBLE AS ${weight}`);
  const amounts = weightColumns.map((weight, result) => `WHEN ${result} THEN ${weight}`);
  return (bind) =>
    // The outcome is the lowest digit of a number.
    `SELECT n - n % ${outcomes} + result AS number, CASE result ${amounts.join(' ')} END AS amount ` +
    `FROM (SELECT ${number} AS n, ${sums.join(', ')} FROM ${from} WHERE ${where(bind)} GROUP BY 1), ` +
    `(SELECT unnest(range(${outcomes})) AS result)`;
}

/** Counts samples, or their verdicts. */
export const countIn = { samples: countRows, verdicts: countWeights } satisfies Record<Unit, unknown>;
