/** Sets of rows as bits: row 0 is the highest bit of the first word. */

/** One bit per row, in 32-bit words; bits after the last row are zero. */
export type RowBits = Uint32Array;

/** From DuckDB's format: a byte with the number of padding bits, then bytes with the first row's bit on top. */
export function bitsFromBytes(bytes: Uint8Array, rows: number): RowBits {
  const bits = new Uint32Array(Math.ceil(rows / 32));
  const whole = bytes.length - 1;
  for (let at = 0; at < whole; at++) {
    const word = at >> 2;
    bits[word] = (bits[word] ?? 0) | ((bytes[at + 1] ?? 0) << (24 - (at & 3) * 8));
  }
  return bits;
}

/** Converts to DuckDB's format. */
export function bytesFromBits(bits: RowBits, rows: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(rows / 8) + 1);
  for (let at = 0; at < bytes.length - 1; at++) bytes[at + 1] = (bits[at >> 2] ?? 0) >>> (24 - (at & 3) * 8);
  return bytes;
}

/** Every row. */
export function allRows(rows: number): RowBits {
  const bits = new Uint32Array(Math.ceil(rows / 32)).fill(0xffff_ffff);
  const rest = rows % 32;
  if (rest > 0) bits[bits.length - 1] = (0xffff_ffff << (32 - rest)) >>> 0;
  return bits;
}

/** Rows that are in both sets. */
export function both(a: RowBits, b: RowBits): RowBits {
  const bits = new Uint32Array(a.length);
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] ?? 0) & (b[at] ?? 0);
  return bits;
}

/** The rows that are not in the set. */
export const complementOf = (bits: RowBits, rows: number): RowBits =>
  both(
    bits.map((word) => ~word),
    allRows(rows),
  );

function bitsInWord(word: number): number {
  let left = word - ((word >>> 1) & 0x5555_5555);
  left = (left & 0x3333_3333) + ((left >>> 2) & 0x3333_3333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** The number of rows in the set. */
export function countRows(bits: RowBits): number {
  let count = 0;
  for (let at = 0; at < bits.length; at++) count += bitsInWord(bits[at] ?? 0);
  return count;
}

export const hasRow = (bits: RowBits, row: number): boolean =>
  (((bits[row >>> 5] ?? 0) << (row & 31)) & 0x8000_0000) !== 0;

/** The number of rows in the set before the given row. */
export function rowsBefore(bits: RowBits, row: number): number {
  const word = row >>> 5;
  let count = 0;
  for (let at = 0; at < word; at++) count += bitsInWord(bits[at] ?? 0);
  const within = row & 31;
  return within === 0 ? count : count + bitsInWord((bits[word] ?? 0) >>> (32 - within));
}

/** The rows of the set in order, at most `limit`, after skipping `offset` of them. */
export function rowsOf(bits: RowBits, offset = 0, limit = Number.POSITIVE_INFINITY): Uint32Array {
  let skipped = 0;
  let at = 0;
  for (; at < bits.length; at++) {
    const inWord = bitsInWord(bits[at] ?? 0);
    if (skipped + inWord > offset) break;
    skipped += inWord;
  }
  const left = countRows(bits.subarray(at)) - (offset - skipped);
  const rows = new Uint32Array(Math.max(0, Math.min(limit, left)));
  let filled = 0;
  for (; at < bits.length && filled < rows.length; at++) {
    let word = bits[at] ?? 0;
    while (word !== 0 && filled < rows.length) {
      const bit = Math.clz32(word);
      if (skipped < offset) skipped += 1;
      else rows[filled++] = at * 32 + bit;
      word &= ~(0x8000_0000 >>> bit);
    }
  }
  return rows;
}
