/** Reads a page or whole result as the API returns it, or both under `page` and `result` of one object. */
import { SecondLookError } from '../../../contract/errors';
import { isolatedText } from '../../../contract/isolated-text';
import { importLimits } from '../../../contract/schemas/imports';
import {
  faultError,
  pathWords,
  Refused,
  refused,
  valueWords,
  type Fault,
  type JsonPath,
  type Place,
} from '../fault';
import { jsonBytes } from '../json/json-bytes';
import { JsonScanner, type JsonVisitor } from '../json/json-scanner';
import { badSampleId, sampleIdOf } from '../sample-id';
import type { Stage, StageTarget } from '../stage/stage';
import { placeOf, type Part } from '../stage/pieces';
import type { FormatSource, ImportFormat } from './import-format';

const lists = ['result', 'predictions'] as const;
type List = (typeof lists)[number];

/** What is known about one answer of the API, apart from its records. */
interface Answer {
  success?: unknown;
  error?: unknown;
  totalCount?: unknown;
}

const isList = (step: string | number | undefined): step is List => lists.some((list) => list === step);

const placeIn = (part: Part, list: List, index: number, byte: number): Place =>
  placeOf({ part, record: index + 1, byte, length: 0, count: list === 'result' ? 0 : 1, item: 0 });

class PageVisitor implements JsonVisitor {
  readonly #source: FormatSource;
  readonly #stage: Stage;
  readonly #onProblem: StageTarget['onProblem'];
  /** The answers in the file whose records were seen, by the names of their members. */
  readonly #parts = new Map<Part['within'], Part>();
  readonly #answers = new Map<Part['within'], Answer>();
  /** The answer whose records are being read. */
  #part: Part | undefined;
  #hasResult = false;

  constructor(source: FormatSource, { stage, onProblem }: StageTarget) {
    this.#source = source;
    this.#stage = stage;
    this.#onProblem = onProblem;
  }

  enters(path: JsonPath, opening: 'object' | 'list'): boolean {
    const name = path.at(-1);
    if (name === undefined) return opening === 'object';
    if (opening === 'object') return path.length === 1 && (name === 'page' || name === 'result');
    if (!isList(name)) return false;
    const within = withinOf(path);
    const [known] = this.#parts.keys();
    if (this.#parts.size > 0 && (known === undefined) !== (within === undefined))
      this.#refuse(`"${pathWords(path)}" stands beside another result; give them as files of their own`);
    this.#part = this.#partOf(within);
    if (name === 'result') this.#hasResult = true;
    return true;
  }

  value(path: JsonPath, bytes: Uint8Array, byte: number): void {
    const list = path.at(-2);
    const name = path.at(-1);
    if (typeof name === 'number' && isList(list)) {
      this.#record(list, name, path, bytes, byte);
      return;
    }
    const value = parsed(path, bytes, byte);
    if (name === undefined) {
      const reason = `found ${valueWords(value)} where an object with "result" should stand: a page as the API returns it`;
      throw refused(path, byte, reason);
    }
    if (name === 'success' || name === 'error' || name === 'totalCount') {
      const within = withinOf(path);
      this.#answers.set(within, { ...this.#answers.get(within), [name]: value });
    } else if (isList(name) && value !== null)
      throw refused(path, byte, `this should be a list, but is ${valueWords(value)}`);
  }

  #partOf(within: Part['within']): Part {
    const { file, reader } = this.#source;
    const [first] = this.#parts.values();
    const part =
      this.#parts.get(within) ?? this.#stage.addPart({ file, reader, within, isLines: false }, first);
    this.#parts.set(within, part);
    return part;
  }

  #record(list: List, index: number, path: JsonPath, bytes: Uint8Array, byte: number): void {
    const part = this.#part;
    if (part === undefined) throw new Error('A record stands in no answer');
    if (bytes[0] !== jsonBytes.openObject) throw refused(path, byte, 'this should be an object');
    const position = { part, record: index + 1, byte, length: bytes.length };
    const found = sampleIdOf(bytes);
    if (!('id' in found))
      this.#onProblem(faultError(placeIn(part, list, index, byte), badSampleId(found.text)));
    else if (list === 'result') this.#stage.addResult(found.id, position);
    else this.#stage.addPrediction(found.id, position);
  }

  /** Refuses failures and a file without a result. Returns the number of samples that the answers state, if any. */
  finish(): number | undefined {
    let all: number | undefined;
    for (const [within, { success = true, error, totalCount }] of this.#answers) {
      if (success === false) {
        const subject = within === undefined ? 'this file' : `"${within}"`;
        const said = typeof error === 'string' ? error : 'without a reason';
        this.#refuse(
          `${subject} is not a result but a failure: the server said "${said}". Mend that there, and save the result again`,
        );
      }
      if (success !== true) {
        const field = within === undefined ? 'success' : `${within}.success`;
        this.#refuse(`"${field}" should be true, but is ${valueWords(success)}`);
      }
      if (typeof totalCount === 'number') all = Math.max(all ?? 0, totalCount);
    }
    if (!this.#hasResult) {
      this.#refuse(
        'this file has no list "result". It should be a page as the API returns it, or the page and the whole result under "page" and "result"',
      );
    }
    return all;
  }

  #refuse(reason: string): never {
    throw new SecondLookError('bad-parameter', `${isolatedText(this.#source.file)}: ${reason}.`);
  }

  /** The refusal of a file that is not valid JSON of this kind. */
  refusalOf({ path, byte, reason, kind }: Fault): SecondLookError {
    const list = path.at(-2);
    const index = path.at(-1);
    if (isList(list) && typeof index === 'number' && this.#part !== undefined)
      return faultError(placeIn(this.#part, list, index, byte), { path: [], byte, reason, kind });
    const where = `${isolatedText(this.#source.file)}, byte ${byte.toLocaleString('en')}`;
    const field = path.length === 0 ? '' : `: ${pathWords(path)}`;
    return new SecondLookError(kind ?? 'bad-parameter', `${where}${field}: ${reason}.`);
  }
}

/** The answer that a member belongs to. */
const withinOf = ([first, ...rest]: JsonPath): Part['within'] =>
  rest.length === 0 ? undefined : first === 'page' ? 'page' : 'result';

/** A member that is not a record must be valid JSON too. */
function parsed(path: JsonPath, bytes: Uint8Array, byte: number): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refused(path, byte, 'this value is no JSON in UTF-8');
  }
}

/** Throws if the file is not a complete page. */
async function stagePages(source: FormatSource, target: StageTarget): Promise<number | undefined> {
  const visitor = new PageVisitor(source, target);
  const scanner = new JsonScanner(visitor, importLimits, source.offset);
  try {
    for await (const chunk of source.chunks) {
      scanner.push(chunk);
      await target.drain();
    }
    scanner.end('file');
  } catch (error) {
    throw error instanceof Refused ? visitor.refusalOf(error.fault) : error;
  }
  return visitor.finish();
}

const pageNames = new Set<unknown>(['success', 'error', 'result', 'predictions', 'totalCount', 'accuracy']);
/** Names of members that only pages have, not lines; `result` and `predictions` may occur in both. */
const outerNames = new Set<unknown>(['page', 'success', 'error', 'totalCount', 'accuracy']);

export const pages: ImportFormat = {
  isShownBy(path, opening) {
    if (path.length === 2) return pageNames.has(path[1]);
    const [name] = path;
    return path.length === 1 && (outerNames.has(name) || (name === 'result' && opening === 'list'));
  },
  isNamed: (name) => /\.json(?:\.gz)?$/i.test(name),
  stage: stagePages,
};
