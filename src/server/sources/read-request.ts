/** What a thread that reads records is asked, and what it answers. */
import { SecondLookError } from '../../contract/errors';
import type { OutcomeRules } from '../../domain/outcome-rules';
import { buffersOf, type EntryBatch } from '../store/entry-batch';
import { BatchReader, type ReadBatch } from './batch-reader';
import type { Place, RawEntry, RawRecord } from './entries';
import { LineBatchReader, type LinesBatch } from './line-batch';
import { readStoredSamples, type StoredSamples } from './stored-samples';

/** Whole lines of JSON Lines. */
export interface LinesRequest {
  kind: 'lines';
  bytes: Uint8Array;
}

/** Samples whose records were joined. */
export interface EntriesRequest {
  kind: 'entries';
  /** Each sample's result entry, then its predictions, parted by commas; sample after sample. */
  bytes: Uint8Array;
  /** `tableWidth` numbers a sample. */
  table: Float64Array;
}

/** Samples of a record file. */
export interface StoredRequest extends StoredSamples {
  kind: 'stored';
  /** What they are judged by: the job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

export type ReadRequest = LinesRequest | EntriesRequest | StoredRequest;

/** The samples; `undefined` where a record was refused, which is then read again where its place is known. */
export type ReadAnswer =
  | { kind: 'lines'; read: LinesBatch | undefined }
  | { kind: 'entries'; read: ReadBatch | undefined }
  | { kind: 'stored'; read: { batch: EntryBatch } };

/** Sample id, result entry's length and members, number of predictions, their length and members. */
const tableWidth = 6;

/** The bytes and the table of samples, as a request for another thread has them. */
export function entriesRequest(entries: readonly RawEntry[]) {
  let size = 0;
  for (const { result, predictions } of entries) size += result.bytes.length + predictions.bytes.length;
  const bytes = new Uint8Array(size);
  const table = new Float64Array(entries.length * tableWidth);
  let at = 0;
  entries.forEach(({ sampleId, result, predictions }, index) => {
    bytes.set(result.bytes, at);
    bytes.set(predictions.bytes, at + result.bytes.length);
    at += result.bytes.length + predictions.bytes.length;
    const { count, members } = predictions;
    table.set(
      [sampleId, result.bytes.length, result.members, count, predictions.bytes.length, members],
      index * tableWidth,
    );
  });
  return { bytes, table };
}

/** Something is refused, and is to be read again where its place is known. */
class RefusedError extends Error {}

/** Nobody reads it: what is refused is read again where its place is known. */
const nowhere: Place = { file: '', what: 'result entry', record: 0, byte: 0 };

/** Predictions are asked for one by one where one of them is refused. */
function refuse(): never {
  throw new RefusedError();
}

function* entriesIn({ bytes, table }: EntriesRequest): Generator<RawEntry> {
  let at = 0;
  for (let row = 0; row < table.length; row += tableWidth) {
    const [sampleId = 0, resultLength = 0, members = 0, count = 0, length = 0, ofPredictions = 0] =
      table.subarray(row, row + tableWidth);
    const middle = at + resultLength;
    const result: RawRecord = { bytes: bytes.subarray(at, middle), members, place: nowhere, prefix: '' };
    at = middle + length;
    const predictions = bytes.subarray(middle, at);
    yield {
      sampleId,
      result,
      predictions: { count, members: ofPredictions, bytes: predictions, records: refuse },
    };
  }
}

/** Reads; `undefined` where something is refused. */
function unlessRefused<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SecondLookError || error instanceof RefusedError) return undefined;
    throw error;
  }
}

function readLines(bytes: Uint8Array): LinesBatch {
  const reader = new LineBatchReader({ file: '', line: 1, byte: 0 }, { onProblem: refuse }, bytes);
  reader.push(bytes);
  return reader.finish();
}

/** Reads samples one after the other. Throws where one is refused. */
function readEntries(entries: Iterable<RawEntry>): ReadBatch {
  const reader = new BatchReader();
  for (const entry of entries) reader.read(entry);
  return reader.finish();
}

/** Does what a request asks for. */
export function answerTo(request: ReadRequest): ReadAnswer {
  switch (request.kind) {
    case 'lines':
      return { kind: 'lines', read: unlessRefused(() => readLines(request.bytes)) };
    case 'entries':
      return { kind: 'entries', read: unlessRefused(() => readEntries(entriesIn(request))) };
    case 'stored':
      return { kind: 'stored', read: { batch: readStoredSamples(request, request.rules) } };
  }
}

/** The memory of an answer that is handed over rather than copied. */
export function buffersOfAnswer({ read }: ReadAnswer): ArrayBuffer[] {
  return read === undefined ? [] : buffersOf(read.batch);
}
