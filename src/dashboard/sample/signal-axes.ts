/** The axes of a signal: which one each sensor is drawn on, their room, their ends, their units and numbers. */
import type { Signal } from '../../contract/sample-answers';

export type Sensors = Signal['sensors'];

/** Sensors of one unit share a scale; the first two units have an axis, left and right. */
export interface SignalAxes {
  units: readonly string[];
  /** The scale of each sensor. */
  scaleOf: readonly string[];
  /** Pixels from the edges of the chart to its plot area. */
  insets: { left: number; right: number };
}

const axisWidth = 38;
/** Half of the last number on the time axis. */
const edge = 16;

/** A unit as people write it: "m/s2" is "m/s²"; empty where a file format stands in its place. */
export const unitWords = (unit: string): string =>
  unit === 'wav' || unit === 'rgba'
    ? ''
    : unit.replace(/(?<=[a-zA-Z])2$/, '²').replace(/(?<=[a-zA-Z])3$/, '³');

/** The axes of a signal's sensors. */
export function signalAxes(sensors: Sensors): SignalAxes {
  const units = [...new Set(sensors.map((sensor) => sensor.units))];
  return {
    units,
    scaleOf: sensors.map((sensor) => `unit-${units.indexOf(sensor.units)}`),
    insets: { left: axisWidth, right: units.length > 1 ? axisWidth : edge },
  };
}

/** A number on an axis: short, whatever its size. */
export function axisNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return `${Number((value / 1000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

/** Where the whole signal ends, in milliseconds: its last value, or what the record says, whichever is later. */
export function endOf(signal: Signal | undefined, lengthMs: number | null): number {
  const last = signal?.times.at(-1) ?? 0;
  return Math.max(lengthMs ?? 0, last, (signal?.valuesCount ?? 0) * (signal?.intervalMs ?? 0)) || 1;
}

/** The unit, where all sensors share one, and the frequency. */
export function unitAndFrequency({ sensors, intervalMs }: Signal): string {
  const { units } = signalAxes(sensors);
  // Several units stand over their own axes.
  const words = units.length === 1 ? unitWords(units[0] ?? '') : '';
  const hertz = intervalMs > 0 ? `${Number((1000 / intervalMs).toPrecision(4))}\u202fHz` : '';
  return [words, hertz].filter((part) => part !== '').join(', ');
}
