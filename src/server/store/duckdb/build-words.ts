/** Words as they came → words in the order of text, and the codes that a summary counts. */
import { foldText } from '../../../domain/text-match';
import { codesFor, type ColumnFileWriter } from './column-file';
import { noWord } from './columns';
import type { Database } from './database';
import type { IndexBuild } from './index-build';
import { keyOrder, manyValues } from './order';
import { withOutcome } from './outcome-codes';
import { encodeTexts } from './text-blocks';
import { encodeWords } from './word-list';

/** The words of a slot in the order of text, and the place of a code among them, from 1. */
export interface OrderedWords {
  list: readonly string[];
  rankOf: (code: number) => number;
}

/** Reads the words of a slot; one that has several codes is one word. */
export async function wordsOf(database: Database, slot: number): Promise<OrderedWords> {
  const list: string[] = [];
  const ranks = new Map<number, number>();
  const sql = 'SELECT word, value FROM words WHERE slot = $1 ORDER BY folded, value';
  await database.chunks(sql, [slot], (chunk) => {
    const codes = chunk.getColumnVector(0);
    const values = chunk.getColumnVector(1);
    const count = chunk.rowCount;
    for (let at = 0; at < count; at++) {
      const value = String(values.getItem(at));
      if (list.length === 0 || list.at(-1) !== value) list.push(value);
      ranks.set(Number(codes.getItem(at)), list.length);
    }
  });
  return { list, rankOf: (code) => ranks.get(code) ?? noWord };
}

/** Adds the words of a slot to the column file, and folded ones for searches. */
export async function addWords(
  file: ColumnFileWriter,
  slot: number,
  words: readonly string[],
): Promise<void> {
  const { bytes, ends } = encodeWords(words);
  await file.add(`words:${slot}`, bytes);
  await file.add(`words:${slot}:ends`, ends);
  const folded = encodeTexts(words.map(foldText));
  await file.add(`folded:${slot}`, folded.bytes);
  await file.add(`folded:${slot}:lengths`, folded.lengths);
}

/** Adds the codes that the summary counts: each code with its row's outcome in the lowest bits. */
export async function addCounted(
  { file, outcomes }: IndexBuild,
  name: string,
  codes: Uint32Array,
  most: number,
): Promise<void> {
  const counted = codesFor(codes.length, withOutcome(most, 3));
  for (let row = 0; row < codes.length; row++) {
    counted[row] = withOutcome(codes[row] ?? noWord, outcomes[row] ?? 0);
  }
  await file.add(name, counted);
}

/** Adds each row's place among a key's different values. */
export async function addRankColumn(
  file: ColumnFileWriter,
  key: string,
  ranks: Uint32Array,
  most: number,
): Promise<void> {
  const narrow = codesFor(ranks.length, most);
  narrow.set(ranks);
  await file.add(`rank:${key}`, narrow);
}

/** Adds what rows are sorted by: their ranks, and their order where there are many different ones. */
export async function addRanks(
  file: ColumnFileWriter,
  key: string,
  ranks: Uint32Array,
  most: number,
): Promise<void> {
  await addRankColumn(file, key, ranks, most);
  if (most < manyValues) return;
  const { rows, starts } = keyOrder(ranks, most);
  await file.add(`order:${key}`, rows);
  await file.add(`order:${key}:starts`, starts);
}
