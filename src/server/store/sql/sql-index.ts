/** The target of statements: the index of one run in an engine that supports SQL. */
import type { Dialect } from './dialect';
import type { BuiltIndex } from './schema';
import type { Tallies } from './tally';
import { statementOf, type Fragment, type RowSetValue, type Statement } from './statement';

/** Unsigned integers, in the smallest type that fits. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** The result of a statement, column by column. */
export interface Answer {
  rows: number;
  /** A column of numbers, none of them null. */
  numbers: (column: number) => Float64Array;
  /** Copies a column of unsigned numbers of the same width into `into`, in result order. */
  fill: (column: number, into: Codes) => void;
  /** A column of texts, none of them null. */
  texts: (column: number) => string[];
  /** The set of rows in the first row; `undefined` if the statement returned none. */
  rowSet: (column: number) => RowSetValue | undefined;
}

/** How urgent a statement is: what a page needs goes before what a summary counts. */
export type Urgency = 'short' | 'long';

export interface SqlIndex {
  readonly built: BuiltIndex;
  readonly dialect: Dialect;
  /** Whether some verdict is on a box. */
  readonly hasBoxes: boolean;
  readonly tallies: Tallies;
  read: (statement: Statement, urgency: Urgency, signal?: AbortSignal) => Promise<Answer>;
}

/** Runs a statement. Throws the signal's reason if it is aborted. */
export const ask = (
  index: SqlIndex,
  fragment: Fragment,
  urgency: Urgency = 'short',
  signal?: AbortSignal,
): Promise<Answer> => index.read(statementOf(fragment, index.dialect), urgency, signal);
