/** From what was spooled to an index's columns: rows in the order of ids, words in the order of text, ranks, bins. */
import { join } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import { addMetadata } from './build-metadata';
import { addTextRanks, addTexts } from './build-texts';
import { addNumbers, startSorter, type NumberSorter } from './build-numbers';
import { addCounted, addRanks, addWords, wordsOf } from './build-words';
import { createColumnFile } from './column-file';
import { choiceFields, textFields, type ChoiceFieldName } from '../fields-by-kind';
import { noWord, reasonSlot, slotOf } from './columns';
import { allDone } from '../all-done';
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
import { rankNumbers } from './number-ranks';
import { outcomeCodes, withOutcome } from './outcome-codes';
import { rankColumns } from './rank-columns';
import type { WholeSpool } from './spool';

/** Says where each sample comes to lie, in the order of ids. */
function orderOf(spools: IndexSpools): (arrival: number) => number {
  const ids = spools.numbers.get('id')?.read() ?? new Float64Array();
  const { different, ranks } = rankNumbers(ids);
  if (different.length < ids.length) {
    const seen = new Set<number>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    throw new SecondLookError('conflict', `Sample ${twice} stands in the run twice`);
  }
  return (arrival) => (ranks[arrival] ?? 1) - 1;
}

async function readOutcomes(build: RowOrder & Pick<IndexBuild, 'database' | 'spools'>): Promise<Uint8Array> {
  const spool = build.spools.words.get('outcome');
  if (spool === undefined) return new Uint8Array(build.rows);
  const { list, rankOf } = await wordsOf(build.database, slotOf('outcome'));
  const codeOf = (word: number) => outcomeCodes.get(list[rankOf(word) - 1] ?? '') ?? 0;
  return Uint8Array.from(codesByRow(build, spool, codeOf));
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
  if (isRanked(name)) await addRanks(file, name, rankColumns(ranks, list.length, true));
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

async function addFlags(build: IndexBuild): Promise<void> {
  for (const [name, spool] of build.spools.flags) {
    const codes = codesByRow(build, spool, (code) => code);
    await addCounted(build, `counted:${name}`, codes, 2);
  }
}

async function addReasons(build: IndexBuild): Promise<void> {
  const { list, rankOf } = await wordsOf(build.database, reasonSlot);
  await addWords(build.file, reasonSlot, list);
  await addCounted(build, 'reasons', codesByRow(build, build.spools.reasons, rankOf), list.length);
}

/** All that is made from words, and from folded texts. */
async function addWordsAndTexts(build: IndexBuild): Promise<Pick<BuiltIndex, 'keys' | 'keyCount'>> {
  await addChoices(build);
  await addFlags(build);
  await addReasons(build);
  const keys = await addMetadata(build);
  for (const [name, spool] of build.spools.texts) await addTexts(build, name, spool);
  return keys;
}

async function addAll(build: IndexBuild, sorter: NumberSorter): Promise<Omit<BuiltIndex, 'sections'>> {
  const { file, spools, rows } = build;
  await file.add('offsets', numbersByRow(build, spools.offsets));
  await file.add('lengths', numbersByRow(build, spools.lengths));
  await file.add('outcomes', build.outcomes);
  // Each of them has threads of its own to sort with.
  const ranks = textFields.filter(isRanked).map((name) => addTextRanks(build, name));
  const [histograms, keys] = await allDone([addNumbers(build, sorter), addWordsAndTexts(build), ...ranks]);
  return { rows, histograms, slotsWithOthers: [...spools.others.counts.keys()], ...keys };
}

/**
 * Writes the column file out of the spools and the tables. Throws `conflict` where a sample id came twice,
 * and the signal's reason where it is aborted.
 */
export async function buildColumns(
  { database, sorting, spools, isInOrder }: Pick<IndexBuild, 'database' | 'sorting' | 'spools' | 'isInOrder'>,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<BuiltIndex> {
  const rows = spools.offsets.length;
  const rowOf = isInOrder ? (arrival: number) => arrival : orderOf(spools);
  const order: RowOrder = { rows, isInOrder, rowOf };
  // It takes a while to start.
  const sorter = startSorter(rows);
  try {
    const outcomes = await readOutcomes({ ...order, database, spools });
    const file = await createColumnFile(join(folder, columnFileName));
    try {
      const built = await addAll({ ...order, database, sorting, spools, file, outcomes, signal }, sorter);
      return { ...built, sections: await file.finish() };
    } catch (error) {
      await file.abort().catch(() => undefined);
      throw error;
    }
  } finally {
    await sorter.stop();
  }
}
