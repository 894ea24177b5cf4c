/** The reader of a page or whole result as the API returns it, or of both under `page` and `result` of one object. */
import { SecondLookError } from '../../contract/errors';
import { isolatedText } from '../../contract/isolated-text';
import { importLimits } from '../../contract/imports';
import { placeWords, type Place } from './entries';
import { jsonBytes } from './json-bytes';
import { JsonScanner, type JsonPath, type JsonVisitor } from './json-scanner';
import { faultError } from './fault';
import { pathWords, valueWords } from './path-words';
import { badSampleId, sampleIdOf } from './sample-id';
import type { Stage, StageTarget } from './stage';
import type { OpenedSource } from './opened-source';
import { placeOf, type Part } from './pieces';

const lists = ['result', 'predictions'] as const;
type List = (typeof lists)[number];

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
  readonly #source: OpenedSource;
  readonly #stage: Stage;
  readonly #onProblem: StageTarget['onProblem'];
  /** The answers in the file that were seen, by the names under which they stand. */
  readonly #parts = new Map<Part['within'], Part>();
  /** The answer that is read. */
  #part: Part | undefined;
  #holdsBoth: boolean | undefined;
  #hasResult = false;
  readonly #outer: Answer = {};
  #inner: Answer = {};

  constructor(source: OpenedSource, { stage, onProblem }: StageTarget) {
    this.#source = source;
    this.#stage = stage;
    this.#onProblem = onProblem;
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
    this.#part = this.#partOf(isInner ? (path[0] === 'page' ? 'page' : 'result') : undefined);
    if (list === 'result') this.#hasResult = true;
    return true;
  }

  value(path: JsonPath, bytes: Uint8Array, byte: number): void {
    const list = path.at(-2);
    const index = path.at(-1);
    if (typeof index === 'number' && isList(list)) {
      this.#record(list, index, bytes, byte);
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

  #partOf(within: Part['within']): Part {
    const { file, reader } = this.#source;
    const [first] = this.#parts.values();
    const part =
      this.#parts.get(within) ?? this.#stage.addPart({ file, reader, within, isLines: false }, first);
    this.#parts.set(within, part);
    return part;
  }

  #place(part: Part, list: List, index: number, byte: number): Place {
    return placeOf({ part, record: index + 1, byte, length: 0, count: list === 'result' ? 0 : 1, item: 0 });
  }

  #record(list: List, index: number, bytes: Uint8Array, byte: number): void {
    const part = this.#part;
    if (part === undefined) throw new Error('A record stands in no answer');
    if (bytes[0] !== jsonBytes.openObject) {
      const fault = { path: [], byte, reason: 'this should be an object' };
      throw faultError(this.#place(part, list, index, byte), fault);
    }
    const position = { part, record: index + 1, byte, length: bytes.length };
    const found = sampleIdOf(bytes);
    if (!('id' in found))
      this.#onProblem(faultError(this.#place(part, list, index, byte), badSampleId(found.text)));
    else if (list === 'result') this.#stage.addResult(found.id, position);
    else this.#stage.addPrediction(found.id, position);
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
    throw new SecondLookError('bad-parameter', `${isolatedText(this.#source.file)}: ${reason}.`);
  }

  fail(path: JsonPath, byte: number, reason: string, kind?: 'too-large'): never {
    const at = path.findIndex((step) => typeof step === 'number');
    const list = path[at - 1];
    const index = path[at];
    let where = `${isolatedText(this.#source.file)}, byte ${byte.toLocaleString('en')}`;
    if (isList(list) && typeof index === 'number' && this.#part !== undefined) {
      where = placeWords(this.#place(this.#part, list, index, byte));
    } else if (path.length > 0) where += `: ${pathWords(path)}`;
    throw new SecondLookError(kind ?? 'bad-parameter', `${where}: ${reason}.`);
  }
}

/**
 * Reads a file into a stage. Returns how many samples its answers say there are in all, where they do. Throws where it
 * is no complete page.
 */
export async function stagePages(source: OpenedSource, target: StageTarget): Promise<number | undefined> {
  const visitor = new PageVisitor(source, target);
  const scanner = new JsonScanner(visitor, importLimits, source.offset);
  for await (const chunk of source.chunks) {
    scanner.push(chunk);
    await target.drain();
  }
  scanner.end('file');
  return visitor.totalCount;
}
