/** An open index of one run: the rows that filters keep, their order, and the columns that a summary counts. */
import { join } from 'node:path';
import { DuckDBBitValue } from '@duckdb/node-api';
import { fieldNames, type FieldName } from '../../../contract/fields';
import type { Filters, SortTerm } from '../../../contract/query';
import { isExhausted } from '../disk-errors';
import type { WantedRecord } from '../record-file';
import type { StoredRun } from '../runs';
import { openColumnFile, type Codes, type ColumnFile } from './column-file';
import { slotOfKey } from './columns';
import { filterRows, type RowCondition, type RowSet, type WordCodes } from './conditions';
import { openDatabase, type Database, type SqlValue } from './database';
import {
  checkIndex,
  columnFileName,
  databaseName,
  UnusableIndexError,
  type BuiltIndex,
} from './index-manifest';
import { createLruCache } from './lru-cache';
import { sortRows, type SortColumns } from './order';
import { allRows, bitsFromBytes, both, either, noRows, without, type RowBits } from './row-bits';
import { createWordList, type WordList } from './word-list';

const memory = '128MB';
/** Beside the index: nothing may come to lie in it. */
export const spillName = 'spill';
const cachedBitsBytes = 24 * 1024 * 1024;
const cachedOrderBytes = 24 * 1024 * 1024;

/** The rows that each set filter keeps. */
export type FilterBits = ReadonlyMap<FieldName, RowBits>;

export interface RunIndex {
  readonly built: BuiltIndex;
  readonly ids: Float64Array;
  /** The rows that each filter keeps by itself. */
  filterBits: (filters: Filters, signal?: AbortSignal) => Promise<FilterBits>;
  /** The rows that all filters keep; those of the fields in `but` are left out. */
  matching: (bits: FilterBits, but?: readonly FieldName[]) => RowBits;
  /** The matching rows in the order of the sort; `key` names filters and sort, for the cache. */
  ordered: (key: string, bits: RowBits, sort: readonly SortTerm[]) => Promise<Uint32Array>;
  codes: (name: string) => Promise<Codes>;
  words: (slot: number) => Promise<WordList>;
  placesOf: (rows: Iterable<number>) => WantedRecord[];
  /** The row of a sample, or -1. */
  rowOf: (sampleId: number) => number;
  /** Every metadata key with its values, each in the order of text. */
  metadataOptions: () => Promise<{ key: string; options: string[] }[]>;
  close: () => Promise<void>;
}

const isCondition = (set: RowSet): set is RowCondition => 'table' in set;

/** Reads sets of rows from the database, each condition once. */
function createRowReader(database: Database, rows: number) {
  const cache = createLruCache<Promise<RowBits>>(cachedBitsBytes, () => Math.ceil(rows / 8));
  // Whole bytes, so that DuckDB's form has no padding.
  const last = Math.ceil(rows / 8) * 8 - 1;

  async function query({ table, where, values }: RowCondition): Promise<RowBits> {
    let bits = noRows(rows);
    const sql = `SELECT bitstring_agg("row", 0, ${last}) FROM ${table} WHERE ${where}`;
    await database.chunks(sql, values, (chunk) => {
      const value = chunk.getColumnVector(0).getItem(0);
      if (value instanceof DuckDBBitValue) bits = bitsFromBytes(value.data, rows);
    });
    return bits;
  }

  /** A page and its summary ask for the same at once: the second waits for the first. */
  function read(condition: RowCondition): Promise<RowBits> {
    if (rows === 0) return Promise.resolve(noRows(rows));
    const key = JSON.stringify([condition.table, condition.where, condition.values]);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const reading = query(condition);
    cache.set(key, reading);
    reading.catch(() => cache.delete(key));
    return reading;
  }

  async function rowsIn(set: RowSet): Promise<RowBits> {
    if (isCondition(set)) return read(set);
    if ('not' in set) return without(allRows(rows), await rowsIn(set.not));
    let bits = 'all' in set ? allRows(rows) : noRows(rows);
    const combine = 'all' in set ? both : either;
    for (const part of 'all' in set ? set.all : set.any) bits = combine(bits, await rowsIn(part));
    return bits;
  }
  return rowsIn;
}

function createWordCodes(database: Database, slotsWithOthers: ReadonlySet<number>): WordCodes {
  async function numbers(sql: string, values: readonly SqlValue[]): Promise<number[]> {
    const found: number[] = [];
    await database.chunks(sql, values, (chunk) => {
      const column = chunk.getColumnVector(0);
      for (let at = 0; at < chunk.rowCount; at++) {
        const number = column.getItem(at);
        if (typeof number === 'number') found.push(number);
      }
    });
    return found;
  }
  return {
    hasOthers: (slot) => slotsWithOthers.has(slot),
    codesOf(slot, words) {
      const places = words.map((_word, at) => `$${at + 2}`).join(', ');
      return words.length === 0
        ? Promise.resolve([])
        : numbers(`SELECT word FROM words WHERE slot = $1 AND value IN (${places}) ORDER BY word`, [
            slot,
            ...words,
          ]);
    },
    async keyOf(name) {
      return (await numbers('SELECT key FROM keys WHERE name = $1', [name]))[0];
    },
  };
}

async function readMetadataOptions(database: Database): Promise<{ key: string; options: string[] }[]> {
  const options = new Map<string, string[]>();
  const sql =
    `SELECT DISTINCT name, value, keys.folded, words.folded FROM keys JOIN words ON slot = key + ${slotOfKey(0)} ` +
    'ORDER BY keys.folded, name, words.folded, value';
  await database.chunks(sql, [], (chunk) => {
    const names = chunk.getColumnVector(0);
    const values = chunk.getColumnVector(1);
    for (let at = 0; at < chunk.rowCount; at++) {
      const name = String(names.getItem(at));
      const ofKey = options.get(name);
      const value = String(values.getItem(at));
      if (ofKey === undefined) options.set(name, [value]);
      else ofKey.push(value);
    }
  });
  return [...options].map(([key, ofKey]) => ({ key, options: ofKey }));
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
  const rowsIn = createRowReader(database, rows);
  const wordCodes = createWordCodes(database, new Set(built.slotsWithOthers));
  const wordLists = new Map<number, WordList>();
  const orders = createLruCache<Uint32Array>(cachedOrderBytes, (order) => order.byteLength);
  const [ids, offsets, lengths] = [
    await columns.numbers('ids'),
    await columns.numbers('offsets'),
    await columns.numbers('lengths'),
  ];
  return {
    built,
    ids,
    async filterBits(filters, signal) {
      const bits = new Map<FieldName, RowBits>();
      for (const name of fieldNames) {
        signal?.throwIfAborted();
        const set = await filterRows(filters, name, wordCodes);
        if (set !== undefined) bits.set(name, await rowsIn(set));
      }
      return bits;
    },
    matching(bits, but = []) {
      let kept = allRows(rows);
      for (const [name, ofField] of bits) if (!but.includes(name)) kept = both(kept, ofField);
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
    async words(slot) {
      const known = wordLists.get(slot);
      if (known !== undefined) return known;
      const list = await readWords(columns, slot);
      wordLists.set(slot, list);
      return list;
    },
    placesOf: (wanted) =>
      Array.from(wanted, (row) => ({
        sampleId: ids[row] ?? 0,
        offset: offsets[row] ?? 0,
        length: lengths[row] ?? 0,
      })),
    rowOf: (sampleId) => placeIn(ids, sampleId),
    metadataOptions: () => readMetadataOptions(database),
    async close() {
      database.close();
      await columns.close();
    },
  };
}
