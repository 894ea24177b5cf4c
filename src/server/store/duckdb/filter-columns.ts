/** What filters are looked up in: the columns of a run, and sets of rows that were found before. */
import type { ColumnFile } from './column-file';
import { type ChoiceFieldName } from '../fields-by-kind';
import { slotOf } from './columns';
import { outcomeStride } from './outcome-codes';
import { markNumbers, type PackedColumn } from './packed-columns';
import type { RareMetadata } from './rare-metadata';
import { addRow, type RowBits } from './row-bits';
import { markedRows } from './row-scans';
import type { WordList } from './word-list';

export interface FilterColumns {
  rows: number;
  ids: Float64Array;
  /** The row of a sample, or -1. */
  rowOf: (sampleId: number) => number;
  file: ColumnFile;
  /** A column of codes, in its pack. */
  packed: (name: string) => Promise<PackedColumn>;
  words: (slot: number) => Promise<WordList>;
  /** The metadata keys that have columns, by name. */
  keys: ReadonlyMap<string, number>;
  /** The other keys; absent where there are none. */
  rare: RareMetadata | undefined;
  /** The rows that were found under this key before, or else those that `find` finds now. */
  remembered: (key: string, find: () => Promise<RowBits>) => Promise<RowBits>;
}

/** A 1 for every code of a wanted word; the words are compared as the index keeps them. */
export function wantedCodes(words: WordList, wanted: readonly string[]): Uint8Array {
  const codes = new Uint8Array(words.length + 1);
  for (const word of wanted) codes[words.codeOf(word)] = 1;
  // The code of a word that is not there.
  codes[0] = 0;
  return codes;
}

/** The rows whose code in a column is wanted. */
export async function rowsOfCodes(
  { packed }: FilterColumns,
  column: string,
  wanted: Uint8Array,
): Promise<RowBits> {
  const own = await packed(column);
  const marks = new Uint8Array(own.pack.end);
  markNumbers(own, wanted, marks);
  return markedRows(own.pack.codes, marks);
}

/** The rows that have one of the words, as their first one or beside it. */
export async function rowsOfChoice(
  columns: FilterColumns,
  name: ChoiceFieldName,
  chosen: readonly string[],
): Promise<RowBits> {
  const { file, words } = columns;
  const wanted = wantedCodes(await words(slotOf(name)), chosen);
  const bits = await rowsOfCodes(columns, `counted:${name}`, wanted);
  const rows = await file.codes(`others:${name}:rows`);
  const codes = await file.codes(`others:${name}`);
  for (let at = 0; at < rows.length; at++) {
    if (wanted[Math.floor((codes[at] ?? 0) / outcomeStride)] === 1) addRow(bits, rows[at] ?? 0);
  }
  return bits;
}
