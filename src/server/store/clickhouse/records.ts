/** The table of a run's records: the exact bytes of every sample, by id. */
import type { IndexedRecord } from '../../import/stored-samples';
import { entriesOf, type EntryBatch } from '../entry-batch';
import type { RecordPlaces, WantedRecord } from '../records/record-file';
import type { Damage } from '../records/record-format';
import type { ReadRecords } from '../records/record-page';
import { clickhouseDialect } from '../sql/dialect';
import { isOneOf, quoted, statementOf, type Fragment } from '../sql/statement';
import type { StoredEntry } from '../store';
import type { Connection } from './connection';
import { nativeBlock } from './native-block';

export const recordTable = quoted('records');
const sample = quoted('sample');
const length = quoted('length');
const result = quoted('result');
const predictions = quoted('predictions');

/** The limits of what is read at once. */
const mostAtOnce = 250;
const bytesAtOnce = 1 << 20;
/** The number of ids that are listed at once when all records are read. */
const idsAtOnce = 10_000;

/** Creates the table. A granule is what is read for one record, and is small. */
export const createRecordTable = (connection: Connection): Promise<void> =>
  connection.run(
    `CREATE TABLE ${recordTable} (${sample} Int64, ${length} Int64, ${result} String CODEC(ZSTD(1)), ` +
      `${predictions} String CODEC(ZSTD(1))) ENGINE = MergeTree ORDER BY ${sample} ` +
      'SETTINGS index_granularity = 64, min_compress_block_size = 65536, max_compress_block_size = 65536',
  );

/** The lengths of a batch's records. They are found by id, so their offsets have no meaning. */
export const placesIn = ({ count, resultLengths, predictionsLengths }: EntryBatch): RecordPlaces => ({
  offsets: new Float64Array(count),
  lengths: Float64Array.from(resultLengths, (bytes, row) => bytes + (predictionsLengths[row] ?? 0)),
});

/** The records of a batch as a block of the table. */
export function recordBlock(batch: EntryBatch): Buffer {
  const entries = [...entriesOf(batch)];
  return nativeBlock([
    { name: 'sample', type: 'Int64', values: batch.sampleIds },
    { name: 'length', type: 'Int64', values: placesIn(batch).lengths },
    { name: 'result', type: 'String', values: entries.map((entry) => entry.result) },
    { name: 'predictions', type: 'String', values: entries.map((entry) => entry.predictions) },
  ]);
}

const read = (connection: Connection, fragment: Fragment) =>
  connection.read(statementOf(fragment, clickhouseDialect));

/** The records of samples by id; in base64, because they need not be valid text. */
async function recordsById(
  connection: Connection,
  sampleIds: readonly number[],
): Promise<Map<number, StoredEntry>> {
  const isWanted = isOneOf(sample, sampleIds);
  const answer = await read(
    connection,
    (bind) =>
      `SELECT ${sample}, base64Encode(${result}), base64Encode(${predictions}) FROM ${recordTable} WHERE ${isWanted(bind)}`,
  );
  const ids = answer.numbers(0);
  const bytesOf = (column: number) => answer.texts(column).map((text) => Buffer.from(text, 'base64'));
  const [results, others] = [bytesOf(1), bytesOf(2)];
  return new Map(
    results.map((bytes, at) => {
      const sampleId = ids[at] ?? 0;
      return [sampleId, { sampleId, result: bytes, predictions: others[at] ?? new Uint8Array() }];
    }),
  );
}

/** The record of a sample; `undefined` if the run does not have it. */
export const recordOf = async (connection: Connection, sampleId: number): Promise<StoredEntry | undefined> =>
  (await recordsById(connection, [sampleId])).get(sampleId);

/** Groups of wanted records, each of which one query reads. */
function* roundsOf(wanted: Iterable<WantedRecord>): Generator<WantedRecord[]> {
  let round: WantedRecord[] = [];
  let bytes = 0;
  for (const record of wanted) {
    round.push(record);
    bytes += record.length;
    if (round.length < mostAtOnce && bytes < bytesAtOnce) continue;
    yield round;
    round = [];
    bytes = 0;
  }
  if (round.length > 0) yield round;
}

const missing = (record: WantedRecord): Damage => ({
  ...record,
  number: null,
  reason: 'the ClickHouse server does not have it',
});

/** Reads records by id, some at a time. */
export const recordsOf = (connection: Connection): ReadRecords =>
  async function* (wanted) {
    for (const round of roundsOf(wanted)) {
      const found = await recordsById(
        connection,
        round.map(({ sampleId }) => sampleId),
      );
      for (const record of round) yield found.get(record.sampleId) ?? missing(record);
    }
  };

/** The size of all records, in bytes. */
export async function recordBytes(connection: Connection): Promise<number> {
  const answer = await read(connection, () => `SELECT sum(${length}) FROM ${recordTable}`);
  return answer.numbers(0)[0] ?? 0;
}

/** All records in the order of ids, with their positions in that order. */
export async function* everyRecord(connection: Connection): AsyncGenerator<IndexedRecord | Damage> {
  const readIds = async (after: number) => {
    const answer = await read(
      connection,
      (bind) =>
        `SELECT ${sample}, ${length} FROM ${recordTable} WHERE ${sample} > ${bind(after)} ORDER BY ${sample} LIMIT ${idsAtOnce}`,
    );
    const lengths = answer.numbers(1);
    return Array.from(answer.numbers(0), (sampleId, at) => ({ sampleId, length: lengths[at] ?? 0 }));
  };
  const readThem = recordsOf(connection);
  let offset = 0;
  for (let ids = await readIds(-1); ids.length > 0; ids = await readIds(ids.at(-1)?.sampleId ?? 0)) {
    let at = 0;
    for await (const record of readThem(ids.map((wanted) => ({ ...wanted, offset })))) {
      const size = ids[at]?.length ?? 0;
      yield { ...record, offset, length: size };
      offset += size;
      at += 1;
    }
  }
}
