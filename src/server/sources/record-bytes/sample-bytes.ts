/** Samples from their bytes to values, in one pass over them, where they are written as most are and nothing is wrong. */
import {
  predictionRecordSchema,
  resultRecordSchema,
  type PredictionRecord,
  type ResultRecord,
  type SampleEntry,
} from '../../../contract/result-page';
import { jsonBytes } from '../json-bytes';
import { leadingId } from '../sample-id';
import { ByteCursor, refuse, stretchOf, UnusualBytes, type Stretch } from './byte-cursor';
import { readerOf } from './shape-reader';

const { comma, colon, openList, closeList, openObject, closeObject, quote } = jsonBytes;

const resultName = stretchOf(Buffer.from('"result"'));
const predictionsName = stretchOf(Buffer.from('"predictions"'));

const resultReader = readerOf(resultRecordSchema);
const predictionReader = readerOf(predictionRecordSchema);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
// They were read along their schemas.
const isResult = (value: unknown): value is ResultRecord => isObject(value);
const isPrediction = (value: unknown): value is PredictionRecord => isObject(value);

function readResult(cursor: ByteCursor): ResultRecord {
  if (cursor.next() !== openObject) refuse();
  const value = resultReader.read(cursor);
  return isResult(value) ? value : refuse();
}

function readPrediction(cursor: ByteCursor): PredictionRecord {
  if (cursor.next() !== openObject) refuse();
  const value = predictionReader.read(cursor);
  return isPrediction(value) ? value : refuse();
}

function takeName(cursor: ByteCursor, name: Stretch): void {
  if (cursor.next() !== quote || !cursor.takeAll(name)) refuse();
  cursor.take(colon);
}

/** What was read; `undefined` where it must be read the slow way. */
function unlessUnusual<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnusualBytes) return undefined;
    throw error;
  }
}

/** A result entry, and predictions parted by commas, from their bytes in UTF-8. */
export function readSampleBytes(result: Uint8Array, predictions: Uint8Array): SampleEntry | undefined {
  return unlessUnusual(() => {
    const cursor = new ByteCursor(result);
    cursor.open(0, result.length);
    const record = readResult(cursor);
    if (!cursor.isAtEnd()) refuse();
    const windows: PredictionRecord[] = [];
    const ofWindows = new ByteCursor(predictions);
    ofWindows.open(0, predictions.length);
    while (!ofWindows.isAtEnd()) {
      if (windows.length > 0) ofWindows.take(comma);
      windows.push(readPrediction(ofWindows));
    }
    return { result: record, predictions: windows };
  });
}

/** Reads lines of JSON Lines out of their bytes; where the records of the last one lie is in its members. */
export class LineBytes {
  readonly #bytes: Uint8Array;
  readonly #cursor: ByteCursor;
  sampleId = 0;
  resultStart = 0;
  resultEnd = 0;
  /** From the opening bracket of the list to behind the closing one. */
  predictionsStart = 0;
  predictionsEnd = 0;
  /** Where each prediction begins and ends. */
  readonly spans: number[] = [];
  /** Nothing but a comma stands between two predictions, nor anything before the first or behind the last. */
  isTight = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#cursor = new ByteCursor(bytes);
  }

  /** The sample of the line between two offsets, if it is `{"result": {…}, "predictions": [{…}, …]}`, in UTF-8. */
  read(from: number, to: number): SampleEntry | undefined {
    return unlessUnusual(() => this.#read(from, to));
  }

  #read(from: number, to: number): SampleEntry {
    const cursor = this.#cursor;
    cursor.open(from, to);
    cursor.take(openObject);
    takeName(cursor, resultName);
    cursor.next();
    this.resultStart = cursor.at;
    this.sampleId = leadingId(this.#bytes, cursor.at);
    if (this.sampleId === -1) refuse();
    const result = readResult(cursor);
    this.resultEnd = cursor.at;
    cursor.take(comma);
    takeName(cursor, predictionsName);
    const predictions = this.#predictions(cursor);
    cursor.take(closeObject);
    return cursor.isAtEnd() ? { result, predictions } : refuse();
  }

  #predictions(cursor: ByteCursor): PredictionRecord[] {
    const { spans } = this;
    const predictions: PredictionRecord[] = [];
    spans.length = 0;
    cursor.take(openList);
    this.predictionsStart = cursor.at - 1;
    let end = cursor.at;
    for (let byte = cursor.next(); byte !== closeList; byte = cursor.next()) {
      if (spans.length > 0) {
        cursor.take(comma);
        end += 1;
        cursor.next();
      }
      const start = cursor.at;
      if (leadingId(this.#bytes, start) !== this.sampleId) refuse();
      predictions.push(readPrediction(cursor));
      spans.push(start, cursor.at);
      this.isTight = (spans.length === 2 || this.isTight) && start === end;
      end = cursor.at;
    }
    this.isTight = (spans.length === 0 || this.isTight) && cursor.at === end;
    cursor.at += 1;
    this.predictionsEnd = cursor.at;
    return predictions;
  }
}
