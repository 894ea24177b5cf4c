/** Lines of JSON Lines from their bytes to a batch: each line is a sample that is complete. */
import type { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/imports';
import { BatchReader, type ReadBatch } from './batch-reader';
import type { Place, RawEntry, RawRecord, RawRecords } from './entries';
import { jsonBytes } from './json-bytes';
import { LinesReader, type LinesStart } from './json-lines';
import { readSampleId } from './sample-id-fault';
import { PartTable } from './spool/part-table';
import { tooManyPredictions, type Position } from './spool/spooled-records';

/** Samples that were read from lines, and where each stands. */
export interface LinesBatch extends ReadBatch {
  /** How many lines there were, blank ones and refused ones as well. */
  lines: number;
  /** The number of each sample's line, from 1. */
  lineNumbers: Float64Array;
  /** Where each sample's line begins, and its result entry. */
  lineStarts: Float64Array;
  resultStarts: Float64Array;
}

/** Where the result entry of a row stands. */
export const placeOfRow = (file: string, { lineNumbers, resultStarts }: LinesBatch, row: number): Place => ({
  file,
  what: 'line',
  record: lineNumbers[row] ?? 0,
  byte: resultStarts[row] ?? 0,
});

export interface LinesProblems {
  /** Told of a line that is refused; throws, or returns to go on with the next one. */
  onProblem: (error: SecondLookError) => void;
  /** Lines that are passed over. */
  leftOut?: ReadonlySet<number>;
}

interface Piece {
  bytes: Uint8Array;
  byte: number;
  members: number;
}

/** The predictions' bytes, parted by commas; where they stand so in the line, without a copy. */
function joined(pieces: readonly Piece[]): Uint8Array {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return new Uint8Array(0);
  if (pieces.length === 1) return first.bytes;
  let size = pieces.length - 1;
  for (const { bytes } of pieces) size += bytes.length;
  const isOneStretch =
    last.byte + last.bytes.length - first.byte === size &&
    pieces.every(({ bytes, byte }) => bytes.byteOffset - first.bytes.byteOffset === byte - first.byte) &&
    pieces.every(({ bytes }) => bytes.buffer === first.bytes.buffer);
  if (isOneStretch) return new Uint8Array(first.bytes.buffer, first.bytes.byteOffset, size);
  const all = new Uint8Array(size).fill(jsonBytes.comma);
  let at = 0;
  for (const { bytes } of pieces) {
    all.set(bytes, at);
    at += bytes.length + 1;
  }
  return all;
}

/** What one line holds, while it is read. */
class OpenLine {
  sampleId: number | undefined;
  result: Piece | undefined;
  readonly predictions: Piece[] = [];
  /** Of all of them, also of those that are too many to be kept. */
  count = 0;
  size = 0;

  constructor(
    readonly file: string,
    readonly line: number,
  ) {}

  place(byte: number): Place {
    return { file: this.file, what: 'line', record: this.line, byte };
  }

  /** The sample; `undefined` where its entry was refused. */
  entry(): RawEntry | undefined {
    const { sampleId, result, predictions } = this;
    if (sampleId === undefined || result === undefined) return undefined;
    const recordOf = ({ bytes, members, byte }: Piece, prefix: string): RawRecord => ({
      bytes,
      members,
      place: this.place(byte),
      prefix,
    });
    const records: RawRecords = {
      count: predictions.length,
      bytes: joined(predictions),
      members: predictions.reduce((sum, { members }) => sum + members, 0),
      records: () => predictions.map((piece, item) => recordOf(piece, `predictions[${item}]`)),
    };
    return { sampleId, result: recordOf(result, 'result'), predictions: records };
  }
}

export class LineBatchReader {
  readonly #start: LinesStart;
  readonly #problems: LinesProblems;
  readonly #table = new PartTable();
  readonly #reader: LinesReader;
  readonly #samples: BatchReader;
  readonly #lineNumbers: number[] = [];
  readonly #lineStarts: number[] = [];
  readonly #resultStarts: number[] = [];
  #open: OpenLine | undefined;
  #pieces = 0;

  /** Samples of `block`, which is pushed as one piece, stay where they are in it; others are copied. */
  constructor(start: LinesStart, problems: LinesProblems, block?: Uint8Array) {
    this.#start = start;
    this.#problems = problems;
    this.#samples = new BatchReader(block);
    const { onProblem } = problems;
    this.#reader = new LinesReader(start, {
      table: this.#table,
      sink: {
        result: (position, bytesOfIt, members) => this.#takeResult(position, bytesOfIt, members),
        prediction: (position, item, bytesOfIt, members) =>
          this.#takePrediction(position, item, bytesOfIt, members),
      },
      onProblem,
      onLine: () => this.#endLine(),
    });
  }

  /** Reads the next bytes, which must stay as they are. */
  push(bytes: Uint8Array): void {
    this.#pieces += 1;
    this.#reader.push(bytes);
  }

  /** Ends the last line, and gives what was read. */
  finish(): LinesBatch {
    const lines = this.#reader.line - this.#start.line;
    this.#reader.endLine();
    return {
      ...this.#samples.finish(),
      lines,
      lineNumbers: Float64Array.from(this.#lineNumbers),
      lineStarts: Float64Array.from(this.#lineStarts),
      resultStarts: Float64Array.from(this.#resultStarts),
    };
  }

  /** A record of a line that comes in many pieces must not keep all of them in memory. */
  #kept(bytes: Uint8Array): Uint8Array {
    return this.#pieces > 1 ? bytes.slice() : bytes;
  }

  #openAt({ record }: Position): OpenLine {
    if (this.#open?.line !== record) this.#open = new OpenLine(this.#start.file, record);
    return this.#open;
  }

  #takeResult(position: Position, bytes: Uint8Array, members: number): number | undefined {
    const open = this.#openAt(position);
    open.sampleId = readSampleId(this.#table, 'result entry', position, 0, bytes, this.#problems.onProblem);
    open.result = { bytes: this.#kept(bytes), byte: position.byte, members };
    return open.sampleId;
  }

  #takePrediction(position: Position, item: number, bytes: Uint8Array, members: number): number | undefined {
    const open = this.#openAt(position);
    open.count += 1;
    open.size += bytes.length + 1;
    if (open.count <= importLimits.windowsPerSample && open.size <= importLimits.recordBytes) {
      open.predictions.push({ bytes: this.#kept(bytes), byte: position.byte, members });
    }
    return readSampleId(this.#table, 'prediction', position, item, bytes, this.#problems.onProblem);
  }

  #endLine(): void {
    const open = this.#open;
    this.#open = undefined;
    const { line, lineStart } = this.#reader;
    if (open?.line !== line || this.#problems.leftOut?.has(line) === true) return;
    const entry = open.entry();
    if (entry === undefined) return;
    const tooMany = tooManyPredictions(entry.sampleId, open.count, open.size);
    if (tooMany !== undefined) throw tooMany(entry.result.place);
    this.#samples.read(entry);
    this.#lineNumbers.push(line);
    this.#lineStarts.push(lineStart);
    this.#resultStarts.push(entry.result.place.byte);
  }
}
