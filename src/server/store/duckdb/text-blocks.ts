/** Texts one after the other as stretches of UTF-8, and which of them contain another. */
import type { TextColumn } from '../entry-batch';
import type { Codes } from './column-file';

/** Rows of one block of a column of texts, which is written and read at once. */
export const rowsInBlock = 65_536;

/** No byte of UTF-8: it ends each text, so that nothing is found across two of them. */
const end = 0xff;

export interface EncodedTexts {
  bytes: Uint8Array;
  /** How many bytes each text takes with its end. */
  lengths: Uint32Array;
}

/** The texts, one after the other; none is as an empty one. */
export function encodeTexts(texts: readonly (string | null)[]): EncodedTexts {
  const lengths = Uint32Array.from(texts, (text) => Buffer.byteLength(text ?? '') + 1);
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const text of texts) {
    at += bytes.write(text ?? '', at);
    bytes[at++] = end;
  }
  return { bytes, lengths };
}

/** The texts of a batch. */
export function encodeColumn({ text, ends }: TextColumn): EncodedTexts {
  const textOf = (row: number) => text.slice(ends[row - 1] ?? 0, ends[row]);
  const count = ends.length;
  if (Buffer.byteLength(text) !== text.length)
    return encodeTexts(Array.from(ends, (_end, row) => textOf(row)));
  const lengths = new Uint32Array(count);
  const bytes = Buffer.allocUnsafe(text.length + count);
  // Of as many bytes as characters all texts are written at once, and then moved to where they belong.
  bytes.write(text, count, 'latin1');
  let to = 0;
  for (let row = 0; row < count; row++) {
    const from = count + (ends[row - 1] ?? 0);
    const length = count + (ends[row] ?? 0) - from;
    bytes.copyWithin(to, from, from + length);
    bytes[to + length] = end;
    lengths[row] = length + 1;
    to += length + 1;
  }
  return { bytes, lengths };
}

/** One byte is found so often that a call for each would take longer than looking at all of them. */
function findByte(block: Codes, wanted: number, visit: (place: number) => void): void {
  let place = 0;
  let isFound = false;
  for (let at = 0; at < block.length; at++) {
    const byte = block[at];
    if (byte === end) {
      if (isFound) visit(place);
      isFound = false;
      place += 1;
    } else if (byte === wanted) {
      isFound = true;
    }
  }
}

/** Calls back with the place of every text of a block that contains the other, byte for byte; it must not be empty. */
export function findInBlock(
  block: Codes,
  lengths: Codes,
  text: string,
  visit: (place: number) => void,
): void {
  const wanted = Buffer.from(text);
  if (wanted.length === 1) {
    findByte(block, wanted[0] ?? 0, visit);
    return;
  }
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  let place = 0;
  let placeEnd = lengths[0] ?? 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, placeEnd)) {
    while (placeEnd <= at) {
      place += 1;
      placeEnd += lengths[place] ?? 0;
    }
    visit(place);
  }
}
