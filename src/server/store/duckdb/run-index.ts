/** An open index of one run: the rows that match filters, their order, the summary, and the positions of records. */
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Query } from '../../../contract/query';
import type { Summary } from '../../../contract/schemas/summary';
import { choiceText, wholeSummary, type SummaryChoice } from '../../../contract/schemas/summary-parts';
import { isExhausted } from '../records/disk-errors';
import type { Queue } from '../queue';
import type { WantedRecord } from '../records/record-file';
import type { StoredRun } from '../records/runs';
import type { MetadataOptions, WantedOptions } from '../store';
import { takesSurplus, verdictCondition } from '../sql/conditions';
import type { CountedRows } from '../sql/count-parts';
import { createDictionary } from '../sql/dictionary';
import { duckdbDialect, duckdbSets } from '../sql/dialect';
import { metadataOptions } from '../sql/metadata-options';
import { orderedRows } from '../sql/page';
import { column, columnOf, tables, tallyNames } from '../sql/schema';
import { selectionKey, type Selection } from '../sql/selection';
import type { SqlIndex, Urgency } from '../sql/sql-index';
import { allOf, type Fragment } from '../sql/statement';
import { summaryOf, type SummaryRequest } from '../sql/summary';
import { isBox } from '../sql/tally';
import { createArrayCounter } from './array-counter';
import { openDatabase, type Database, type DuckdbAnswer } from './database';
import { createHeldColumns } from './held-columns';
import { tallySamples } from './held-tallies';
import { checkIndex, databaseName, UnusableIndexError } from './index-manifest';
import { createFilterRows } from './filter-rows';
import { bytesFromBits, type RowBits } from './row-bits';

const memory = '128MB';
/** Next to the index folder, which must not contain anything else. */
export const spillName = 'spill';
const cachedBitsBytes = 16 * 1024 * 1024;
const cachedOrderBytes = 16 * 1024 * 1024;
const cachedSummaries = 64;
/** Columns beyond this size are counted by SQL. */
const heldColumnBytes = 96 * 1024 * 1024;
/** Up to this number, the first rows of an order are found without sorting all rows. */
const firstRows = 1000;

/** The queues for statements of each urgency: a page never waits for more than one statement of a summary. */
export type Lanes = Record<Urgency, Queue>;

export interface RunIndex {
  readonly rows: number;
  /** Whether the rows of the query, or its summary, are cached. */
  isKnown: (query: Query, what: 'rows' | 'summary', choice?: SummaryChoice) => boolean;
  /** The matching rows. Must not be modified. */
  matching: (selection: Selection, signal?: AbortSignal) => Promise<RowBits>;
  /** The matching rows in the order of the sort: at least the first `most`, if that is given. */
  ordered: (query: Query, most?: number, signal?: AbortSignal) => Promise<Uint32Array>;
  summary: (request: SummaryRequest, signal?: AbortSignal) => Promise<Summary>;
  idOf: (row: number | undefined) => number | null;
  /** The records of rows, one by one. */
  placesOf: (rows: Iterable<number>) => Generator<WantedRecord, void>;
  /** The row of a sample, or -1. */
  rowOf: (sampleId: number) => number;
  metadataOptions: (wanted: WantedOptions) => Promise<MetadataOptions>;
  close: () => Promise<void>;
}

const summaryKey = (selection: Selection, choice: SummaryChoice): string =>
  `${selectionKey(selection)} ${choiceText(choice)}`;

const orderKey = (query: Query): string => `${selectionKey(query)} ${JSON.stringify(query.sort)}`;

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

/**
 * Opens the index of a record file after checking it completely; throws `UnusableIndexError` if it must be rebuilt.
 */
export async function openRunIndex(
  folder: string,
  records: StoredRun['records'],
  lanes: Lanes,
  heldBytes = heldColumnBytes,
): Promise<RunIndex> {
  const built = await checkIndex(folder, records);
  const database = await openReadOnly(folder);
  const connections = {
    short: await database.connect(lanes.short),
    long: await database.connect(lanes.long),
  };
  const boxes = await database.read(`SELECT 1 FROM ${tables.verdicts} WHERE ${isBox} LIMIT 1`);
  const tallies = await database.read(
    `SELECT ${tallyNames.map((name) => `"${name}"`).join(', ')} FROM ${tables.tallies} ORDER BY ${column.code}`,
  );
  const index: SqlIndex<DuckdbAnswer> = {
    built,
    dialect: duckdbDialect,
    hasBoxes: boxes.rows > 0,
    tallies: new Map(tallyNames.map((name, at) => [name, tallies.numbers(at)])),
    read: ({ sql, values }, urgency, signal) => connections[urgency].read(sql, values, signal),
  };
  const dictionary = createDictionary(index);
  const held = createHeldColumns(index, heldBytes);
  const countHeld = createArrayCounter(index, held);
  const places = await database.read(
    `SELECT ${columnOf('id')}, ${column.offset}, ${column.length} FROM ${tables.samples} ORDER BY ${column.row}`,
  );
  const [ids, offsets, lengths] = [places.numbers(0), places.numbers(1), places.numbers(2)];
  const context = { index, dictionary };
  const filterRows = createFilterRows(context, cachedBitsBytes);
  // Room for at least one order of all rows, however many there are.
  const orders = new LRUCache<string, Uint32Array>({
    maxSize: Math.max(cachedOrderBytes, built.rows * Uint32Array.BYTES_PER_ELEMENT),
    sizeCalculation: (order) => Math.max(1, order.byteLength),
  });
  const summaries = new LRUCache<string, Summary>({ max: cachedSummaries });

  const isIn = (bits: RowBits): Fragment =>
    bits === filterRows.everyRow
      ? () => 'true'
      : (bind) => duckdbSets.isInRowSet(column.row, bind({ bytes: bytesFromBits(bits, built.rows) }));
  async function countedRows(
    selection: Selection,
    but: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<CountedRows> {
    const bits = await filterRows.rows(selection, but, signal);
    const ofVerdicts = await verdictCondition(context, selection.filters, but);
    const verdicts = () => filterRows.verdicts(selection, but);
    return {
      samples: isIn(bits),
      verdicts: allOf([isIn(bits), ofVerdicts.condition]),
      verdictsAndSurplus: allOf([isIn(bits), ofVerdicts.withSurplus]),
      hasEveryVerdict: !ofVerdicts.isFiltered,
      countHeld: (columns, counted, signalOfCount) =>
        countHeld(
          columns,
          { samples: bits, verdicts, takesSurplus: takesSurplus(selection.filters, but) },
          counted,
          signalOfCount,
        ),
      tallyHeld: async () =>
        held.holdsVerdicts ? tallySamples(await held.verdicts(), await verdicts(), bits) : undefined,
    };
  }

  return {
    rows: built.rows,
    isKnown(query, what, choice = wholeSummary) {
      if (what === 'summary') return summaries.has(summaryKey(query, choice));
      return filterRows.isKnown(query) && (query.sort.length === 0 || orders.has(orderKey(query)));
    },
    matching: (selection, signal) => filterRows.rows(selection, [], signal),
    async ordered(query, most, signal) {
      const key = orderKey(query);
      const known = orders.get(key);
      if (known !== undefined) return known;
      const condition = isIn(await filterRows.rows(query, [], signal));
      const isShort = most !== undefined && most <= firstRows;
      const order = await orderedRows(index, condition, query.sort, isShort ? most : undefined, signal);
      if (!isShort) orders.set(key, order);
      return order;
    },
    async summary(request, signal) {
      const { selection } = request;
      const key = summaryKey(selection, request);
      const known = summaries.get(key);
      if (known !== undefined) return known;
      const rowsWithout = (but: readonly string[]) => countedRows(selection, but, signal);
      const summary = await summaryOf(index, dictionary, rowsWithout, request, signal);
      summaries.set(key, summary);
      return summary;
    },
    idOf: (row) => (row === undefined ? null : (ids[row] ?? null)),
    *placesOf(wanted) {
      for (const row of wanted)
        yield { sampleId: ids[row] ?? 0, offset: offsets[row] ?? 0, length: lengths[row] ?? 0 };
    },
    rowOf: (sampleId) => ids.indexOf(sampleId),
    metadataOptions: (wanted) => metadataOptions(index, wanted),
    close: () => Promise.resolve(database.close()),
  };
}
