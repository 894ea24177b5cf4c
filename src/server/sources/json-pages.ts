/** The reader of a page or whole result as the API returns it, or of both under `page` and `result` of one object. */
import { SecondLookError } from '../../contract/errors';
import { isolatedText } from '../../contract/isolated-text';
import { importLimits } from '../../contract/imports';
import { placeWords } from './entries';
import { jsonBytes } from './json-bytes';
import { JsonScanner, type JsonPath, type JsonVisitor } from './json-scanner';
import type { PartTable } from './spool/part-table';
import { pathWords, valueWords } from './path-words';
import type { RecordSink } from './record-sink';
import { placeOf } from './spool/spooled-records';

const lists = ['result', 'predictions'] as const;
type List = (typeof lists)[number];
const whatOf = { result: 'result entry', predictions: 'prediction' } as const;

/** What is known of one answer of the API, apart from its records. */
interface Answer {
  success?: unknown;
  error?: unknown;
  totalCount?: unknown;
}

const isList = (step: string | number | undefined): step is List => lists.some((list) => list === step);

class PageVisitor implements JsonVisitor {
  /** How many samples the pages say there are in all, where they do. */
  totalCount: number | undefined;
  readonly #file: string;
  readonly #table: PartTable;
  readonly #sink: RecordSink;
  /** The numbers of the file's parts, once it is known whether it holds one answer or two. */
  #parts: { page: number; result: number } | undefined;
  #holdsBoth: boolean | undefined;
  #hasResult = false;
  readonly #outer: Answer = {};
  #inner: Answer = {};
  readonly #position = { part: 0, record: 0, byte: 0 };

  constructor(file: string, table: PartTable, sink: RecordSink) {
    this.#file = file;
    this.#table = table;
    this.#sink = sink;
  }

  enters(path: JsonPath, opening: 'object' | 'list'): boolean {
    const [first, second] = path;
    if (path.length === 0) return opening === 'object';
    if (path.length === 1) {
      if (opening === 'list' && isList(first)) return this.#enterList(path, first, false);
      if (opening === 'object' && (first === 'page' || first === 'result')) {
        this.#inner = {};
        return true;
      }
      return false;
    }
    if (path.length === 2 && opening === 'list' && isList(second)) return this.#enterList(path, second, true);
    return false;
  }

  #enterList(path: JsonPath, list: List, isInner: boolean): true {
    if (this.#holdsBoth !== undefined && this.#holdsBoth !== isInner) {
      this.#refuse(`"${pathWords(path)}" stands beside another result; give them as files of their own`);
    }
    this.#holdsBoth = isInner;
    this.#parts ??= this.#table.addPage(this.#file, isInner);
    this.#position.part = path[0] === 'result' && isInner ? this.#parts.result : this.#parts.page;
    if (list === 'result') this.#hasResult = true;
    return true;
  }

  value(path: JsonPath, bytes: Uint8Array, byte: number, members: number): void {
    const list = path.at(-2);
    const index = path.at(-1);
    if (typeof index === 'number' && isList(list)) {
      this.#record(list, index, bytes, byte, members);
      return;
    }
    const value = this.#parsed(path, bytes, byte);
    if (path.length === 0) {
      this.fail(
        [],
        byte,
        `found ${valueWords(value)} where an object with "result" should stand: a page as the API returns it`,
      );
    }
    const answer = path.length === 1 ? this.#outer : this.#inner;
    switch (index) {
      case 'success':
        answer.success = value;
        break;
      case 'error':
        answer.error = value;
        break;
      case 'totalCount':
        answer.totalCount = value;
        break;
      case 'result':
      case 'predictions':
        if (value !== null) this.fail(path, byte, `this should be a list, but is ${valueWords(value)}`);
    }
  }

  #record(list: List, index: number, bytes: Uint8Array, byte: number, members: number): void {
    this.#position.record = index + 1;
    this.#position.byte = byte;
    if (bytes[0] !== jsonBytes.openObject) {
      const place = placeWords(placeOf(this.#table.of(this.#position.part), whatOf[list], this.#position));
      throw new SecondLookError('bad-parameter', `${place}: this should be an object.`);
    }
    if (list === 'result') this.#sink.result(this.#position, bytes, members);
    else this.#sink.prediction(this.#position, 0, bytes, members);
  }

  /** A member that is no record must be JSON too. */
  #parsed(path: JsonPath, bytes: Uint8Array, byte: number): unknown {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      return this.fail(path, byte, 'this value is no JSON in UTF-8');
    }
  }

  leaves(path: JsonPath): void {
    if (path.length === 0) this.#endAnswer(this.#outer, path);
    // "result" is a list where the file is one answer, and an answer of its own where it holds both.
    else if (path[0] === 'page' || (path[0] === 'result' && this.#holdsBoth !== false)) {
      if (path.length === 1) this.#endAnswer(this.#inner, path);
    }
  }

  /** Refuses an answer that is a failure, or that has no result. */
  #endAnswer(answer: Answer, path: JsonPath): void {
    const subject = path.length === 0 ? 'this file' : `"${pathWords(path)}"`;
    if (answer.success === false) {
      const said = typeof answer.error === 'string' ? answer.error : 'without a reason';
      this.#refuse(
        `${subject} is not a result but a failure: the server said "${said}". Mend that there, and save the result again`,
      );
    }
    if (answer.success !== undefined && answer.success !== true) {
      this.#refuse(
        `"${pathWords([...path, 'success'])}" should be true, but is ${valueWords(answer.success)}`,
      );
    }
    if (typeof answer.totalCount === 'number')
      this.totalCount = Math.max(this.totalCount ?? 0, answer.totalCount);
    if (path.length === 0 && !this.#hasResult) {
      this.#refuse(
        `${subject} has no list "result". It should be a page as the API returns it, or the page and the whole result under "page" and "result"`,
      );
    }
  }

  #refuse(reason: string): never {
    throw new SecondLookError('bad-parameter', `${isolatedText(this.#file)}: ${reason}.`);
  }

  fail(path: JsonPath, byte: number, reason: string, kind?: 'too-large'): never {
    const at = path.findIndex((step) => typeof step === 'number');
    const list = path[at - 1];
    const index = path[at];
    let where = `${isolatedText(this.#file)}, byte ${byte.toLocaleString('en')}`;
    if (isList(list) && typeof index === 'number' && this.#parts !== undefined) {
      const part = this.#table.of(this.#position.part);
      where = placeWords(placeOf(part, whatOf[list], { part: 0, record: index + 1, byte }));
    } else if (path.length > 0) where += `: ${pathWords(path)}`;
    throw new SecondLookError(kind ?? 'bad-parameter', `${where}: ${reason}.`);
  }
}

/**
 * Reads one file, unpacked, from its first byte or the one after a byte order mark (`offset`). Returns how many
 * samples its answers say there are in all, where they do. Throws where it is no complete page.
 */
export async function readPages(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
  table: PartTable,
  sink: RecordSink,
): Promise<number | undefined> {
  const visitor = new PageVisitor(file, table, sink);
  const scanner = new JsonScanner(visitor, importLimits, offset);
  for await (const chunk of chunks) {
    scanner.push(chunk);
    await sink.drain();
  }
  scanner.end('file');
  return visitor.totalCount;
}
