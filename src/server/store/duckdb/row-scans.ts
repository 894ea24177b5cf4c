/** Columns → the rows whose numbers are wanted, a plain pass each. */
import type { Codes } from './column-file';
import { noRows, type RowBits } from './row-bits';

/** The rows whose number has a mark. */
export function markedRows(numbers: Codes, marks: Uint8Array): RowBits {
  const bits = noRows(numbers.length);
  for (let word = 0; word < bits.length; word++) {
    const from = word * 32;
    const to = Math.min(from + 32, numbers.length);
    let kept = 0;
    for (let row = from; row < to; row++) kept = (kept << 1) | (marks[numbers[row] ?? 0] ?? 0);
    bits[word] = kept << (from + 32 - to);
  }
  return bits;
}

/** The rows whose number is from `low` to `high`, all of them below 2 ** 31. */
export function rowsWithin(numbers: Codes, low: number, high: number): RowBits {
  const bits = noRows(numbers.length);
  for (let word = 0; word < bits.length; word++) {
    const from = word * 32;
    const to = Math.min(from + 32, numbers.length);
    let kept = 0;
    for (let row = from; row < to; row++) {
      const number = numbers[row] ?? 0;
      // The sign of either difference: no branch, which the processor could only guess.
      kept = (kept << 1) | ((((number - low) | (high - number)) >>> 31) ^ 1);
    }
    bits[word] = kept << (from + 32 - to);
  }
  return bits;
}

/** The first place in a rising list whose number is at least `least`, or above it; the length where there is none. */
export function placeOfLeast(rising: Float64Array, least: number, isAbove: boolean): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const number = rising[middle] ?? 0;
    if (isAbove ? number <= least : number < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
