/** A quick look at one line of JSON Lines: where its result entry and its predictions lie, if it is written as most are. */
import { importLimits } from '../../contract/imports';
import { byteClasses, byteClassOf, isJsonSpace, jsonBytes } from './json-bytes';

const { quote, comma, colon, backslash, openList, closeList, openObject, closeObject } = jsonBytes;
const resultName = Buffer.from('"result"');
const predictionsName = Buffer.from('"predictions"');

/** Looks at lines one after the other; what it found in the last one is in its members. */
export class LineScan {
  resultStart = 0;
  resultEnd = 0;
  resultMembers = 0;
  /** From the opening bracket of the list to behind the closing one. */
  predictionsStart = 0;
  predictionsEnd = 0;
  predictionsMembers = 0;
  /** Where each prediction begins and ends. */
  readonly spans: number[] = [];
  /** Nothing but a comma stands between two predictions, nor anything before the first or behind the last. */
  isTight = true;

  #members = 0;

  /**
   * Whether the line is `{"result": {…}, "predictions": [{…}, …]}` so far as brackets, quotes and the names of the
   * outer object tell. What is in the inner objects is not looked at.
   */
  look(bytes: Uint8Array, from: number, to: number): boolean {
    let at = this.#after(bytes, from, to, openObject);
    at = this.#name(bytes, at, to, resultName);
    if (at === -1 || bytes[at] !== openObject) return false;
    this.resultStart = at;
    this.#members = 0;
    at = this.#endOfObject(bytes, at, to, 2);
    this.resultEnd = at;
    this.resultMembers = this.#members;
    at = this.#after(bytes, at, to, comma);
    at = this.#name(bytes, at, to, predictionsName);
    if (at === -1 || bytes[at] !== openList) return false;
    at = this.#predictions(bytes, at, to);
    at = this.#after(bytes, at, to, closeObject);
    return at !== -1 && this.#space(bytes, at, to) === to;
  }

  #predictions(bytes: Uint8Array, from: number, to: number): number {
    this.spans.length = 0;
    this.isTight = true;
    this.predictionsStart = from;
    this.#members = 0;
    let end = from + 1;
    let at = this.#space(bytes, end, to);
    while (bytes[at] === openObject) {
      if (at !== end) this.isTight = false;
      const start = at;
      at = this.#endOfObject(bytes, at, to, 3);
      if (at === -1) return -1;
      this.spans.push(start, at);
      end = at;
      at = this.#space(bytes, at, to);
      if (at !== end) this.isTight = false;
      if (bytes[at] !== comma) break;
      end = at + 1;
      at = this.#space(bytes, end, to);
      if (bytes[at] !== openObject) return -1;
    }
    if (at >= to || bytes[at] !== closeList) return -1;
    if (at !== end) this.isTight = false;
    this.predictionsEnd = at + 1;
    this.predictionsMembers = this.#members;
    return at + 1;
  }

  #space(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && isJsonSpace(bytes[at])) at += 1;
    return at;
  }

  /** Behind a byte that must come next; -1 where it does not. */
  #after(bytes: Uint8Array, from: number, to: number, byte: number): number {
    if (from === -1) return -1;
    const at = this.#space(bytes, from, to);
    return at < to && bytes[at] === byte ? at + 1 : -1;
  }

  /** Where the value of the member begins whose name must come next; -1 where it does not. */
  #name(bytes: Uint8Array, from: number, to: number, name: Uint8Array): number {
    if (from === -1) return -1;
    const start = this.#space(bytes, from, to);
    for (let index = 0; index < name.length; index++) if (bytes[start + index] !== name[index]) return -1;
    const at = this.#after(bytes, start + name.length, to, colon);
    return at === -1 ? -1 : this.#space(bytes, at, to);
  }

  /** Behind the object that begins here, so many levels deep; -1 where it does not end, or nests too deep. */
  #endOfObject(bytes: Uint8Array, from: number, to: number, level: number): number {
    let depth = level;
    let members = this.#members;
    for (let at = from + 1; at < to;) {
      const kind = byteClassOf[bytes[at] ?? 0];
      at += 1;
      if (kind === 0) continue;
      if (kind === byteClasses.string) {
        for (; at < to; at++) {
          const byte = bytes[at];
          if (byte === quote) break;
          if (byte === backslash) at += 1;
        }
        at += 1;
      } else if (kind === byteClasses.colon) members += 1;
      else if (kind === byteClasses.open) {
        depth += 1;
        if (depth > importLimits.depth) return -1;
      } else {
        depth -= 1;
        if (depth < level) {
          this.#members = members;
          return at;
        }
      }
    }
    return -1;
  }
}
