/** An open index of one run: the rows that filters keep, their order, the summary, and where records lie. */
import { join } from 'node:path';
import { fieldNames, type FieldName } from '../../../contract/fields';
import type { Filters, Query } from '../../../contract/query';
import type { Summary } from '../../../contract/summary';
import type { SummaryParts } from '../../../contract/summary-parts';
import { isExhausted } from '../disk-errors';
import type { Queue } from '../queue';
import type { WantedRecord } from '../record-file';
import type { StoredRun } from '../runs';
import type { MetadataOptions, WantedOptions } from '../store';
import { conditionOf } from '../sql/conditions';
import type { CountedRows } from '../sql/counting';
import { createDictionary } from '../sql/dictionary';
import { duckdbDialect } from '../sql/dialect';
import { metadataOptions } from '../sql/metadata-options';
import { matchingRows, orderedRows } from '../sql/page';
import { column, columnOf, tables } from '../sql/schema';
import type { SqlIndex, Urgency } from '../sql/sql-index';
import type { Fragment } from '../sql/statement';
import { summaryOf, type SummaryRequest } from '../sql/summary';
import { openDatabase, type Database } from './database';
import { checkIndex, databaseName, UnusableIndexError } from './index-manifest';
import { createLruCache } from './lru-cache';
import { createPackCounter } from './pack-counter';
import { allRows, bitsFromBytes, both, bytesFromBits, type RowBits } from './row-bits';

const memory = '192MB';
/** Beside the index: nothing may come to lie in it. */
export const spillName = 'spill';
const cachedBitsBytes = 24 * 1024 * 1024;
const cachedOrderBytes = 24 * 1024 * 1024;
const cachedSummaries = 64;
/** Packs beyond these are counted by SQL. */
const heldPackBytes = 64 * 1024 * 1024;
/** Up to here, the first rows of an order are found without ordering all. */
const firstRows = 1000;

/** Where the statements of each urgency wait: a page never waits for more than one statement of a summary. */
export type Lanes = Record<Urgency, Queue>;

/** The rows that each set filter keeps. */
type FilterRows = ReadonlyMap<FieldName, RowBits>;

export interface RunIndex {
  readonly rows: number;
  /** Whether the rows of the query are remembered, or its summary is. */
  isKnown: (query: Query, what: 'rows' | 'summary', parts?: SummaryParts) => boolean;
  /** The rows that the filters keep. Not to be written into. */
  matching: (filters: Filters, signal?: AbortSignal) => Promise<RowBits>;
  /** The matching rows in the order of the sort: at least the first `most`, where that is given. */
  ordered: (query: Query, most?: number, signal?: AbortSignal) => Promise<Uint32Array>;
  summary: (request: SummaryRequest, signal?: AbortSignal) => Promise<Summary>;
  idOf: (row: number | undefined) => number | null;
  /** The records of rows, one by one. */
  placesOf: (rows: Iterable<number>) => Generator<WantedRecord, void>;
  /** The row of a sample, or -1. */
  rowOf: (sampleId: number) => number;
  metadataOptions: (wanted: WantedOptions) => Promise<MetadataOptions>;
  close: () => void;
}

/** The filters alone, as a key for what is cached by them. */
const filterKey = (filters: Filters): string =>
  JSON.stringify(
    fieldNames.flatMap((name) => [[name, filters[name]]]).filter(([, value]) => value !== undefined),
  );

const fieldKey = (filters: Filters, name: FieldName): string => JSON.stringify([name, filters[name]]);

const summaryKey = (filters: Filters, parts: SummaryParts): string =>
  `${filterKey(filters)} ${parts === undefined ? '' : JSON.stringify([...parts])}`;

const orderKey = ({ filters, sort }: Query): string => `${filterKey(filters)} ${JSON.stringify(sort)}`;

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

async function openReadOnly(folder: string): Promise<Database> {
  try {
    return await openDatabase(join(folder, databaseName), {
      isReadOnly: true,
      memory,
      spillFolder: join(folder, '..', spillName),
    });
  } catch (cause) {
    if (isExhausted(cause)) throw cause;
    throw new UnusableIndexError('DuckDB does not open it', true, { cause });
  }
}

/** Opens the index of a record file after checking it whole; throws `UnusableIndexError` where it must be rebuilt. */
export async function openRunIndex(
  folder: string,
  records: StoredRun['records'],
  lanes: Lanes,
  packBytes = heldPackBytes,
): Promise<RunIndex> {
  const built = await checkIndex(folder, records);
  const database = await openReadOnly(folder);
  const connections = {
    short: await database.connect(lanes.short),
    long: await database.connect(lanes.long),
  };
  const index: SqlIndex = {
    built,
    dialect: duckdbDialect,
    read: ({ sql, values }, urgency, signal) => connections[urgency].read(sql, values, signal),
  };
  const dictionary = createDictionary(index);
  const counter = createPackCounter(index, packBytes);
  const places = await database.read(
    `SELECT ${columnOf('id')}, ${column.offset}, ${column.length} FROM ${tables.samples} ORDER BY ${column.row}`,
  );
  const [ids, offsets, lengths] = [places.numbers(0), places.numbers(1), places.numbers(2)];
  const sets = createLruCache<Promise<RowBits>>(cachedBitsBytes, () => Math.ceil(built.rows / 8));
  const orders = createLruCache<Uint32Array>(cachedOrderBytes, (order) => order.byteLength);
  const summaries = createLruCache<Summary>(cachedSummaries, () => 1);
  const everyRow = allRows(built.rows);

  async function findRows(filters: Filters, name: FieldName): Promise<RowBits> {
    const condition = await conditionOf({ index, dictionary }, filters, name);
    if (condition === undefined) return everyRow;
    const found = await matchingRows(index, condition);
    return bitsFromBytes(found?.bytes ?? new Uint8Array(1), built.rows);
  }
  /** The rows that one filter keeps; a page and its summary ask for the same at once, and the second waits for the first. */
  function rowsOfFilter(filters: Filters, name: FieldName): Promise<RowBits> {
    const key = fieldKey(filters, name);
    const known = sets.get(key);
    if (known !== undefined) return known;
    const finding = findRows(filters, name);
    sets.set(key, finding);
    finding.catch(() => sets.delete(key));
    return finding;
  }
  async function filterRows(filters: Filters, signal: AbortSignal | undefined): Promise<FilterRows> {
    const found = new Map<FieldName, RowBits>();
    for (const name of fieldNames) {
      signal?.throwIfAborted();
      if (filters[name] !== undefined) found.set(name, await rowsOfFilter(filters, name));
    }
    return found;
  }
  const rowsOfAll = (found: FilterRows, but: readonly FieldName[] = []): RowBits => {
    const kept = [...found].filter(([name]) => !but.includes(name)).map(([, rows]) => rows);
    return kept.length === 0 ? everyRow : kept.reduce(both);
  };
  const isIn =
    (bits: RowBits): Fragment =>
    (bind) =>
      index.dialect.isInRowSet(column.row, bind({ bytes: bytesFromBits(bits, built.rows) }));
  function countedRows(bits: RowBits): CountedRows {
    const listed = counter.listed(bits);
    return { condition: isIn(bits), countPack: (place) => counter.count(place, listed) };
  }

  return {
    rows: built.rows,
    isKnown({ filters, sort, ...query }, what, parts) {
      if (what === 'summary') return summaries.has(summaryKey(filters, parts));
      const isSetKnown = (name: FieldName) =>
        filters[name] === undefined || sets.has(fieldKey(filters, name));
      return (
        fieldNames.every(isSetKnown) &&
        (sort.length === 0 || orders.has(orderKey({ ...query, filters, sort })))
      );
    },
    matching: async (filters, signal) => rowsOfAll(await filterRows(filters, signal)),
    async ordered(query, most, signal) {
      const key = orderKey(query);
      const known = orders.get(key);
      if (known !== undefined) return known;
      const condition = isIn(rowsOfAll(await filterRows(query.filters, signal)));
      const isShort = most !== undefined && most <= firstRows;
      const order = await orderedRows(index, condition, query.sort, isShort ? most : undefined, signal);
      if (!isShort) orders.set(key, order);
      return order;
    },
    async summary({ runId, filters, parts }, signal) {
      const key = summaryKey(filters, parts);
      const known = summaries.get(key);
      if (known !== undefined) return known;
      const found = await filterRows(filters, signal);
      const rowsWithout = (but: readonly FieldName[]) => countedRows(rowsOfAll(found, but));
      const summary = await summaryOf(index, dictionary, rowsWithout, { runId, filters, parts }, signal);
      summaries.set(key, summary);
      return summary;
    },
    idOf: (row) => (row === undefined ? null : (ids[row] ?? null)),
    *placesOf(wanted) {
      for (const row of wanted)
        yield { sampleId: ids[row] ?? 0, offset: offsets[row] ?? 0, length: lengths[row] ?? 0 };
    },
    rowOf: (sampleId) => placeIn(ids, sampleId),
    metadataOptions: (wanted) => metadataOptions(index, wanted),
    close: () => database.close(),
  };
}
