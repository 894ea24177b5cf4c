/** The axes of a signal: which one each sensor is drawn on, their room, their ends, their units and numbers. */
import { isolatedText } from '../../contract/isolated-text';
import type { Signal } from '../../contract/sample-answers';
import { formatCount } from '../numbers-in-words';
import { shortened } from '../shortened-text';

export type Sensors = Signal['sensors'];

/** Sensors of one unit share a scale; the first two units have an axis, left and right. */
export interface SignalAxes {
  units: readonly string[];
  /** The scale of each sensor. */
  scaleOf: readonly string[];
  /** Pixels from the edges of the chart to its plot area. */
  insets: { left: number; right: number };
}

/** Room for `mostDigits` characters. */
const axisWidth = 46;
/** Half of the last number on the time axis. */
const edge = 16;

/** What stands in a unit's place where there is none: file formats, and Studio's own word for it. */
const noUnits = new Set(['wav', 'rgba', 'N/A']);

/** A unit as people write it: "m/s2" is "m/s²"; empty where there is none. */
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

/** As many decimals as tell two neighbours on an axis apart. */
const decimals = (step: number) => Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(step))));

/** A number with an exponent in as few characters as it takes. */
const exponential = (value: number, digits?: number) =>
  value.toExponential(digits).replace('.0e', 'e').replace('e+', 'e');

/** A number on an axis whose numbers are `step` apart: short, whatever its size. */
function axisNumber(value: number, step: number): string {
  if (Math.abs(value) >= 1e15) return exponential(value);
  if (Math.abs(value) >= 1000 && step >= 100) return compact.format(value);
  if (step < 0.001 && value !== 0) return exponential(value, 1);
  return String(Number(value.toFixed(decimals(step))));
}

/** More characters than this do not fit beside an axis. */
const mostDigits = 7;

/**
 * The numbers on an axis, rising and `step` apart. Where they are too long, or too close to differ in a few digits, one
 * of them is written out and the others by how far they are from it.
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

/** How far apart the times on an axis may be, in seconds: decimal below a minute, as on a clock above. */
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

/** Longer times than this are plain seconds, in their short form. */
const longestClock = 1e7;

/** Minutes and seconds as a clock shows them, with hours where there are some. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** The times on an axis, rising and `step` seconds apart: in seconds, or as a clock where two minutes are reached. */
export function axisTimes(times: readonly number[], step: number): string[] {
  const last = times.at(-1) ?? 0;
  if (last >= longestClock) return times.map((time) => `${axisNumber(time, step)}\u202fs`);
  const isLong = last >= 120 && step >= 1;
  return times.map((time) => (isLong ? clock(time) : `${Number(time.toFixed(decimals(step)))}\u202fs`));
}

/** Where the whole signal ends, in milliseconds: its last value, or what the record says, whichever is later. */
export function endOf(signal: Signal | undefined, lengthMs: number | null): number {
  const last = signal?.times.at(-1) ?? 0;
  return Math.max(lengthMs ?? 0, last, (signal?.valuesCount ?? 0) * (signal?.intervalMs ?? 0)) || 1;
}

/** A frequency, such as "16,000 Hz". */
export const hertzWords = (hertz: number): string =>
  `${hertz >= 1000 ? formatCount(hertz) : Number(hertz.toPrecision(4))}\u202fHz`;

/** The unit, where all sensors share one, and the frequency. */
export function unitAndFrequency({ sensors, intervalMs }: Signal): string {
  const { units } = signalAxes(sensors);
  // Several units stand over their own axes.
  const words = units.length === 1 ? unitWords(units[0] ?? '') : '';
  const hertz = intervalMs > 0 ? hertzWords(1000 / intervalMs) : '';
  return [isolatedText(shortened(words)), hertz].filter((part) => part !== '').join(', ');
}
