/** Numbers → their places among the different ones, and their bins in a histogram. */
import { fields } from '../../../contract/fields';
import { summaryLimits } from '../../../contract/summary';
import { type NumberField } from '../fields-by-kind';
import { noWord } from './columns';
import type { HistogramShape } from './index-manifest';

/** The different numbers in rising order; NaN stands for none and is left out. */
export function differentNumbers(numbers: Float64Array): Float64Array {
  const different = new Float64Array(numbers.length);
  let present = 0;
  let isRising = true;
  let last = -Infinity;
  // Loops, since calling back for each of some million numbers takes longer than sorting them.
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    if (Number.isNaN(number)) continue;
    if (number < last) isRising = false;
    last = number;
    different[present++] = number;
  }
  if (!isRising) different.subarray(0, present).sort();
  let count = 0;
  for (let at = 0; at < present; at++) {
    const number = different[at] ?? 0;
    if (at > 0 && number === different[count - 1]) continue;
    different[count++] = number;
  }
  // A copy of as many would take as much memory again.
  return count > numbers.length / 2 ? different.subarray(0, count) : different.slice(0, count);
}

/** The place of a number in a rising list that has it. */
function placeOf(different: Float64Array, number: number): number {
  let low = 0;
  let high = different.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((different[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each number's place among the different ones, from 1; `noWord` where there is none. */
export function ranksOf(numbers: Float64Array, different: Float64Array): Uint32Array {
  const ranks = new Uint32Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    ranks[row] = Number.isNaN(number) ? noWord : placeOf(different, number) + 1;
  }
  return ranks;
}

/** The ends and the number of bins of a field's histogram; `undefined` where the run has no value. */
export function histogramShape(name: NumberField, different: Float64Array): HistogramShape | undefined {
  const field = fields[name];
  const scale = 'scale' in field ? field.scale : undefined;
  const low = scale?.[0] ?? different[0];
  const high = scale?.[1] ?? different.at(-1);
  if (different.length === 0 || low === undefined || high === undefined) return undefined;
  return { low, high, bins: low === high ? 1 : summaryLimits.bins };
}

/** The bin of each number, from 1; `noWord` where there is none. What lies outside the scale counts at its end. */
export function binsOf(numbers: Float64Array, { low, high, bins }: HistogramShape): Uint32Array {
  const codes = new Uint32Array(numbers.length);
  // Halved, so that the difference of the two largest numbers is one.
  const start = low / 2;
  const span = high / 2 - start;
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    if (Number.isNaN(number)) continue;
    const bin = bins === 1 ? 0 : Math.floor(((number / 2 - start) / span) * bins);
    codes[row] = Math.min(bins - 1, Math.max(0, bin)) + 1;
  }
  return codes;
}
