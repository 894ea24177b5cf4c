/** Parses and checks a sample from the bytes of its records; a refusal gives the path and the byte in the line. */
import { isAscii, isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { importLimits } from '../../contract/schemas/imports';
import {
  predictionRecordSchema,
  resultRecordSchema,
  type PredictionRecord,
  type ResultRecord,
  type SampleEntry,
} from '../../contract/schemas/result-page';
import { Refused, valueWords, type Fault, type JsonPath } from './fault';
import { jsonBytes } from './json/json-bytes';
import { jsonFault } from './json/json-fault';
import { faultIn, isObject, shapeOf, type RecordShape } from './record-shape';
import { badSampleId, sampleIdOf } from './sample-id';

/** A record of a line, as written. */
export interface LinePiece {
  bytes: Uint8Array;
  byte: number;
  /** The total number of members of its objects as written; if fewer are parsed, a name occurred twice. */
  members: number;
}

export interface RawSample {
  result: LinePiece;
  predictions: readonly LinePiece[];
}

export interface ReadSample {
  sampleId: number;
  entry: SampleEntry;
  /** The predictions' bytes, separated by commas. */
  predictionBytes: Uint8Array;
}

/** The bytes are not JSON in UTF-8, or a name occurs twice in one object, so that it is unclear which one counts. */
class UnsoundJson extends Error {}

const resultShape = shapeOf(resultRecordSchema);
const predictionsShape = shapeOf(z.array(predictionRecordSchema));

const refuse = (path: JsonPath, reason: string) => new Refused({ path, byte: 0, reason, isOfField: true });

function check(shape: RecordShape, value: unknown, written: number): void {
  const members = shape.count(value);
  if (members === -1) {
    const fault = faultIn(shape, value);
    if (fault === undefined) throw new Error('A record was refused without a fault');
    const { path, expected, found } = fault;
    throw refuse(
      path,
      found === undefined
        ? `is missing; it should be ${expected}`
        : `should be ${expected}, but is ${valueWords(found)}`,
    );
  }
  if (members !== written) throw new UnsoundJson();
}

/** The shape has been checked before. */
const isResult = (value: unknown): value is ResultRecord => isObject(value) && isObject(value['sample']);

function checkMetadataKeys(value: unknown): void {
  const keys = isResult(value) ? Object.keys(value.sample.metadata ?? {}).length : 0;
  const most = importLimits.metadataKeysPerSample;
  if (keys <= most) return;
  const [found, allowed] = [keys, most].map((count) => count.toLocaleString('en'));
  throw refuse(
    ['sample', 'metadata'],
    `has ${found} keys; at most ${allowed} are allowed. Leave out those that you do not filter by`,
  );
}

/**
 * Refuses a field that makes it an invalid result entry; throws `UnsoundJson` if its objects have fewer members
 * than were written.
 */
function assertResult(value: unknown, written: number): asserts value is ResultRecord {
  check(resultShape, value, written);
  checkMetadataKeys(value);
}

/** The same for a list of predictions: `written` is the number of members of all of them. */
function assertPredictions(value: unknown, written: number): asserts value is PredictionRecord[] {
  check(predictionsShape, value, written);
}

function parse(bytes: Uint8Array, open = '', close = ''): unknown {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Most records are ASCII, which is faster to decode.
  const encoding = isAscii(view) ? 'latin1' : 'utf8';
  if (encoding === 'utf8' && !isUtf8(view)) throw new UnsoundJson();
  try {
    return JSON.parse(`${open}${view.toString(encoding)}${close}`);
  } catch (error) {
    throw new UnsoundJson('This is no JSON', { cause: error });
  }
}

/** The predictions' bytes, separated by commas; without a copy if they are adjacent in the line. */
function joined(pieces: readonly LinePiece[]): Uint8Array {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return new Uint8Array(0);
  let size = pieces.length - 1;
  for (const { bytes } of pieces) size += bytes.length;
  if (last.byte + last.bytes.length - first.byte === size) {
    return new Uint8Array(first.bytes.buffer, first.bytes.byteOffset, size);
  }
  const all = new Uint8Array(size).fill(jsonBytes.comma);
  let at = 0;
  for (const { bytes } of pieces) {
    all.set(bytes, at);
    at += bytes.length + 1;
  }
  return all;
}

/** The refusal of a value at a byte of the line, to which `way` leads. */
const refusal = (fault: Fault, byte: number, way: Fault['path']) =>
  new Refused({ ...fault, byte: byte + fault.byte, path: [...way, ...fault.path] });

/** Reads the records of one member of the line; adds their place in the line to a refusal. */
function located<Value>(
  name: 'result' | 'predictions',
  pieces: readonly LinePiece[],
  read: () => Value,
): Value {
  const isList = name === 'predictions';
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) {
      const [item] = error.fault.path;
      const piece = pieces[isList && typeof item === 'number' ? item : 0];
      throw refusal(error.fault, piece?.byte ?? 0, [name]);
    }
    if (!(error instanceof UnsoundJson)) throw error;
    for (const [item, piece] of pieces.entries()) {
      const fault = jsonFault(piece.bytes);
      if (fault !== undefined) throw refusal(fault, piece.byte, isList ? [name, item] : [name]);
    }
    throw error;
  }
}

/** Reads one sample. Throws `Refused`. */
export function readSample({ result: piece, predictions: pieces }: RawSample): ReadSample {
  const found = sampleIdOf(piece.bytes);
  if (!('id' in found)) throw refusal(badSampleId(found.text), piece.byte, ['result']);
  const sampleId = found.id;
  const result = located('result', [piece], () => {
    const value = parse(piece.bytes);
    assertResult(value, piece.members);
    return value;
  });
  const predictionBytes = joined(pieces);
  const written = pieces.reduce((sum, { members }) => sum + members, 0);
  const predictions = located('predictions', pieces, () => {
    const value = parse(predictionBytes, '[', ']');
    assertPredictions(value, written);
    return value;
  });
  const other = predictions.findIndex((prediction) => prediction.sampleId !== sampleId);
  if (other !== -1) {
    const reason = `this is of sample ${predictions[other]?.sampleId}, but the result entry of the line is of sample ${sampleId}`;
    throw refusal({ path: [], byte: 0, reason }, pieces[other]?.byte ?? 0, ['predictions', other]);
  }
  return { sampleId, entry: { result, predictions }, predictionBytes };
}
