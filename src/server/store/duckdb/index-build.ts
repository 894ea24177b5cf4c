/** What building an index works on, and how spooled values come to lie by row. */
import type { ColumnFileWriter } from './column-file';
import { noWord, rankedKeys } from './columns';
import type { Connection, Database } from './database';
import type { IndexSpools, WordRows } from './index-spools';
import type { NumberSpool, WholeSpool } from './spool';

/** The rows of samples, which come in any order and lie in the order of their ids. */
export interface RowOrder {
  rows: number;
  /** They came in the order of their ids. */
  isInOrder: boolean;
  /** The row of a sample, by its place in the order of arrival. */
  rowOf: (arrival: number) => number;
}

/** Everything that building a column needs. */
export interface IndexBuild extends RowOrder {
  database: Database;
  /** Has the table of texts, and nothing else to do. */
  sorting: Connection;
  spools: IndexSpools;
  file: ColumnFileWriter;
  /** The outcome's code, by row. */
  outcomes: Uint8Array;
  signal: AbortSignal | undefined;
}

/** Whether rows can be sorted by it with a column of ranks. */
export const isRanked = (name: string): boolean => rankedKeys.some((key) => key === name);

/** Spooled numbers by row. */
export function numbersByRow(
  { rowOf, rows, isInOrder }: RowOrder,
  spool: NumberSpool,
): Float64Array<ArrayBuffer> {
  const arrived = spool.read();
  if (isInOrder) return arrived;
  const numbers = new Float64Array(rows);
  for (let at = 0; at < rows; at++) numbers[rowOf(at)] = arrived[at] ?? Number.NaN;
  return numbers;
}

/** Spooled codes by row, each put through `code`; what is missing at their end is no word. */
export function codesByRow(
  { rowOf, rows, isInOrder }: RowOrder,
  spool: WholeSpool,
  code: (arrived: number) => number,
): Uint32Array {
  const arrived = spool.read();
  const codes = isInOrder && arrived.length === rows ? arrived : new Uint32Array(rows);
  for (let at = 0; at < rows; at++) codes[rowOf(at)] = code(arrived[at] ?? noWord);
  return codes;
}

/** Rows and their words, side by side. */
export interface GatheredWords {
  rows: Uint32Array;
  words: Uint32Array;
}

/** The rows and words of some owners, owner by owner. */
export function gatherWords(
  { rowOf }: RowOrder,
  spooled: WordRows,
  owners: Iterable<number>,
): Map<number, GatheredWords> {
  const gathered = new Map<number, GatheredWords & { filled: number }>();
  for (const owner of owners) {
    const count = spooled.counts.get(owner) ?? 0;
    gathered.set(owner, { rows: new Uint32Array(count), words: new Uint32Array(count), filled: 0 });
  }
  spooled.each((owner, word, arrival) => {
    const ofOwner = gathered.get(owner);
    if (ofOwner === undefined) return;
    ofOwner.rows[ofOwner.filled] = rowOf(arrival);
    ofOwner.words[ofOwner.filled] = word;
    ofOwner.filled += 1;
  });
  return gathered;
}
