/** The target of statements: the index of one run in an engine that supports SQL. */
import type { Dialect } from './dialect';
import type { BuiltIndex } from './schema';
import type { Tallies } from './tally';
import { statementOf, type Fragment, type Statement } from './statement';

/** The result of a statement, column by column. */
export interface Answer {
  rows: number;
  /** A column of numbers, none of them null. */
  numbers: (column: number) => Float64Array;
  /** A column of texts, none of them null. */
  texts: (column: number) => string[];
}

/** How urgent a statement is: what a page needs goes before what a summary counts. */
export type Urgency = 'short' | 'long';

export interface SqlIndex<Found extends Answer = Answer> {
  readonly built: BuiltIndex;
  readonly dialect: Dialect;
  /** Whether some verdict is on a box. */
  readonly hasBoxes: boolean;
  readonly tallies: Tallies;
  read: (statement: Statement, urgency: Urgency, signal?: AbortSignal) => Promise<Found>;
}

/** Runs a statement. Throws the signal's reason if it is aborted. */
export const ask = <Found extends Answer>(
  index: SqlIndex<Found>,
  fragment: Fragment,
  urgency: Urgency = 'short',
  signal?: AbortSignal,
): Promise<Found> => index.read(statementOf(fragment, index.dialect), urgency, signal);
