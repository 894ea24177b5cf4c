/** Lines, each a whole sample, from their bytes to a batch, with what is wrong in them. They are files of lines, or pages joined. */
import { importLimits } from '../../contract/imports';
import { BatchReader, type ReadBatch } from './batch-reader';
import { Refused, refused, type Fault, type LineFault } from './fault';
import { isJsonSpace, jsonBytes } from './json-bytes';
import { scanJson, type JsonPath, type JsonVisitor } from './json-scanner';
import type { LinePiece, RawSample } from './read-sample';

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

/** The refusal of a sample that has more predictions, or more bytes of them, than are allowed. */
export function tooManyPredictions(byte: number): Fault {
  const { windowsPerSample, recordBytes } = importLimits;
  const most = `${windowsPerSample.toLocaleString('en')} predictions or ${recordBytes.toLocaleString('en')} bytes of them`;
  const reason = `this sample has more than ${most}, which is the most`;
  return { path: [], byte, reason, kind: 'too-large' };
}

class LineVisitor implements JsonVisitor {
  #result: LinePiece | undefined;
  readonly #predictions: LinePiece[] = [];
  #size = 0;

  enters(path: JsonPath, opening: 'object' | 'list'): boolean {
    if (path.length === 0) return opening === 'object';
    return path.length === 1 && path[0] === 'predictions' && opening === 'list';
  }

  value(path: JsonPath, bytes: Uint8Array, byte: number, members: number): void {
    if (path.length === 0)
      throw refused(path, byte, 'a line should be an object with "result" and "predictions"');
    const [name, item] = path;
    const isRecord = name === 'result' || (name === 'predictions' && item !== undefined);
    if (isRecord && bytes[0] !== jsonBytes.openObject) throw refused(path, byte, 'this should be an object');
    if (name === 'result') this.#result = { bytes, byte, members };
    if (name !== 'predictions') return;
    if (item === undefined) throw refused(path, byte, 'this should be a list');
    this.#size += bytes.length + 1;
    this.#predictions.push({ bytes, byte, members });
    const { windowsPerSample, recordBytes } = importLimits;
    if (this.#predictions.length > windowsPerSample || this.#size > recordBytes) {
      throw new Refused(tooManyPredictions(byte));
    }
  }

  /** The sample of the line that begins at `start`. */
  sample(start: number): RawSample {
    const result = this.#result;
    if (result === undefined)
      throw refused(
        [],
        start,
        'this line has no "result"; a line should be {"result": …, "predictions": […]}',
      );
    return { result, predictions: this.#predictions };
  }
}

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
    const found = ends === undefined ? bytes.indexOf(jsonBytes.newline, start) : (ends[line] ?? -1);
    const end = found === -1 ? bytes.length : found;
    const text = bytes.subarray(start, end);
    if (!text.every(isJsonSpace)) yield { bytes: text, line, start };
    start = ends === undefined ? end + 1 : end;
  }
}

/** The sample of a line. Throws `Refused`. */
export function sampleIn({ bytes, start }: Line): RawSample {
  const visitor = new LineVisitor();
  scanJson(bytes, 'line', visitor, importLimits, start);
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
