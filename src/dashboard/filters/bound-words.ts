/** Bounds and values of ranges and dates in words, and the step sizes of drags. */
import type { RangeField } from '../../contract/field';
import { textFromNumber } from '../../contract/kinds/numbers';
import { roundStep } from '../charts/histogram-scale';
import { formatCount, formatDate, formatLength, formatMoment } from '../ui/numbers-in-words';

type Bound = 'min' | 'max';

/** What a bound of a range means: `above`, `at least` or `below`. */
export const rangeBoundName = (field: RangeField, bound: Bound): string =>
  bound === 'max' ? 'below' : field.lower === '>' ? 'above' : 'at least';

/** What a bound of a date means. */
export const dateBoundName = (bound: Bound): string => (bound === 'max' ? 'before' : 'after');

/**
 * A number with enough digits to distinguish it from its neighbours on an axis: whole above a thousand, otherwise
 * three.
 */
export const shortNumber = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));

/** A value of a range with its unit; lengths are in seconds. */
export function rangeValueWords(field: RangeField, value: number): string {
  if (field.unit === 'ms') return formatLength(value);
  const short = textFromNumber(shortNumber(value));
  return field.unit === undefined ? short : `${short}\u202f${field.unit}`;
}

const day = 86_400_000;

/** A moment in words; with its time if the axis spans only a few days. */
export const dateValueWords = (spanMilliseconds: number, value: number): string =>
  spanMilliseconds > 4 * day ? formatDate(value) : `${formatMoment(value)} UTC`;

// Divide first, since the difference may overflow.
const hundredth = (low: number, high: number) => high / 100 - low / 100;

/** The step of a drag over a range: round, and an integer if both ends are integers and there is enough space. */
export function rangeStep(low: number, high: number): number {
  const step = roundStep(hundredth(low, high));
  const isWhole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 20;
  return isWhole ? Math.max(1, Math.round(step)) : step;
}

const dateSteps = [30 * day, 10 * day, 5 * day, day, day / 4, 3_600_000, 600_000, 60_000, 1000];

/** The longest of days, hours and minutes that is at most the given time, in milliseconds. */
export const timeStep = (most: number): number => dateSteps.find((step) => step <= most) ?? 1;

/** A bin in words, such as "0.5 to 0.53: 120 samples, 14 incorrect". */
export function binWords(from: string, to: string, count: number, incorrect: number | null): string {
  const samples = `${formatCount(count)} ${count === 1 ? 'sample' : 'samples'}`;
  return `${from} to ${to}: ${samples}${incorrect === null ? '' : `, ${formatCount(incorrect)} incorrect`}`;
}
