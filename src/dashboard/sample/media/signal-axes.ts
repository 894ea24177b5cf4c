/** The axes of a signal: the axis of each sensor, their width, ends, units and numbers. */
import { isolatedText } from '../../../contract/isolated-text';
import type { Signal } from '../../../contract/schemas/sample-answers';
import { formatCount } from '../../ui/numbers-in-words';
import { shortened } from '../../ui/shortened-text';

export type Sensors = Signal['sensors'];

/** Sensors with the same unit share a scale; the first two units have an axis, left and right. */
export interface SignalAxes {
  units: readonly string[];
  /** The scale of each sensor. */
  scaleOf: readonly string[];
  /** Pixels from the edges of the chart to its plot area. */
  insets: { left: number; right: number };
}

/** Room for `mostDigits` characters. */
const axisWidth = 46;
/** Half the width of the last number on the time axis. */
const edge = 16;

/** Placeholders for a missing unit: file formats, and Studio's own word. */
const noUnits = new Set(['wav', 'rgba', 'N/A']);

/** A unit in its usual notation: "m/s2" becomes "m/s²"; empty if there is none. */
export const unitWords = (unit: string): string =>
  noUnits.has(unit) ? '' : unit.replace(/(?<=[a-zA-Z])2$/, '²').replace(/(?<=[a-zA-Z])3$/, '³');

/** The axes of a signal's sensors. */
export function signalAxes(sensors: Sensors): SignalAxes {
  const units = [...new Set(sensors.map((sensor) => sensor.units))];
  return {
    units,
    scaleOf: sensors.map((sensor) => `unit-${units.indexOf(sensor.units)}`),
    insets: { left: axisWidth, right: units.length > 1 ? axisWidth : edge },
  };
}

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 2 });

/** Enough decimals to distinguish two neighbouring numbers on an axis. */
const decimals = (step: number) => Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(step))));

/** A number in exponential notation with as few characters as possible. */
const exponential = (value: number, digits?: number) =>
  value.toExponential(digits).replace('.0e', 'e').replace('e+', 'e');

/** A number on an axis with the given step: short, whatever its size. */
function axisNumber(value: number, step: number): string {
  if (Math.abs(value) >= 1e15) return exponential(value);
  if (Math.abs(value) >= 1000 && step >= 100) return compact.format(value);
  if (step < 0.001 && value !== 0) return exponential(value, 1);
  return String(Number(value.toFixed(decimals(step))));
}

/** Longer numbers do not fit next to an axis. */
const mostDigits = 7;

/**
 * The ascending numbers on an axis with the given step. If they are too long, or too close to differ in a few
 * digits, one of them is written in full and the others as the difference from it.
 */
export function axisNumbers(values: readonly number[], step: number): string[] {
  const words = values.map((value) => axisNumber(value, step));
  const areShort = words.every(({ length }) => length <= mostDigits);
  if (areShort && new Set(words).size === words.length) return words;
  const [base = 0] = values.toSorted((a, b) => String(a).length - String(b).length);
  const written = String(base);
  return values.map((value) => {
    if (value === base) return written.length <= mostDigits ? written : base.toPrecision(3);
    const distance = axisNumber(Math.abs(value - base), step);
    return value > base ? `+${distance}` : `-${distance}`;
  });
}

/** The possible steps of a time axis, in seconds: decimal below a minute, like a clock above. */
export const timeSteps: readonly number[] = [
  ...[-5, -4, -3, -2, -1].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)),
  1,
  2,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * 60),
];

/** Longer times are plain seconds, in short form. */
const longestClock = 1e7;

/** Minutes and seconds as on a clock, with hours if there are any. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** The ascending times on an axis with the given step in seconds: in seconds, or like a clock from two minutes on. */
export function axisTimes(times: readonly number[], step: number): string[] {
  const last = times.at(-1) ?? 0;
  if (last >= longestClock) return times.map((time) => `${axisNumber(time, step)}\u202fs`);
  const isLong = last >= 120 && step >= 1;
  return times.map((time) => (isLong ? clock(time) : `${Number(time.toFixed(decimals(step)))}\u202fs`));
}

/** The end of the whole signal, in milliseconds: its last value, or the length in the record, whichever is later. */
export function endOf(signal: Signal | undefined, lengthMs: number | null): number {
  const last = signal?.times.at(-1) ?? 0;
  return Math.max(lengthMs ?? 0, last, (signal?.valuesCount ?? 0) * (signal?.intervalMs ?? 0)) || 1;
}

/** A frequency, such as "16,000 Hz". */
export const hertzWords = (hertz: number): string =>
  `${hertz >= 1000 ? formatCount(hertz) : Number(hertz.toPrecision(4))}\u202fHz`;

/** The unit, if all sensors share one, and the frequency. */
export function unitAndFrequency({ sensors, intervalMs }: Signal): string {
  const { units } = signalAxes(sensors);
  // Several units are shown above their own axes.
  const words = units.length === 1 ? unitWords(units[0] ?? '') : '';
  const hertz = intervalMs > 0 ? hertzWords(1000 / intervalMs) : '';
  return [isolatedText(shortened(words)), hertz].filter((part) => part !== '').join(', ');
}
