/** Lines, each a whole sample, from their bytes to a batch, with what is wrong in them. They are files of lines, or pages joined. */
import { importLimits } from '../../contract/imports';
import { BatchReader, inPiece, type Piece, type RawSample, type ReadBatch } from './batch-reader';
import { Refused, type Fault } from './fault';
import { isJsonSpace, jsonBytes } from './json-bytes';
import { JsonScanner, type JsonPath, type JsonVisitor } from './json-scanner';
import { readSampleId } from './sample-id';

const { comma, newline, openObject } = jsonBytes;

/** Samples that were read from lines, and where each stands. All bytes are counted from the first of what was read. */
export interface ReadLines extends ReadBatch {
  /** The index of each sample's line. */
  lines: Float64Array;
  /** Where each sample's line begins, and its result entry. */
  lineStarts: Float64Array;
  resultStarts: Float64Array;
  faults: readonly LineFault[];
  /** How many bytes were read. */
  size: number;
}

export interface LineFault extends Fault {
  /** The index of the line. */
  line: number;
}

/** The refusal of a sample that has more predictions, or more bytes of them, than are allowed. */
export function tooManyPredictions(sampleId: number, byte: number): Fault {
  const { windowsPerSample, recordBytes } = importLimits;
  const most = `${windowsPerSample.toLocaleString('en')} predictions or ${recordBytes.toLocaleString('en')} bytes of them`;
  const reason = `sample ${sampleId} has more than ${most}, which is the most`;
  return { path: [], byte, reason, kind: 'too-large' };
}

/** The predictions' bytes, parted by commas; where they stand so in the line, without a copy. */
function joined(pieces: readonly Piece[]): Uint8Array {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return new Uint8Array(0);
  let size = pieces.length - 1;
  for (const { bytes } of pieces) size += bytes.length;
  if (last.byte + last.bytes.length - first.byte === size) {
    return new Uint8Array(first.bytes.buffer, first.bytes.byteOffset, size);
  }
  const all = new Uint8Array(size).fill(comma);
  let at = 0;
  for (const { bytes } of pieces) {
    all.set(bytes, at);
    at += bytes.length + 1;
  }
  return all;
}

class LineVisitor implements JsonVisitor {
  #result: Piece | undefined;
  readonly #predictions: Piece[] = [];
  #size = 0;

  enters(path: JsonPath, opening: 'object' | 'list'): boolean {
    if (path.length === 0) return opening === 'object';
    return path.length === 1 && path[0] === 'predictions' && opening === 'list';
  }

  value(path: JsonPath, bytes: Uint8Array, byte: number, members: number): void {
    const [name, item = -1] = path;
    if (path.length === 0)
      this.fail(path, byte, 'a line should be an object with "result" and "predictions"');
    if (name === 'result') {
      if (bytes[0] !== openObject) this.fail(path, byte, 'this should be an object, one result entry');
      this.#result = { bytes, byte, members, item: -1 };
    } else if (name === 'predictions') {
      if (typeof item !== 'number' || item === -1) this.fail(path, byte, 'this should be a list');
      if (bytes[0] !== openObject) this.fail(path, byte, 'this should be an object');
      const piece = { bytes, byte, members, item };
      this.#size += bytes.length + 1;
      if (item >= importLimits.windowsPerSample || this.#size > importLimits.recordBytes) {
        throw new Refused(tooManyPredictions(idOf(piece), byte));
      }
      this.#predictions.push(piece);
    }
  }

  /** The sample of the line that begins at `start`. */
  sample(start: number): RawSample {
    const result = this.#result;
    const predictions = this.#predictions;
    if (result === undefined)
      this.fail([], start, 'this line has no "result"; a line should be {"result": …, "predictions": […]}');
    const sampleId = idOf(result);
    let before = sampleId;
    for (const piece of predictions) {
      const id = idOf(piece);
      if (piece.item > 0 && id !== before) {
        const reason = `this prediction is of sample ${id}, the one before it of ${before}; a line holds one sample`;
        this.fail(['predictions', piece.item], piece.byte, reason);
      }
      before = id;
    }
    if (before !== sampleId) {
      const reason = `these are of sample ${before}, but the result entry of the line is of sample ${sampleId}`;
      this.fail(['predictions'], start, reason);
    }
    return { sampleId, result, predictions, predictionBytes: joined(predictions) };
  }

  fail(path: JsonPath, byte: number, reason: string, kind?: 'too-large'): never {
    const fault = { path: [...path], byte, reason };
    throw new Refused(kind === undefined ? fault : { ...fault, kind });
  }
}

const idOf = (piece: Piece) => inPiece(piece, () => readSampleId(piece.bytes));

/** One line. */
export interface Line {
  bytes: Uint8Array;
  /** Its index among the lines, and where it begins. */
  line: number;
  start: number;
}

/** The lines of a block: up to their newlines, or up to `ends`. Blank ones are passed over. */
export function* linesIn(bytes: Uint8Array, ends?: Float64Array): Generator<Line> {
  for (let line = 0, start = 0; start < bytes.length; line++) {
    const found = ends === undefined ? bytes.indexOf(newline, start) : (ends[line] ?? -1);
    const end = found === -1 ? bytes.length : found;
    const text = bytes.subarray(start, end);
    if (!text.every(isJsonSpace)) yield { bytes: text, line, start };
    start = ends === undefined ? end + 1 : end;
  }
}

/** The sample of a line. Throws `Refused`. */
export function sampleIn({ bytes, start }: Line): RawSample {
  const visitor = new LineVisitor();
  const scanner = new JsonScanner(visitor, importLimits, start);
  scanner.push(bytes);
  scanner.end('line');
  return visitor.sample(start + bytes.findIndex((byte) => !isJsonSpace(byte)));
}

/** Reads lines; `leftOut` are the indexes of those that are passed over. */
export function readLines(bytes: Uint8Array, ends?: Float64Array, leftOut?: ReadonlySet<number>): ReadLines {
  const samples = new BatchReader(bytes);
  const lines: number[] = [];
  const lineStarts: number[] = [];
  const resultStarts: number[] = [];
  const faults: LineFault[] = [];
  for (const line of linesIn(bytes, ends)) {
    if (leftOut?.has(line.line) === true) continue;
    try {
      const sample = sampleIn(line);
      samples.read(sample);
      lines.push(line.line);
      lineStarts.push(line.start);
      resultStarts.push(sample.result.byte);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      faults.push({ ...error.fault, line: line.line });
    }
  }
  return {
    ...samples.finish(),
    lines: Float64Array.from(lines),
    lineStarts: Float64Array.from(lineStarts),
    resultStarts: Float64Array.from(resultStarts),
    faults,
    size: bytes.length,
  };
}
