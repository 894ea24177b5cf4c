/** An open index of one run: the rows that filters keep, their order, and the columns that a summary counts. */
import { join } from 'node:path';
import { fieldNames, type FieldName } from '../../../contract/fields';
import type { Filters, SortTerm } from '../../../contract/query';
import { takeTurn } from '../../turns';
import { isExhausted } from '../disk-errors';
import type { WantedRecord } from '../record-file';
import type { StoredRun } from '../runs';
import type { MetadataOptions, WantedOptions } from '../store';
import { openColumnFile, type Codes, type ColumnFile } from './column-file';
import { isChoiceField } from '../fields-by-kind';
import { facetFields, flagWords, hiddenFields, reasonSlot, slotOf, slotOfKey } from './columns';
import { createRowLists, type RowLists } from './counts';
import { openDatabase } from './database';
import type { FilterColumns } from './filter-columns';
import { filterRows, filterRowsKey } from './filter-rows';
import {
  checkIndex,
  columnFileName,
  databaseName,
  UnusableIndexError,
  type BuiltIndex,
} from './index-manifest';
import { createLruCache } from './lru-cache';
import { mergeLabels, type MatrixLabels } from './matrix-labels';
import { readMetadataOptions } from './metadata-options';
import { sortRows, type SortColumns } from './order';
import {
  makePack,
  planPacks,
  type ColumnShape,
  type Pack,
  type PackPlan,
  type PackedColumn,
} from './packed-columns';
import { createRareMetadata } from './rare-metadata';
import { allRows, narrow, type RowBits } from './row-bits';
import { createWordList, type WordList } from './word-list';

const memory = '128MB';
/** Beside the index: nothing may come to lie in it. */
export const spillName = 'spill';
const cachedBitsBytes = 24 * 1024 * 1024;
/** As many as a summary under a few filters takes. */
const keptLists = 4;
const cachedOrderBytes = 24 * 1024 * 1024;

/** The rows that each set filter keeps. */
export type FilterBits = ReadonlyMap<FieldName, RowBits>;

export interface RunIndex {
  readonly built: BuiltIndex;
  readonly ids: Float64Array;
  /** Whether the rows of all filters are remembered, and their order under its key. */
  isKnown: (filters: Filters, order: string | undefined) => boolean;
  /** The rows that each filter keeps by itself. */
  filterBits: (filters: Filters, signal?: AbortSignal) => Promise<FilterBits>;
  /** The rows that all filters keep; those of the fields in `but` are left out. Not to be written into. */
  matching: (bits: FilterBits, but?: readonly FieldName[]) => RowBits;
  /** The matching rows in the order of the sort; `key` names filters and sort, for the cache. */
  ordered: (key: string, bits: RowBits, sort: readonly SortTerm[]) => Promise<Uint32Array>;
  codes: (name: string) => Promise<Codes>;
  /** A column of codes that a summary counts. */
  packed: (name: string) => Promise<PackedColumn>;
  /** Lists that each have room for half of all rows. */
  rowLists: RowLists;
  words: (slot: number) => Promise<WordList>;
  /** The labels of the matrix, merged when they are first asked for. */
  matrixLabels: () => Promise<MatrixLabels>;
  /** The records of rows, one by one. */
  placesOf: (rows: Iterable<number>) => Generator<WantedRecord, void>;
  /** The row of a sample, or -1. */
  rowOf: (sampleId: number) => number;
  metadataOptions: (wanted: WantedOptions) => Promise<MetadataOptions>;
  close: () => Promise<void>;
}

/** Keeps sets of rows by their keys; a page and its summary ask for the same at once, and the second waits for the first. */
function createRowMemory(rows: number) {
  const cache = createLruCache<Promise<RowBits>>(cachedBitsBytes, () => Math.ceil(rows / 8));
  const remembered: FilterColumns['remembered'] = (key, find) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const finding = find();
    cache.set(key, finding);
    finding.catch(() => cache.delete(key));
    return finding;
  };
  return { remembered, has: cache.has };
}

/** The columns that a summary counts and filters look into. */
function shapesOf({ histograms, keys, sections }: BuiltIndex): ColumnShape[] {
  const lengthOf = (name: string) => sections.find((section) => section.name === name)?.length ?? 0;
  const wordsOf = (slot: number) => lengthOf(`words:${slot}:ends`);
  const [samples, ofMetadata] = ['samples', 'metadata'];
  return [
    { name: 'outcomes', most: 0, family: samples },
    { name: 'reasons', most: wordsOf(reasonSlot), family: samples },
    { name: 'counted:matrix', most: lengthOf('matrix:expected'), family: samples },
    ...facetFields.map((name) => ({
      name: `counted:${name}`,
      most: isChoiceField(name) ? wordsOf(slotOf(name)) : flagWords.length,
      family: samples,
    })),
    ...histograms.map(({ field, bins }) => ({ name: `histogram:${field}`, most: bins, family: samples })),
    ...keys.map(({ key }) => ({ name: `key:${key}`, most: wordsOf(slotOfKey(key)), family: ofMetadata })),
    { name: 'metadata', most: 1, family: ofMetadata },
    // Nothing counts these, so that each is alone.
    ...hiddenFields.map((name) => ({ name: `counted:${name}`, most: wordsOf(slotOf(name)), family: name })),
  ];
}

/** Finds columns in their packs, which are put together when they are first asked for. */
function createPacks(built: BuiltIndex, file: ColumnFile): FilterColumns['packed'] {
  const plans = planPacks(shapesOf(built));
  const packs = new Map<PackPlan, Promise<Pack>>();
  return async (name) => {
    for (const plan of plans) {
      const member = plan.members.find((candidate) => candidate.name === name);
      if (member === undefined) continue;
      const making = packs.get(plan) ?? makePack(plan, built.rows, file.read);
      packs.set(plan, making);
      return { pack: await making, stride: member.stride, size: member.size };
    }
    throw new Error(`The index has no column "${name}"`);
  };
}

/** The place of a number in a rising list, or -1. */
function placeIn(numbers: Float64Array, wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const number = numbers[middle] ?? 0;
    if (number === wanted) return middle;
    if (number < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const isWhole = (codes: Codes): codes is Uint32Array => codes instanceof Uint32Array;

const sortColumns = (columns: ColumnFile): SortColumns => ({
  ranks: (key) => columns.codes(`rank:${key}`),
  async order(key) {
    if (!columns.has(`order:${key}`)) return undefined;
    const rows = await columns.codes(`order:${key}`);
    const starts = await columns.codes(`order:${key}:starts`);
    if (isWhole(rows) && isWhole(starts)) return { rows, starts };
    throw new Error(`The order of ${key} has another type`);
  },
});

async function readWords(columns: ColumnFile, slot: number): Promise<WordList> {
  const bytes = await columns.codes(`words:${slot}`);
  const ends = await columns.codes(`words:${slot}:ends`);
  if (bytes instanceof Uint8Array && isWhole(ends)) return createWordList(bytes, ends);
  throw new Error(`The words of slot ${slot} have another type`);
}

/** Opens the index of a record file after checking it whole; throws `UnusableIndexError` where it must be made again. */
export async function openRunIndex(folder: string, records: StoredRun['records']): Promise<RunIndex> {
  const built = await checkIndex(folder, records);
  const { rows } = built;
  const database = await openDatabase(join(folder, databaseName), {
    isReadOnly: true,
    memory,
    spillFolder: join(folder, '..', spillName),
  }).catch((cause: unknown) => {
    if (isExhausted(cause)) throw cause;
    throw new UnusableIndexError('DuckDB does not open it', true, { cause });
  });
  const columns = await openColumnFile(join(folder, columnFileName), built.sections).catch(
    (error: unknown) => {
      database.close();
      throw error;
    },
  );
  const wordLists = new Map<number, WordList>();
  const orders = createLruCache<Uint32Array>(cachedOrderBytes, (order) => order.byteLength);
  const [ids, offsets, lengths] = [
    await columns.numbers('ids'),
    await columns.numbers('offsets'),
    await columns.numbers('lengths'),
  ];
  const rowOf = (sampleId: number) => placeIn(ids, sampleId);
  const everyRow = allRows(rows);
  async function words(slot: number): Promise<WordList> {
    const known = wordLists.get(slot);
    if (known !== undefined) return known;
    const list = await readWords(columns, slot);
    wordLists.set(slot, list);
    return list;
  }
  let matrixLabels: Promise<MatrixLabels> | undefined;
  const mergedLabels = async () => mergeLabels(await words(slotOf('expected')), await words(slotOf('said')));
  const rowMemory = createRowMemory(rows);
  const filterColumns: FilterColumns = {
    rows,
    ids,
    rowOf,
    file: columns,
    packed: createPacks(built, columns),
    words,
    keys: new Map(built.keys.map(({ key, name }) => [name, key])),
    rare: built.keyCount > built.keys.length ? createRareMetadata(database, rows) : undefined,
    remembered: rowMemory.remembered,
  };
  return {
    built,
    ids,
    isKnown: (filters, order) =>
      fieldNames.every(
        (name) => filters[name] === undefined || rowMemory.has(filterRowsKey(filters, name)),
      ) &&
      (order === undefined || orders.has(order)),
    async filterBits(filters, signal) {
      const bits = new Map<FieldName, RowBits>();
      for (const name of fieldNames) {
        signal?.throwIfAborted();
        await takeTurn('short');
        const kept = await filterRows(filters, name, filterColumns);
        if (kept !== undefined) bits.set(name, kept);
      }
      return bits;
    },
    matching(bits, but = []) {
      const [first, ...others] = [...bits].filter(([name]) => !but.includes(name)).map(([, kept]) => kept);
      if (first === undefined) return everyRow;
      if (others.length === 0) return first;
      const kept = first.slice();
      for (const other of others) narrow(kept, other);
      return kept;
    },
    async ordered(key, bits, sort) {
      const known = orders.get(key);
      if (known !== undefined) return known;
      const order = await sortRows(bits, sort, sortColumns(columns));
      orders.set(key, order);
      return order;
    },
    codes: (name) => columns.codes(name),
    packed: filterColumns.packed,
    rowLists: createRowLists(keptLists),
    words,
    matrixLabels() {
      matrixLabels ??= mergedLabels().catch((error: unknown) => {
        matrixLabels = undefined;
        throw error;
      });
      return matrixLabels;
    },
    *placesOf(wanted) {
      for (const row of wanted)
        yield { sampleId: ids[row] ?? 0, offset: offsets[row] ?? 0, length: lengths[row] ?? 0 };
    },
    rowOf,
    metadataOptions: async (wanted) => ({
      totalCount: built.keyCount,
      keys: await readMetadataOptions(database, wanted),
    }),
    async close() {
      database.close();
      await columns.close();
    },
  };
}
