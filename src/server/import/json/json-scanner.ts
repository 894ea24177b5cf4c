/** A JSON scanner that only tracks strings and nesting, and reports the bytes of the requested values. */
import { Refused, refused, type JsonPath } from '../fault';
import { byteClasses, byteClassOf, byteWords, isJsonSpace, jsonBytes } from './json-bytes';

/** The callbacks of a scan; they may throw to end it. */
export interface JsonVisitor {
  /** Whether to enter the object or list that starts here; otherwise it is reported as one value. */
  enters: (path: JsonPath, opening: 'object' | 'list') => boolean;
  /**
   * Called with the bytes of a value, the position of its start, and the total number of members that its objects
   * have in the text. Strings and brackets are closed, but the value may be invalid otherwise. The path is only
   * valid during the call.
   */
  value: (path: JsonPath, bytes: Uint8Array, byte: number, members: number) => void;
}

export interface JsonLimits {
  recordBytes: number;
  depth: number;
  /** The most members of an entered object: those are small, and large objects are reported as one value. */
  names?: number;
}

const fewNames = 1000;

const { quote, comma, colon, backslash, openList, closeList, openObject, closeObject } = jsonBytes;

/** Whether a byte ends a number or a literal. */
const endsPlain = (byte: number) =>
  byte === comma || byte === closeList || byte === closeObject || isJsonSpace(byte);

/**
 * Scans one JSON document that arrives in pieces of any size. Throws `Refused` if it is not JSON, or above a limit.
 */
export class JsonScanner {
  readonly #visitor: JsonVisitor;
  readonly #limits: JsonLimits;
  readonly #path: (string | number)[] = [];
  /** The walk through the document: yields when it needs more bytes, and returns at the document's end. */
  readonly #walk = this.#document();
  /** The available bytes, the offset of the first of them, and the current position in them. */
  #window: Uint8Array = new Uint8Array(0);
  #offset: number;
  #at = 0;
  /** Pieces that are not in the window yet, and their size in bytes. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isLast = false;
  #members = 0;

  constructor(visitor: JsonVisitor, limits: JsonLimits, offset = 0) {
    this.#visitor = visitor;
    this.#limits = limits;
    this.#offset = offset;
  }

  /** Scans the next bytes, which must not be changed afterwards. */
  push(chunk: Uint8Array): void {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    // A value that continues past the window is scanned again when the window is twice as long, so the time stays
    // linear.
    const left = this.#window.length - this.#at;
    if (this.#waitingBytes >= left || this.#waitingBytes + left > this.#limits.recordBytes) this.#advance();
  }

  /** Scans what is left, and refuses an incomplete document; `what` names what ends. */
  end(what: 'file' | 'line' | 'record'): void {
    this.#isLast = true;
    if (this.#advance()) return;
    this.#at = this.#window.length;
    this.#refuse(`the ${what} ends here, before its JSON is complete`);
  }

  /** Continues through all available bytes; returns whether the document is complete. */
  #advance(): boolean {
    const parts = [this.#window.subarray(this.#at), ...this.#waiting].filter(({ length }) => length > 0);
    this.#offset += this.#at;
    this.#at = 0;
    const [first = new Uint8Array(0)] = parts;
    this.#window = parts.length > 1 ? Buffer.concat(parts) : first;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return this.#walk.next().done === true;
  }

  #refuse(reason: string, at = this.#at, kind?: 'too-large'): never {
    throw refused(this.#path, this.#offset + at, reason, kind);
  }

  #unexpected(allowed: string): never {
    return this.#refuse(`found ${byteWords(this.#window[this.#at] ?? 0)} where ${allowed} should stand`);
  }

  /** The next byte that is not white space; `undefined` if none is available. */
  #peek(): number | undefined {
    while (isJsonSpace(this.#window[this.#at])) this.#at += 1;
    return this.#window[this.#at];
  }

  *#document(): Generator<undefined, void> {
    yield* this.#value();
    while (this.#peek() === undefined) {
      if (this.#isLast) return;
      yield;
    }
    this.#unexpected('nothing more');
  }

  /** Walks through the next value. */
  *#value(): Generator<undefined, void> {
    let first: number | undefined;
    while ((first = this.#peek()) === undefined) yield;
    if (endsPlain(first) || first === colon) this.#unexpected('a value');
    const opening = first === openObject ? 'object' : first === openList ? 'list' : undefined;
    if (opening !== undefined && this.#visitor.enters(this.#path, opening)) {
      yield* this.#container(opening === 'list');
      return;
    }
    let end: number;
    while ((end = this.#endOfValue()) === -1) yield;
    const bytes = this.#window.subarray(this.#at, end);
    const start = this.#offset + this.#at;
    this.#at = end;
    this.#visitor.value(this.#path, bytes, start, this.#members);
  }

  /** Walks through the items of a list, or the members of an object. */
  *#container(isList: boolean): Generator<undefined, void> {
    const close = isList ? closeList : closeObject;
    const names = new Set<string>();
    this.#at += 1;
    for (let item = 0; ; item++) {
      while (this.#peek() === undefined) yield;
      if (item === 0 && this.#peek() === close) break;
      if (isList) this.#path.push(item);
      else {
        if (this.#peek() !== quote) this.#unexpected('a name in double quotes');
        let end: number;
        while ((end = this.#endOfValue()) === -1) yield;
        this.#enterName(names, end);
        while (this.#peek() === undefined) yield;
        if (this.#peek() !== colon) this.#unexpected('a ":"');
        this.#at += 1;
      }
      yield* this.#value();
      while (this.#peek() === undefined) yield;
      const after = this.#peek();
      if (after !== comma && after !== close) this.#unexpected(isList ? 'a "," or "]"' : 'a "," or "}"');
      this.#path.pop();
      if (after === close) break;
      this.#at += 1;
    }
    this.#at += 1;
  }

  #enterName(names: Set<string>, end: number): void {
    const name = readName(this.#window.subarray(this.#at, end));
    if (name === undefined) this.#refuse('this name is no JSON text in UTF-8');
    if (names.has(name))
      this.#refuse(`the name ${JSON.stringify(name)} stands twice in one object; each may stand once`);
    const most = this.#limits.names ?? fewNames;
    if (names.size >= most) this.#refuse(`this object has more than ${most} members`, this.#at, 'too-large');
    names.add(name);
    this.#path.push(name);
    this.#at = end;
  }

  /** The end of the value that starts here; -1 if it is not available yet. */
  #endOfValue(): number {
    const first = this.#window[this.#at];
    this.#members = 0;
    const end =
      first === quote
        ? endOfText(this.#window, this.#at + 1)
        : first === openObject || first === openList
          ? this.#endOfNested()
          : this.#endOfPlain();
    const size = (end === -1 ? this.#window.length : end) - this.#at;
    if (size > this.#limits.recordBytes) {
      const most = this.#limits.recordBytes.toLocaleString('en');
      const reason = `this value is larger than the ${most} bytes that are allowed`;
      this.#refuse(reason, this.#at, 'too-large');
    }
    return end;
  }

  #endOfPlain(): number {
    const end = this.#window.subarray(this.#at).findIndex(endsPlain);
    if (end !== -1) return this.#at + end;
    // Inside an object or list, more must follow.
    return this.#isLast && this.#path.length === 0 ? this.#window.length : -1;
  }

  #endOfNested(): number {
    const window = this.#window;
    const most = this.#limits.depth - this.#path.length;
    let members = 0;
    let depth = 0;
    for (let at = this.#at; at < window.length; at++) {
      const kind = byteClassOf[window[at] ?? 0];
      if (kind === 0) continue;
      if (kind === byteClasses.string) {
        at += 1;
        while (at < window.length && window[at] !== quote) at += window[at] === backslash ? 2 : 1;
      } else if (kind === byteClasses.colon) members += 1;
      else if (kind === byteClasses.open) {
        depth += 1;
        if (depth > most) {
          const reason = `objects and lists are nested deeper than ${this.#limits.depth} levels`;
          this.#refuse(reason, at, 'too-large');
        }
      } else {
        depth -= 1;
        if (depth === 0) {
          this.#members = members;
          return at + 1;
        }
      }
    }
    return -1;
  }
}

/** The end of a string (after its quote), searched from here; -1 if the bytes end before it. */
function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === quote) return at + 1;
    if (bytes[at] === backslash) at += 1;
  }
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

/** Scans a whole document; `what` names it in the message if it is incomplete. */
export function scanJson(
  bytes: Uint8Array,
  what: 'line' | 'record',
  visitor: JsonVisitor,
  limits: JsonLimits,
  offset?: number,
): void {
  const scanner = new JsonScanner(visitor, limits, offset);
  scanner.push(bytes);
  scanner.end(what);
}

/** The bytes of an object's member; `undefined` if there is none. Other faults in the object are ignored. */
export function memberBytes(object: Uint8Array, name: string): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  const visitor: JsonVisitor = {
    enters: (path) => path.length === 0,
    value: ([member], bytes) => {
      if (member === name) found = bytes;
    },
  };
  try {
    scanJson(object, 'record', visitor, { recordBytes: Infinity, depth: Infinity });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return found;
}
