/** Where bytes stop being JSON, and why: a slow and strict reading, for the message about a record that was refused. */
import { byteWords, jsonBytes } from './json-bytes';
import type { JsonPath } from './json-scanner';

export interface JsonFault {
  /** The offset of the first wrong byte. */
  byte: number;
  path: JsonPath;
  /** What is wrong and what is allowed. */
  reason: string;
}

const escapes = new Set('"\\/bfnrt');
const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const words = new Set(['true', 'false', 'null']);
const decoder = new TextDecoder('utf-8', { fatal: true });

class Fault extends Error {
  constructor(readonly fault: JsonFault) {
    super(fault.reason);
  }
}

class StrictReader {
  #at = 0;
  readonly #path: (string | number)[] = [];

  constructor(private readonly bytes: Uint8Array) {}

  document(): void {
    this.#value();
    this.#skipSpace();
    if (this.#at < this.bytes.length) this.#refuse(`found ${this.#found()} after the end of the value`);
  }

  #refuse(reason: string, byte = this.#at): never {
    throw new Fault({ byte, path: [...this.#path], reason });
  }

  #found(): string {
    const byte = this.bytes[this.#at];
    return byte === undefined ? 'the end' : byteWords(byte);
  }

  #peek(): string {
    const byte = this.bytes[this.#at];
    return byte === undefined ? '' : String.fromCharCode(byte);
  }

  #skipSpace(): void {
    while (this.#peek() !== '' && ' \n\r\t'.includes(this.#peek())) this.#at += 1;
  }

  #value(): void {
    this.#skipSpace();
    if (this.#peek() === '{') this.#object();
    else if (this.#peek() === '[') this.#list();
    else if (this.#peek() === '"') this.#text();
    else this.#plain();
  }

  /** Whether another item follows; moves past the comma or the closing bracket. */
  #goesOn(close: string): boolean {
    this.#skipSpace();
    if (this.#peek() !== ',' && this.#peek() !== close) {
      this.#refuse(`found ${this.#found()} where a "," or "${close}" should stand`);
    }
    this.#at += 1;
    return this.bytes[this.#at - 1] === jsonBytes.comma;
  }

  #object(): void {
    this.#at += 1;
    this.#skipSpace();
    if (this.#peek() === '}') {
      this.#at += 1;
      return;
    }
    const names = new Set<string>();
    do {
      this.#skipSpace();
      if (this.#peek() !== '"')
        this.#refuse(`found ${this.#found()} where a name in double quotes should stand`);
      const start = this.#at;
      const name = this.#text();
      if (names.has(name))
        this.#refuse(
          `the name ${JSON.stringify(name)} stands twice in one object; each may stand once`,
          start,
        );
      names.add(name);
      this.#path.push(name);
      this.#skipSpace();
      if (this.#peek() !== ':') this.#refuse(`found ${this.#found()} where a ":" should stand`);
      this.#at += 1;
      this.#value();
      this.#path.pop();
    } while (this.#goesOn('}'));
  }

  #list(): void {
    this.#at += 1;
    this.#skipSpace();
    if (this.#peek() === ']') {
      this.#at += 1;
      return;
    }
    let index = 0;
    do {
      this.#path.push(index);
      this.#value();
      this.#path.pop();
      index += 1;
    } while (this.#goesOn(']'));
  }

  #text(): string {
    const start = this.#at;
    this.#at += 1;
    while (this.#peek() !== '"') {
      const byte = this.bytes[this.#at];
      if (byte === undefined) this.#refuse('this text has no closing quote', start);
      if (byte < 0x20)
        this.#refuse(`found ${byteWords(byte)} inside a text, where it must be written as an escape`);
      if (this.#peek() === '\\') this.#escape();
      else this.#at += 1;
    }
    this.#at += 1;
    return this.#decoded(start, this.#at);
  }

  #escape(): void {
    this.#at += 1;
    if (this.#peek() === 'u') {
      const digits = String.fromCharCode(...this.bytes.subarray(this.#at + 1, this.#at + 5));
      if (!/^[0-9a-fA-F]{4}$/.test(digits))
        this.#refuse('\\u must be followed by four hexadecimal digits', this.#at - 1);
      this.#at += 5;
    } else {
      if (!escapes.has(this.#peek())) this.#refuse('this escape is none of JSON', this.#at - 1);
      this.#at += 1;
    }
  }

  /** The text between two offsets; refuses the first character that is no UTF-8. */
  #decoded(from: number, to: number): string {
    try {
      const text: unknown = JSON.parse(decoder.decode(this.bytes.subarray(from, to)));
      return typeof text === 'string' ? text : '';
    } catch {
      return this.#refuse(
        'this text is not valid UTF-8; save the file as UTF-8',
        invalidUtf8(this.bytes, from, to),
      );
    }
  }

  #plain(): void {
    const start = this.#at;
    while (this.#peek() !== '' && !' \n\r\t,]}:"[{'.includes(this.#peek())) this.#at += 1;
    const text = Buffer.from(this.bytes.subarray(start, this.#at)).toString('latin1');
    if (words.has(text) || number.test(text)) return;
    const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
    this.#at = start;
    this.#refuse(
      /^[\x21-\x7e]+…?$/.test(shown)
        ? `${shown} is no value that JSON has; numbers, texts in double quotes, true, false, null, lists and objects are`
        : `found ${this.#found()} where a value should stand`,
    );
  }
}

function isUtf8(bytes: Uint8Array, mayBeCutOff: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: mayBeCutOff });
    return true;
  } catch {
    return false;
  }
}

/** The offset of the first character that is no UTF-8; the ends of the text are known to be fine. */
function invalidUtf8(bytes: Uint8Array, from: number, to: number): number {
  let good = from;
  let bad = to;
  // The longest beginning that may be valid so far, by halving.
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUtf8(bytes.subarray(from, middle), true)) good = middle;
    else bad = middle;
  }
  // Back to where the character began.
  while (good > from && !isUtf8(bytes.subarray(from, good), false)) good -= 1;
  return good;
}

/** The first fault of a piece of JSON: its text, its grammar, or a name that stands twice; `undefined` for none. */
export function jsonFault(bytes: Uint8Array): JsonFault | undefined {
  try {
    new StrictReader(bytes).document();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}
