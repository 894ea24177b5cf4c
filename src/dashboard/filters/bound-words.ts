/** Bounds and values of ranges and dates in words, and the steps that a drag over them takes. */
import type { RangeField } from '../../contract/field';
import { textFromNumber } from '../../contract/kinds/numbers';
import { roundStep } from '../charts/histogram-scale';
import { formatCount, formatDate, formatLength, formatMoment } from '../numbers-in-words';

type Bound = 'min' | 'max';

/** What a bound of a range means: `above`, `at least` or `below`. */
export const rangeBoundName = (field: RangeField, bound: Bound): string =>
  bound === 'max' ? 'below' : field.lower === '>' ? 'above' : 'at least';

/** What a bound of a date means. */
export const dateBoundName = (bound: Bound): string => (bound === 'max' ? 'before' : 'after');

/** A number with as many digits as tell it from its neighbours on an axis: whole above a thousand, else three. */
export const shortNumber = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));

/** A value of a range with its unit; lengths in seconds. */
export function rangeValueWords(field: RangeField, value: number): string {
  if (field.unit === 'ms') return formatLength(value);
  const short = textFromNumber(shortNumber(value));
  return field.unit === undefined ? short : `${short}\u202f${field.unit}`;
}

const day = 86_400_000;

/** A moment in words: with its time where the axis spans but a few days. */
export const dateValueWords = (spanMilliseconds: number, value: number): string =>
  spanMilliseconds > 4 * day ? formatDate(value) : `${formatMoment(value)} UTC`;

// Divided first: the difference may be more than a number holds.
const hundredth = (low: number, high: number) => high / 100 - low / 100;

/** The step of a drag over a range: round, and whole where both ends are and there is room. */
export function rangeStep(low: number, high: number): number {
  const step = roundStep(hundredth(low, high));
  const isWhole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 20;
  return isWhole ? Math.max(1, Math.round(step)) : step;
}

const dateSteps = [30 * day, 10 * day, 5 * day, day, day / 4, 3_600_000, 600_000, 60_000, 1000];

/** The longest of days, hours and minutes that is at most a stretch of time, in milliseconds. */
export const timeStep = (most: number): number => dateSteps.find((step) => step <= most) ?? 1;

/** A bin in words, such as "0.5 to 0.53: 120 samples, 14 incorrect". */
export function binWords(from: string, to: string, count: number, incorrect: number | null): string {
  const samples = `${formatCount(count)} ${count === 1 ? 'sample' : 'samples'}`;
  return `${from} to ${to}: ${samples}${incorrect === null ? '' : `, ${formatCount(incorrect)} incorrect`}`;
}
