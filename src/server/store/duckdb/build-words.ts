/** Words as they came → words in the order of text, and the codes that a summary counts. */
import { foldText } from '../../../domain/text-match';
import { codesFor, type ColumnFileWriter } from './column-file';
import { noWord } from './columns';
import type { Database } from './database';
import type { IndexBuild } from './index-build';
import { withOutcome } from './outcome-codes';
import type { RankColumns } from './rank-columns';
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
  const codes: number[] = [];
  const ranks: number[] = [];
  const sql = 'SELECT word, value FROM words WHERE slot = $1 ORDER BY folded, value';
  await database.chunks(sql, [slot], (chunk) => {
    const codeOf = chunk.getColumnVector(0);
    const valueOf = chunk.getColumnVector(1);
    const count = chunk.rowCount;
    for (let at = 0; at < count; at++) {
      const value = String(valueOf.getItem(at));
      if (list.length === 0 || list.at(-1) !== value) list.push(value);
      codes.push(Number(codeOf.getItem(at)));
      ranks.push(list.length);
    }
  });
  // A table, since it is asked for each of some million rows. Codes are given out one after the other.
  const first = codes.reduce((least, code) => Math.min(least, code), Infinity);
  const last = codes.reduce((most, code) => Math.max(most, code), 0);
  const table = new Uint32Array(codes.length === 0 ? 0 : last - first + 1);
  codes.forEach((code, at) => {
    table[code - first] = ranks[at] ?? noWord;
  });
  return { list, rankOf: (code) => (code < first ? noWord : (table[code - first] ?? noWord)) };
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

/** Adds what rows are sorted by: their ranks, and their order where it is kept. */
export async function addRanks(
  file: ColumnFileWriter,
  key: string,
  { ranks, order }: RankColumns,
): Promise<void> {
  await file.add(`rank:${key}`, ranks);
  if (order === undefined) return;
  await file.add(`order:${key}`, order.rows);
  await file.add(`order:${key}:starts`, order.starts);
}
