/** The building blocks of a statement that counts. */
import type { Unit } from '../../../contract/schemas/summary';
import { outcomes, type Counts, type NumberCounts } from './packs';
import { verdictColumn } from './schema';
import type { Fragment } from './statement';
import type { TalliedGroups } from './tally';

/** The rows to count. */
export interface CountedRows {
  /** Condition on samples: those that match. */
  samples: Fragment;
  /** Condition on verdicts of these samples: those that meet the filters on verdicts. */
  verdicts: Fragment;
  /** The same including surplus ones, whether the filters ask for them or not. */
  verdictsAndSurplus: Fragment;
  /** No filter on verdicts is left, so columns that summarise all verdicts of a sample can be used. */
  hasEveryVerdict: boolean;
  /** Counts columns over these rows without a statement, if the engine's adapter can; returns the other columns. */
  countHeld?: (
    columns: readonly CountedColumn[],
    counted: Map<string, Counts>,
    signal: AbortSignal | undefined,
  ) => Promise<readonly CountedColumn[]>;
  /** Tallies the verdicts of each sample, including surplus ones, without a statement; `undefined` if it cannot. */
  tallyHeld?: () => Promise<TalliedGroups | undefined>;
}

/** Returns the rows under all filters except those named: a field, `not.` and a field, or `surplus`. */
export type RowsWithout = (but: readonly string[]) => Promise<CountedRows>;

/**
 * A column to count by name: `facet:`, `histogram:` or `metadata:` and a field or key; `totals`, `hasMetadata`,
 * `reasons`; and `verdicts`, which is a single number.
 */
export interface CountedColumn {
  name: string;
  unit: Unit;
  /** The owner of its words; absent for a column without dictionary. */
  owner?: number | undefined;
  /** The filters that are ignored for it. */
  but: readonly string[];
}

/** What several parts of a statement read: samples, verdicts, or samples repeated for each of their verdicts. */
export type Source = 'matching' | 'judged' | 'repeated';

/** Rows to count by a number. */
export interface Count {
  number: string;
  from: string;
  where: Fragment;
  /** Whether each sample is counted once per number, instead of each row. */
  isOfSamples: boolean;
}

/** A part of a statement: what it counts, and the receiver of the numbers with their counts. */
export interface Part {
  count: Count;
  /** The source that it reads; absent if it only reads tables. */
  reads?: Source;
  take: (rows: NumberCounts) => void;
}

/** Counts the rows of a source by `number`. */
export const countRows = (number: string, from: string, where: Fragment = () => 'true'): Count => ({
  number,
  from,
  where,
  isOfSamples: false,
});

/** Counts the samples of a source by `number`. */
export const countSamples = (number: string, from: string, where: string): Count => ({
  number,
  from,
  where: () => where,
  isOfSamples: true,
});

/** A number whose lowest digit is an outcome, in the given unit: for verdicts, their result replaces the outcome. */
export const numberIn = (unit: Unit, number: string): string =>
  unit === 'samples' ? number : `${number} - ${number} % ${outcomes} + ${verdictColumn('result')}`;
