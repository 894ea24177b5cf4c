/** A place in bytes of JSON that moves on over one token at a time; what is not plainly as it should be is refused. */
import { isJsonSpace, jsonBytes } from '../json-bytes';

const { quote, backslash } = jsonBytes;

/** What is read must be looked at by the slower reading, which knows what is wrong with it, or that nothing is. */
export class UnusualBytes extends Error {}

// One for all: where it comes from is of no interest, and a stack for each would cost more than the reading.
const unusual = new UnusualBytes('These bytes must be read the slow way');

/** Ends the quick reading. */
export function refuse(): never {
  throw unusual;
}

const textClasses = { plain: 0, quote: 1, escape: 2, control: 3, high: 4 } as const;
const textClassOf = new Uint8Array(256).fill(textClasses.high, 0x80).fill(textClasses.control, 0, 0x20);
textClassOf[quote] = textClasses.quote;
textClassOf[backslash] = textClasses.escape;

/** A whole number below 2^53 over a power of ten that a double holds exactly is rounded once, as it must be. */
const exactDigits = 15;
const powers = Array.from({ length: exactDigits + 1 }, (_power, exponent) => 10 ** exponent);

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
const isExponent = (byte: number) => byte === 0x65 || byte === 0x45;

/** Bytes to compare others with, four at a time. */
export interface Stretch {
  bytes: Uint8Array;
  words: Int32Array;
}

/** A copy of bytes for comparisons. */
export function stretchOf(given: Uint8Array): Stretch {
  const bytes = Uint8Array.from(given);
  return { bytes, words: new Int32Array(bytes.buffer, 0, bytes.length >> 2) };
}

const wordsAreLittle = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

export class ByteCursor {
  at = 0;
  /** How deep the values are nested that nobody knows of. */
  depth = 0;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  /** Behind the last byte that may be read. */
  #end = 0;
  /** The bytes up to there, each as one character, so that a text is a slice of it; and where they begin. */
  #characters = '';
  #start = 0;

  /** The bytes must be UTF-8 wherever they are read. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes to the beginning of what is read next, and no further than to its end. */
  open(start: number, end: number): void {
    this.#characters = this.#bytes.toString('latin1', start, end);
    this.#start = start;
    this.#end = end;
    this.at = start;
    this.depth = 0;
  }

  /** Moves past white space, and gives the byte there; 0 at the end. */
  next(): number {
    for (; this.at < this.#end; this.at++) {
      const byte = this.#bytes[this.at] ?? 0;
      if (byte > 0x20 || !isJsonSpace(byte)) return byte;
    }
    return 0;
  }

  /** Whether nothing but white space is left. */
  isAtEnd(): boolean {
    this.next();
    return this.at === this.#end;
  }

  /** Moves past this byte, which must come next. */
  take(byte: number): void {
    if (this.next() !== byte) refuse();
    this.at += 1;
  }

  /** Whether these bytes come next; moves past them then. */
  takeAll({ bytes, words }: Stretch): boolean {
    const { at } = this;
    const { length } = bytes;
    if (at + length > this.#end) return false;
    for (let word = 0; word < words.length; word++) {
      if (this.#view.getInt32(at + word * 4, wordsAreLittle) !== words[word]) return false;
    }
    for (let index = words.length * 4; index < length; index++) {
      if (this.#bytes[at + index] !== bytes[index]) return false;
    }
    this.at = at + length;
    return true;
  }

  /** The bytes from an offset to the cursor. */
  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.at);
  }

  /** Reads a text, which must begin here. */
  text(): string {
    const start = this.at;
    if (this.#bytes[start] !== quote) refuse();
    return this.#skipPlainText()
      ? this.#characters.slice(start + 1 - this.#start, this.at - 1 - this.#start)
      : this.#unusualText(start);
  }

  /** Moves past a text, which begins here. */
  skipText(): void {
    const start = this.at;
    if (!this.#skipPlainText()) this.#unusualText(start);
  }

  /** Moves past a text; whether its bytes are its characters, as most are. */
  #skipPlainText(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let isPlain = true;
    for (let at = this.at + 1; at < end; at++) {
      const kind = textClassOf[bytes[at] ?? 0];
      if (kind === textClasses.plain) continue;
      if (kind === textClasses.quote) {
        this.at = at + 1;
        return isPlain;
      }
      if (kind === textClasses.control) refuse();
      isPlain = false;
      if (kind === textClasses.escape) at += 1;
    }
    return refuse();
  }

  #unusualText(start: number): string {
    let text: unknown;
    try {
      text = JSON.parse(this.#bytes.toString('utf8', start, this.at));
    } catch {
      refuse();
    }
    return typeof text === 'string' ? text : refuse();
  }

  /** Reads a number, which must begin here; one that does not fit 64 bits is refused. */
  number(): number {
    const bytes = this.#bytes;
    const start = this.at;
    const isNegative = bytes[start] === 0x2d;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let digits = 0;
    let byte = bytes[at] ?? 0;
    for (; isDigit(byte); byte = bytes[++at] ?? 0) digits = digits * 10 + byte - 0x30;
    let count = at - first;
    if (count === 0 || (count > 1 && bytes[first] === 0x30)) refuse();
    let decimals = 0;
    if (byte === 0x2e) {
      const point = at;
      byte = bytes[++at] ?? 0;
      for (; isDigit(byte); byte = bytes[++at] ?? 0) digits = digits * 10 + byte - 0x30;
      decimals = at - point - 1;
      if (decimals === 0) refuse();
      count += decimals;
    }
    this.at = at;
    if (isExponent(byte) || count > exactDigits) return this.#longNumber(start);
    const value = digits / (powers[decimals] ?? 1);
    return isNegative ? -value : value;
  }

  #longNumber(start: number): number {
    const bytes = this.#bytes;
    let { at } = this;
    if (isExponent(bytes[at] ?? 0)) {
      at += 1;
      if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1;
      const first = at;
      while (isDigit(bytes[at] ?? 0)) at += 1;
      if (at === first) refuse();
    }
    this.at = at;
    const value = Number(this.#characters.slice(start - this.#start, at - this.#start));
    return Number.isFinite(value) ? value : refuse();
  }
}
