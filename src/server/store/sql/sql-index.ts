/** What statements are asked of: the index of one run in an engine that speaks SQL. */
import type { Dialect } from './dialect';
import type { BuiltIndex } from './schema';
import type { Tallies } from './tally';
import { statementOf, type Fragment, type RowSetValue, type Statement } from './statement';

/** Whole numbers in as few bytes each as they take. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** The result of a statement, column by column. */
export interface Answer {
  rows: number;
  /** A column of numbers, none of them null. */
  numbers: (column: number) => Float64Array;
  /** A column of unsigned numbers of the bytes of `into`, in the order in which they come. */
  fill: (column: number, into: Codes) => void;
  /** A column of texts, none of them null. */
  texts: (column: number) => string[];
  /** The set of rows in the first row; `undefined` where the statement gathered none. */
  rowSet: (column: number) => RowSetValue | undefined;
}

/** How long the caller may wait: what a page needs goes before what a summary counts. */
export type Urgency = 'short' | 'long';

export interface SqlIndex {
  readonly built: BuiltIndex;
  readonly dialect: Dialect;
  /** Whether some verdict is of a box. */
  readonly hasBoxes: boolean;
  readonly tallies: Tallies;
  read: (statement: Statement, urgency: Urgency, signal?: AbortSignal) => Promise<Answer>;
}

/** Asks the index. Throws the signal's reason where it is aborted. */
export const ask = (
  index: SqlIndex,
  fragment: Fragment,
  urgency: Urgency = 'short',
  signal?: AbortSignal,
): Promise<Answer> => index.read(statementOf(fragment, index.dialect), urgency, signal);
