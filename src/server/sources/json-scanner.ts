/** A scanner of JSON in bytes that follows strings and depth only, and hands out the bytes of the values one asks for. */
import { byteClasses, byteClassOf, byteWords, isJsonSpace, jsonBytes } from './json-bytes';

/** The way from the document to a value: names of members and numbers of list items, from 0. */
export type JsonPath = readonly (string | number)[];

/** The callbacks of a scan. */
export interface JsonVisitor {
  /** Whether to walk into the object or list that begins here; otherwise it comes as one value. */
  enters: (path: JsonPath, opening: 'object' | 'list') => boolean;
  /**
   * The bytes of a value, where they begin, and how many members its objects have together, as they are written.
   * The bytes are only valid during the call; strings and brackets are closed, but more is not promised.
   */
  value: (path: JsonPath, bytes: Uint8Array, byte: number, members: number) => void;
  /** An object or list that was entered is closed. */
  leaves?: (path: JsonPath) => void;
  /** Refuses: the path and byte say where, the sentence what is wrong and what is allowed. */
  fail: (path: JsonPath, byte: number, reason: string, kind?: 'too-large') => never;
}

export interface JsonLimits {
  recordBytes: number;
  depth: number;
  /** The most members of an object that is walked into; those are small, what has many members comes as one value. */
  names?: number;
}

interface Container {
  isList: boolean;
  /** The names seen so far, to notice one that comes twice. */
  names: Set<string>;
}

type State = 'value' | 'item-or-end' | 'name-or-end' | 'name' | 'colon' | 'comma-or-end' | 'end' | 'inside';
/** What is being gathered over pushes while `inside`. */
type Gathering = 'name' | 'text' | 'plain' | 'nested';

const fewNames = 1000;

const { quote, comma, colon, backslash, openList, closeList, openObject, closeObject } = jsonBytes;

/** Whether a byte ends a number or a word. */
const endsPlain = (byte: number) =>
  byte === comma || byte === closeList || byte === closeObject || isJsonSpace(byte);

/** Scans one JSON document that comes in pieces of any size. */
export class JsonScanner {
  readonly #visitor: JsonVisitor;
  readonly #limits: JsonLimits;
  readonly #stack: Container[] = [];
  readonly #path: (string | number)[] = [];
  #state: State = 'value';
  #gathering: Gathering = 'plain';
  /** The offset of the first byte of the current piece. */
  #offset: number;
  /** Earlier pieces of what is being gathered, and where it began. */
  #pieces: Uint8Array[] = [];
  #gathered = 0;
  #start = 0;
  #depth = 0;
  #members = 0;
  #inText = false;
  #escaped = false;

  constructor(visitor: JsonVisitor, limits: JsonLimits, offset = 0) {
    this.#visitor = visitor;
    this.#limits = limits;
    this.#offset = offset;
  }

  /** Scans the next bytes, which must stay as they are. */
  push(chunk: Uint8Array): void {
    let at = 0;
    if (this.#state === 'inside') at = this.#gather(chunk, 0, 0);
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0;
      if (isJsonSpace(byte)) at += 1;
      else at = this.#token(chunk, at, byte);
    }
    this.#offset += chunk.length;
  }

  /** Refuses a document that is not complete; `what` is what ends. */
  end(what: 'file' | 'line' | 'record'): void {
    if (this.#state === 'inside' && this.#gathering === 'plain' && this.#stack.length === 0) {
      this.#finish(new Uint8Array(0), 0, 0);
    }
    if (this.#state !== 'end') this.#fail(this.#offset, `the ${what} ends here, before its JSON is complete`);
  }

  #fail(byte: number, reason: string, kind?: 'too-large'): never {
    return this.#visitor.fail(this.#path, byte, reason, kind);
  }

  #unexpected(at: number, byte: number, allowed: string): never {
    return this.#fail(this.#offset + at, `found ${byteWords(byte)} where ${allowed} should stand`);
  }

  /** Takes one token, or the whole value that begins with it; returns where to go on. */
  #token(chunk: Uint8Array, at: number, byte: number): number {
    switch (this.#state) {
      case 'item-or-end':
        if (byte === closeList) return this.#leave(at);
        this.#path.push(0);
        return this.#value(chunk, at, byte);
      case 'value':
        return this.#value(chunk, at, byte);
      case 'name-or-end':
        if (byte === closeObject) return this.#leave(at);
        return this.#name(chunk, at, byte);
      case 'name':
        return this.#name(chunk, at, byte);
      case 'colon':
        if (byte !== colon) this.#unexpected(at, byte, 'a ":"');
        this.#state = 'value';
        return at + 1;
      case 'comma-or-end':
        return this.#afterValue(at, byte);
      default:
        return this.#unexpected(at, byte, 'nothing more');
    }
  }

  #afterValue(at: number, byte: number): number {
    const isList = this.#stack.at(-1)?.isList === true;
    if (byte === (isList ? closeList : closeObject)) {
      this.#path.pop();
      return this.#leave(at);
    }
    if (byte !== comma) this.#unexpected(at, byte, isList ? 'a "," or "]"' : 'a "," or "}"');
    const last = this.#path.pop();
    if (typeof last === 'number') this.#path.push(last + 1);
    this.#state = isList ? 'value' : 'name';
    return at + 1;
  }

  #leave(at: number): number {
    this.#stack.pop();
    this.#visitor.leaves?.(this.#path);
    this.#state = this.#stack.length === 0 ? 'end' : 'comma-or-end';
    return at + 1;
  }

  #name(chunk: Uint8Array, at: number, byte: number): number {
    if (byte !== quote) this.#unexpected(at, byte, 'a name in double quotes');
    return this.#begin(chunk, at, 'name');
  }

  #value(chunk: Uint8Array, at: number, byte: number): number {
    if (byte === quote) return this.#begin(chunk, at, 'text');
    if (byte === openObject || byte === openList) {
      const isList = byte === openList;
      if (!this.#visitor.enters(this.#path, isList ? 'list' : 'object'))
        return this.#begin(chunk, at, 'nested');
      this.#stack.push({ isList, names: new Set() });
      this.#state = isList ? 'item-or-end' : 'name-or-end';
      return at + 1;
    }
    if (endsPlain(byte) || byte === colon) this.#unexpected(at, byte, 'a value');
    return this.#begin(chunk, at, 'plain');
  }

  #begin(chunk: Uint8Array, at: number, gathering: Gathering): number {
    this.#state = 'inside';
    this.#gathering = gathering;
    this.#start = this.#offset + at;
    this.#members = 0;
    if (gathering === 'nested') {
      this.#depth = this.#stack.length + 1;
      this.#inText = false;
    } else this.#inText = gathering !== 'plain';
    return this.#gather(chunk, at, at + 1);
  }

  /** Goes on with what is being gathered: it began, in this piece, at `from`; `at` is where to look on. */
  #gather(chunk: Uint8Array, from: number, at: number): number {
    const end =
      this.#gathering === 'nested'
        ? this.#endOfNested(chunk, at)
        : this.#gathering === 'plain'
          ? endOfPlain(chunk, at)
          : this.#endOfText(chunk, at);
    const isComplete = end !== -1;
    const size = this.#gathered + (isComplete ? end : chunk.length) - from;
    if (size > this.#limits.recordBytes) {
      const most = this.#limits.recordBytes.toLocaleString('en');
      this.#fail(this.#start, `this value is larger than the ${most} bytes that are allowed`, 'too-large');
    }
    if (isComplete) return this.#finish(chunk, from, end);
    this.#pieces.push(chunk.subarray(from));
    this.#gathered = size;
    return chunk.length;
  }

  #finish(chunk: Uint8Array, from: number, end: number): number {
    const last = chunk.subarray(from, end);
    const bytes = this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
    this.#pieces = [];
    this.#gathered = 0;
    if (this.#gathering === 'name') {
      this.#enterName(bytes);
      return end;
    }
    this.#state = this.#stack.length === 0 ? 'end' : 'comma-or-end';
    this.#visitor.value(this.#path, bytes, this.#start, this.#members);
    return end;
  }

  #enterName(bytes: Uint8Array): void {
    const name = readName(bytes);
    if (name === undefined) this.#fail(this.#start, 'this name is no JSON text in UTF-8');
    const names = this.#stack.at(-1)?.names;
    if (names?.has(name))
      this.#fail(
        this.#start,
        `the name ${JSON.stringify(name)} stands twice in one object; each may stand once`,
      );
    const most = this.#limits.names ?? fewNames;
    if (names !== undefined && names.size >= most) {
      this.#fail(this.#start, `this object has more than ${most} members`, 'too-large');
    }
    names?.add(name);
    this.#path.push(name);
    this.#state = 'colon';
  }

  /** Where the text that we are in ends (after its quote); -1 where it continues in the next piece. */
  #endOfText(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.#escaped) {
      if (at === chunk.length) return -1;
      this.#escaped = false;
      at += 1;
    }
    while (at < chunk.length) {
      const byte = chunk[at];
      at += 1;
      if (byte === quote) return at;
      if (byte === backslash) {
        if (at === chunk.length) this.#escaped = true;
        at += 1;
      }
    }
    return -1;
  }

  /** Where the object or list that we are in ends; -1 where it continues in the next piece. */
  #endOfNested(chunk: Uint8Array, from: number): number {
    const { length } = chunk;
    let at = from;
    let depth = this.#depth;
    let members = this.#members;
    const outside = this.#stack.length;
    if (this.#inText) {
      at = this.#endOfText(chunk, at);
      if (at === -1) return -1;
      this.#inText = false;
    }
    while (at < length) {
      const kind = byteClassOf[chunk[at] ?? 0];
      at += 1;
      if (kind === 0) continue;
      if (kind === byteClasses.string) {
        // Most texts have no escape, and end in this piece.
        while (at < length && chunk[at] !== quote && chunk[at] !== backslash) at += 1;
        at = this.#endOfText(chunk, at);
        if (at === -1) {
          this.#inText = true;
          break;
        }
      } else if (kind === byteClasses.colon) members += 1;
      else if (kind === byteClasses.open) {
        depth += 1;
        if (depth > this.#limits.depth) {
          this.#fail(
            this.#offset + at - 1,
            `objects and lists are nested deeper than ${this.#limits.depth} levels`,
            'too-large',
          );
        }
      } else {
        depth -= 1;
        if (depth === outside) {
          this.#members = members;
          return at;
        }
      }
    }
    this.#depth = depth;
    this.#members = members;
    return -1;
  }
}

function endOfPlain(chunk: Uint8Array, from: number): number {
  for (let at = from; at < chunk.length; at++) if (endsPlain(chunk[at] ?? 0)) return at;
  return -1;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function readName(bytes: Uint8Array): string | undefined {
  try {
    const name: unknown = JSON.parse(decoder.decode(bytes));
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
