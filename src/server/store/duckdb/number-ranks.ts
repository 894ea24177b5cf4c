/** Numbers → their places among the different ones, and their bins in a histogram. */
import { fields } from '../../../contract/fields';
import { summaryLimits } from '../../../contract/summary';
import { type NumberField } from '../fields-by-kind';
import { noWord } from './columns';
import type { HistogramShape } from './index-manifest';
import { NumberTable } from './number-table';

/** Numbers of rows as places among the different ones. */
export interface RankedNumbers {
  /** In rising order. */
  different: Float64Array;
  /** Each row's place among them, from 1; `noWord` where it has none. */
  ranks: Uint32Array;
}

/** Ranks of numbers that rise from row to row; `undefined` where they do not. */
function rankRising(numbers: Float64Array): RankedNumbers | undefined {
  const different = new Float64Array(numbers.length);
  const ranks = new Uint32Array(numbers.length);
  let count = 0;
  let last = -Infinity;
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    if (Number.isNaN(number)) continue;
    if (number < last) return undefined;
    if (number !== last || count === 0) different[count++] = number;
    last = number;
    ranks[row] = count;
  }
  return { different: cutTo(different, count), ranks };
}

/** A copy of as many would take as much memory again. */
const cutTo = (numbers: Float64Array, count: number): Float64Array =>
  count > numbers.length / 2 ? numbers.subarray(0, count) : numbers.slice(0, count);

/** Where so many numbers are different, sorting all is as fast as looking each up. */
const fewOf = (numbers: number): number => numbers / 4;

/** Ranks of numbers of which few are different: only those are sorted. `undefined` where there are more. */
function rankFew(numbers: Float64Array): RankedNumbers | undefined {
  const table = new NumberTable(numbers.length, fewOf(numbers.length));
  const ranks = new Uint32Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    if (Number.isNaN(number)) continue;
    const place = table.placeOf(number);
    if (place === 0) return undefined;
    ranks[row] = place;
  }
  const different = table.numbers.slice().sort();
  const rankOf = new Uint32Array(different.length + 1);
  different.forEach((number, at) => {
    rankOf[table.placeOf(number)] = at + 1;
  });
  for (let row = 0; row < ranks.length; row++) ranks[row] = rankOf[ranks[row] ?? 0] ?? noWord;
  return { different, ranks };
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

function rankMany(numbers: Float64Array): RankedNumbers {
  const different = new Float64Array(numbers.length);
  let present = 0;
  // Loops, since calling back for each of some million numbers takes longer than sorting them.
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    if (!Number.isNaN(number)) different[present++] = number;
  }
  different.subarray(0, present).sort();
  let count = 0;
  for (let at = 0; at < present; at++) {
    const number = different[at] ?? 0;
    if (at > 0 && number === different[count - 1]) continue;
    different[count++] = number;
  }
  const list = cutTo(different, count);
  const ranks = new Uint32Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    ranks[row] = Number.isNaN(number) ? noWord : placeOf(list, number) + 1;
  }
  return { different: list, ranks };
}

/** The different numbers, and each row's place among them; NaN stands for none. */
export const rankNumbers = (numbers: Float64Array): RankedNumbers =>
  rankRising(numbers) ?? rankFew(numbers) ?? rankMany(numbers);

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
