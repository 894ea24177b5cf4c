/** The reader of JSON Lines with one `{"result": …, "predictions": […]}` a line. */
import { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/imports';
import { placeWords } from './entries';
import { jsonBytes } from './json-bytes';
import { JsonScanner, type JsonPath, type JsonVisitor } from './json-scanner';
import type { PartTable } from './spool/part-table';
import { pathWords } from './path-words';
import type { RecordSink } from './record-sink';
import { placeOf } from './spool/spooled-records';

const { newline, openObject } = jsonBytes;

/** One line, from when its first byte that is no space is seen. */
class LineVisitor implements JsonVisitor {
  readonly #table: PartTable;
  readonly #sink: LinesTarget['sink'];
  readonly #part: number;
  readonly #line: number;
  readonly #byte: number;
  #hasResult = false;
  #sampleId: number | undefined;
  #predictionOf: number | undefined;

  constructor(table: PartTable, sink: LinesTarget['sink'], part: number, line: number, byte: number) {
    this.#table = table;
    this.#sink = sink;
    this.#part = part;
    this.#line = line;
    this.#byte = byte;
  }

  enters(path: JsonPath, opening: 'object' | 'list'): boolean {
    if (path.length === 0) return opening === 'object';
    return path.length === 1 && path[0] === 'predictions' && opening === 'list';
  }

  value(path: JsonPath, bytes: Uint8Array, byte: number, members: number): void {
    const [name, item] = path;
    const position = { part: this.#part, record: this.#line, byte };
    if (path.length === 0)
      this.fail(path, byte, 'a line should be an object with "result" and "predictions"');
    if (name === 'result') {
      if (bytes[0] !== openObject) this.fail(path, byte, 'this should be an object, one result entry');
      this.#hasResult = true;
      this.#sampleId = this.#sink.result(position, bytes, members);
    } else if (name === 'predictions') {
      if (typeof item !== 'number') this.fail(path, byte, 'this should be a list');
      if (bytes[0] !== openObject) this.fail(path, byte, 'this should be an object');
      const sampleId = this.#sink.prediction(position, item, bytes, members);
      if (this.#predictionOf !== undefined && sampleId !== undefined && sampleId !== this.#predictionOf) {
        this.fail(
          path,
          byte,
          `this prediction is of sample ${sampleId}, the one before it of ${this.#predictionOf}; a line holds one sample`,
        );
      }
      this.#predictionOf = sampleId ?? this.#predictionOf;
    }
  }

  leaves(path: JsonPath): void {
    if (path.length > 0) return;
    if (!this.#hasResult)
      this.fail(
        [],
        this.#byte,
        'this line has no "result"; a line should be {"result": …, "predictions": […]}',
      );
    const [said, expected] = [this.#predictionOf, this.#sampleId];
    if (said !== undefined && expected !== undefined && said !== expected) {
      this.fail(
        ['predictions'],
        this.#byte,
        `these are of sample ${said}, but the result entry of the line is of sample ${expected}`,
      );
    }
  }

  fail(path: JsonPath, byte: number, reason: string, kind?: 'too-large'): never {
    const place = placeOf(this.#table.of(this.#part), 'result entry', {
      part: this.#part,
      record: this.#line,
      byte,
    });
    const field = path.length === 0 ? '' : `${pathWords(path)}: `;
    throw new SecondLookError(kind ?? 'bad-parameter', `${placeWords(place)}: ${field}${reason}.`);
  }
}

const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

/** Where lines that are to be read begin. */
export interface LinesStart {
  file: string;
  /** The number of the first of them, from 1. */
  line: number;
  /** The offset of their first byte. */
  byte: number;
}

/** What lines are read into. */
export interface LinesTarget {
  table: PartTable;
  sink: Pick<RecordSink, 'result' | 'prediction'>;
  /** Told of a line that is refused; throws, or returns to go on with the next line. */
  onProblem: (error: SecondLookError) => void;
  /** A line that was not refused, nor blank, has ended. */
  onLine?: () => void;
}

export class LinesReader {
  readonly #target: LinesTarget;
  readonly #nextPart: () => number;
  #offset: number;
  #line: number;
  #lineStart: number;
  #scanner: JsonScanner | undefined;
  #isRefused = false;

  constructor({ file, line, byte }: LinesStart, target: LinesTarget) {
    this.#target = target;
    this.#nextPart = target.table.addLines(file);
    this.#offset = byte;
    this.#line = line;
    this.#lineStart = byte;
  }

  /** The number of the line that is read, from 1. */
  get line(): number {
    return this.#line;
  }

  /** The offset of the first byte of the line. */
  get lineStart(): number {
    return this.#lineStart;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      this.#stretch(chunk.subarray(from, end));
      this.endLine();
      this.#offset += 1;
      this.#lineStart = this.#offset;
      from = end + 1;
    }
    this.#stretch(chunk.subarray(from));
  }

  /** A part of one line. */
  #stretch(bytes: Uint8Array): void {
    const offset = this.#offset;
    this.#offset += bytes.length;
    if (this.#isRefused || bytes.length === 0) return;
    this.#try(() => {
      if (this.#scanner === undefined) {
        if (isBlank(bytes)) return;
        const { table, sink } = this.#target;
        const visitor = new LineVisitor(table, sink, this.#nextPart(), this.#line, offset);
        this.#scanner = new JsonScanner(visitor, importLimits, offset);
      }
      this.#scanner.push(bytes);
    });
  }

  endLine(): void {
    const scanner = this.#scanner;
    if (scanner !== undefined && !this.#isRefused) {
      this.#try(() => {
        scanner.end('line');
        this.#target.onLine?.();
      });
    }
    this.#scanner = undefined;
    this.#isRefused = false;
    this.#line += 1;
  }

  /** Where a line is refused and the reading goes on, the rest of it is passed over. */
  #try(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof SecondLookError)) throw error;
      this.#target.onProblem(error);
      this.#isRefused = true;
    }
  }
}

/**
 * Reads one file, unpacked, from its first byte or the one after a byte order mark (`offset`). A line that is refused
 * is told to `onProblem`, which throws, or returns to go on with the next line.
 */
export async function readLines(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
  table: PartTable,
  sink: RecordSink,
  onProblem: (error: SecondLookError) => void,
): Promise<void> {
  const reader = new LinesReader({ file, line: 1, byte: offset }, { table, sink, onProblem });
  for await (const chunk of chunks) {
    reader.push(chunk);
    await sink.drain();
  }
  reader.endLine();
}
