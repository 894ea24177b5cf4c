/** One sample from bytes to values: parsed, checked, and judged, with the bytes kept as they came. */
import { isAscii, isUtf8 } from 'node:buffer';
import { SecondLookError } from '../../contract/errors';
import type { PredictionRecord, ResultRecord, SampleEntry } from '../../contract/result-page';
import { sampleFacts, type SampleFacts } from '../../domain/sample-values';
import { placeWords, type RawEntry, type RawRecord, type RawRecords } from './entries';
import { jsonFault } from './json-fault';
import { pathWords } from './path-words';
import {
  assertPredictionRecord,
  assertPredictionRecords,
  assertResultRecord,
  RecordFault,
  RepeatedName,
} from './record-checks';
import { noticesOf, type SampleNotice } from './sample-notices';

/** What the bytes of a sample say. */
export interface ReadSample {
  record: ResultRecord;
  facts: SampleFacts;
  notices: SampleNotice[];
}

/** Bytes that are no JSON in UTF-8. */
class NotJson extends Error {}

function parse(bytes: Uint8Array, open = '', close = ''): unknown {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Most records are ASCII, which needs no decoding.
  const encoding = isAscii(view) ? 'latin1' : 'utf8';
  if (encoding === 'utf8' && !isUtf8(view)) throw new NotJson();
  try {
    return JSON.parse(`${open}${view.toString(encoding)}${close}`);
  } catch (error) {
    throw new NotJson('This is no JSON', { cause: error });
  }
}

/** The refusal of a record that is no JSON, or in which a name stands twice. */
function faultOf(record: RawRecord): SecondLookError | undefined {
  const fault = jsonFault(record.bytes);
  if (fault === undefined) return undefined;
  const field = pathWords(fault.path, record.prefix);
  const place = placeWords(record.place, record.place.byte + fault.byte);
  return new SecondLookError(
    'bad-parameter',
    `${place}: ${field === '' ? '' : `${field}: `}${fault.reason}.`,
  );
}

/** Whether bytes were refused, rather than something else going wrong. */
const isFault = (error: unknown) =>
  error instanceof NotJson || error instanceof RepeatedName || error instanceof RecordFault;

/** Reads with the check that fits; what it refuses is told with the place of the record. */
function checked<Value>(record: RawRecord, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecordFault) {
      throw new SecondLookError('bad-parameter', `${placeWords(record.place)}: ${error.message}`);
    }
    if (isFault(error)) throw faultOf(record) ?? error;
    throw error;
  }
}

/** Reads predictions one by one, to find the one that is refused. */
function readOneByOne(records: readonly RawRecord[]): readonly PredictionRecord[] {
  return records.map((record) =>
    checked(record, () => {
      const value = parse(record.bytes);
      assertPredictionRecord(value, record.members, record.prefix);
      return value;
    }),
  );
}

function readPredictions(predictions: RawRecords): readonly PredictionRecord[] {
  const { count, bytes, members } = predictions;
  if (count === 0) return [];
  try {
    const list = parse(bytes, '[', ']');
    assertPredictionRecords(list, members);
    return list;
  } catch (error) {
    if (isFault(error)) return readOneByOne(predictions.records());
    throw error;
  }
}

/** What follows from what the bytes say. */
function judged(entry: SampleEntry): ReadSample {
  const facts = sampleFacts(entry);
  return { record: entry.result, facts, notices: noticesOf(entry, facts) };
}

/** Reads one sample. Throws a `SecondLookError` that names file, record, byte and field where it is not as it should be. */
export function readEntry({ result, predictions }: RawEntry): ReadSample {
  const record = checked(result, () => {
    const value = parse(result.bytes);
    assertResultRecord(value, result.members, result.prefix);
    return value;
  });
  return judged({ result: record, predictions: readPredictions(predictions) });
}
