/** From what was spooled to an index's columns: rows in the order of ids, words in the order of text, ranks, bins. */
import { join } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import { addMetadata } from './build-metadata';
import { addTexts } from './build-texts';
import { addCounted, addRankColumn, addRanks, addWords, wordsOf } from './build-words';
import { createColumnFile } from './column-file';
import {
  choiceFields,
  textFields,
  type ChoiceFieldName,
  type NumberField,
  type TextFieldName,
} from '../fields-by-kind';
import { foldedColumn, noWord, reasonSlot, slotOf, textOrder } from './columns';
import { allDone } from '../all-done';
import type { Database } from './database';
import {
  codesByRow,
  gatherWords,
  isRanked,
  numbersByRow,
  type GatheredWords,
  type IndexBuild,
  type RowOrder,
} from './index-build';
import { columnFileName, type BuiltIndex } from './index-manifest';
import type { IndexSpools } from './index-spools';
import { binsOf, differentNumbers, histogramShape, ranksOf } from './number-ranks';
import { outcomeCodes, withOutcome } from './outcome-codes';
import type { WholeSpool } from './spool';

/** Says where each sample comes to lie, in the order of ids. */
function orderOf(ids: Float64Array): (arrival: number) => number {
  const different = differentNumbers(ids);
  if (different.length < ids.length) {
    const seen = new Set<number>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    throw new SecondLookError('conflict', `Sample ${twice} stands in the run twice`);
  }
  const ranks = ranksOf(ids, different);
  return (arrival) => (ranks[arrival] ?? 1) - 1;
}

async function readOutcomes(build: RowOrder & Pick<IndexBuild, 'database' | 'spools'>): Promise<Uint8Array> {
  const spool = build.spools.words.get('outcome');
  if (spool === undefined) return new Uint8Array(build.rows);
  const { list, rankOf } = await wordsOf(build.database, slotOf('outcome'));
  const codeOf = (word: number) => outcomeCodes.get(list[rankOf(word) - 1] ?? '') ?? 0;
  return Uint8Array.from(codesByRow(build, spool, codeOf));
}

/** What a range is looked up in: the different numbers, and the place of each row's number among them. */
async function addNumberRanks(
  { file }: IndexBuild,
  name: NumberField,
  numbers: Float64Array,
  different: Float64Array,
): Promise<void> {
  await file.add(`values:${name}`, different);
  const ranks = ranksOf(numbers, different);
  await (isRanked(name) ? addRanks : addRankColumn)(file, name, ranks, different.length);
}

async function addNumbers(build: IndexBuild): Promise<BuiltIndex['histograms']> {
  const histograms: BuiltIndex['histograms'] = [];
  for (const [name, spool] of build.spools.numbers) {
    build.signal?.throwIfAborted();
    const numbers = numbersByRow(build, spool);
    const different = differentNumbers(numbers);
    if (name === 'id') await build.file.add('ids', numbers);
    else await addNumberRanks(build, name, numbers, different);
    const shape = histogramShape(name, different);
    if (shape === undefined) continue;
    histograms.push({ field: name, ...shape });
    await addCounted(build, `histogram:${name}`, binsOf(numbers, shape), shape.bins);
  }
  return histograms;
}

/** Adds what a choice field needs; returns the place of each row's first word. */
async function addChoice(
  build: IndexBuild,
  name: ChoiceFieldName,
  spool: WholeSpool,
  others: GatheredWords | undefined,
): Promise<Uint32Array> {
  const { file, outcomes } = build;
  const { list, rankOf } = await wordsOf(build.database, slotOf(name));
  await addWords(file, slotOf(name), list);
  const ranks = codesByRow(build, spool, rankOf);
  if (isRanked(name)) await addRanks(file, name, ranks, list.length);
  const rows = new Uint32Array(others?.rows.length ?? 0);
  const codes = new Uint32Array(rows.length);
  let filled = 0;
  others?.rows.forEach((row, at) => {
    const rank = rankOf(others.words[at] ?? noWord);
    if (ranks[row] === noWord) {
      // A sample without a main word is counted by the first of the others.
      ranks[row] = rank;
    } else {
      rows[filled] = row;
      codes[filled] = withOutcome(rank, outcomes[row] ?? 0);
      filled += 1;
    }
  });
  await addCounted(build, `counted:${name}`, ranks, list.length);
  await file.add(`others:${name}:rows`, rows.subarray(0, filled));
  await file.add(`others:${name}`, codes.subarray(0, filled));
  return ranks;
}

async function addChoices(build: IndexBuild): Promise<void> {
  const { others } = build.spools;
  const otherWords = gatherWords(build, others, others.counts.keys());
  const first = new Map<ChoiceFieldName, Uint32Array>();
  for (const name of choiceFields) {
    build.signal?.throwIfAborted();
    const spool = build.spools.words.get(name);
    if (spool === undefined) continue;
    const ranks = await addChoice(build, name, spool, otherWords.get(slotOf(name)));
    if (name === 'expected' || name === 'said') first.set(name, ranks);
  }
  const none = new Uint32Array(build.rows);
  await addMatrix(build, first.get('expected') ?? none, first.get('said') ?? none);
}

/** One code for each pair of labels that occurs, by expected label, then by what was said. */
async function addMatrix(build: IndexBuild, expected: Uint32Array, said: Uint32Array): Promise<void> {
  const { file, rows } = build;
  const width = said.reduce((most, code) => Math.max(most, code), 0) + 1;
  const pairOf = (row: number) => (expected[row] ?? 0) * width + (said[row] ?? 0);
  const codeOf = new Map<number, number>();
  for (let row = 0; row < rows; row++) codeOf.set(pairOf(row), noWord);
  const pairs = [...codeOf.keys()].sort((a, b) => a - b);
  pairs.forEach((pair, at) => codeOf.set(pair, at + 1));
  const codes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) codes[row] = codeOf.get(pairOf(row)) ?? noWord;
  await addCounted(build, 'counted:matrix', codes, pairs.length);
  await file.add(
    'matrix:expected',
    Uint32Array.from(pairs, (pair) => Math.floor(pair / width)),
  );
  await file.add(
    'matrix:said',
    Uint32Array.from(pairs, (pair) => pair % width),
  );
}

/** The place of each row's text in the order of texts. */
interface TextRanks {
  name: TextFieldName;
  ranks: Uint32Array;
  most: number;
}

/** The order of texts is DuckDB's work: it holds them, and sorts more of them than fit into memory. */
async function textRanks({ database, rows, rowOf }: IndexBuild, name: TextFieldName): Promise<TextRanks> {
  const ranks = new Uint32Array(rows);
  const sql =
    `SELECT arrival, dense_rank() OVER (ORDER BY ${textOrder(name)})::INTEGER FROM texts ` +
    `WHERE ${foldedColumn(name)} IS NOT NULL`;
  let most = 0;
  await database.chunks(sql, [], (chunk) => {
    const arrivalOf = chunk.getColumnVector(0);
    const rankOf = chunk.getColumnVector(1);
    const count = chunk.rowCount;
    for (let at = 0; at < count; at++) {
      const rank = Number(rankOf.getItem(at));
      ranks[rowOf(Number(arrivalOf.getItem(at)))] = rank;
      most = Math.max(most, rank);
    }
  });
  return { name, ranks, most };
}

async function addAll(build: IndexBuild): Promise<Omit<BuiltIndex, 'sections'>> {
  const { file, spools, rows } = build;
  await file.add('offsets', numbersByRow(build, spools.offsets));
  await file.add('lengths', numbersByRow(build, spools.lengths));
  await file.add('outcomes', build.outcomes);
  // DuckDB sorts in threads of its own, while the numbers are sorted in this one.
  const sorting = Promise.all(textFields.filter(isRanked).map((name) => textRanks(build, name)));
  const [histograms] = await allDone([addNumbers(build), sorting]);
  await addChoices(build);
  for (const { name, ranks, most } of await sorting) await addRanks(file, name, ranks, most);
  for (const [name, spool] of spools.texts) await addTexts(build, name, spool);
  for (const [name, spool] of spools.flags) {
    await addCounted(
      build,
      `counted:${name}`,
      codesByRow(build, spool, (code) => code),
      2,
    );
  }
  const reasons = await wordsOf(build.database, reasonSlot);
  await addWords(file, reasonSlot, reasons.list);
  await addCounted(build, 'reasons', codesByRow(build, spools.reasons, reasons.rankOf), reasons.list.length);
  const slotsWithOthers = [...spools.others.counts.keys()];
  return { rows, histograms, slotsWithOthers, ...(await addMetadata(build)) };
}

/**
 * Writes the column file out of the spools and the tables. Throws `conflict` where a sample id came twice,
 * and the signal's reason where it is aborted.
 */
export async function buildColumns(
  database: Database,
  spools: IndexSpools,
  folder: string,
  isInOrder: boolean,
  signal: AbortSignal | undefined,
): Promise<BuiltIndex> {
  const rows = spools.offsets.length;
  const ids = spools.numbers.get('id')?.read() ?? new Float64Array();
  const rowOf = isInOrder ? (arrival: number) => arrival : orderOf(ids);
  const order: RowOrder = { rows, isInOrder, rowOf };
  const outcomes = await readOutcomes({ ...order, database, spools });
  const file = await createColumnFile(join(folder, columnFileName));
  try {
    const built = await addAll({ ...order, database, spools, file, outcomes, signal });
    return { ...built, sections: await file.finish() };
  } catch (error) {
    await file.abort().catch(() => undefined);
    throw error;
  }
}
