/** Positions on a histogram's axis: bins, round steps, and the result of a drag. Pure functions. */
import { rounded, shareIn, valueIn } from './number-range';

/** A range on the axis; an absent bound is open. */
export interface Stretch {
  min?: number;
  max?: number;
}

export interface Axis {
  low: number;
  high: number;
  bins: number;
}

/** The largest of 1, 2 or 5 times a power of ten that is at most the width. */
export function roundStep(width: number): number {
  if (!(width > 0) || !Number.isFinite(width)) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= width * (1 + 1e-9)) ?? 1;
  // For a width near the smallest number, the power may underflow to 0.
  return rounded(factor * power) || width;
}

/** The multiple of the step nearest to the value. */
const toStep = (value: number, step: number): number => rounded(Math.round(value / step) * step);

/** The position of the value on the axis, from 0 to 1; clamped to the ends. */
export const shareOf = ({ low, high }: Axis, value: number): number => shareIn([low, high], value);

/** The value at a position from 0 to 1. */
export const valueAt = ({ low, high }: Axis, share: number): number => valueIn([low, high], share);

/** The ends of a bin. */
export const binEnds = (axis: Axis, bin: number): [from: number, to: number] => [
  rounded(valueAt(axis, bin / axis.bins)),
  rounded(valueAt(axis, (bin + 1) / axis.bins)),
];

/** The bounds as stored: a bound at or beyond the end of the axis keeps everything, so it is open. */
export function openEnds({ low, high }: Axis, { min, max }: Stretch): Stretch {
  return {
    ...(min !== undefined && min > low && { min }),
    ...(max !== undefined && max < high && { max }),
  };
}

/** The value rounded to a step on the axis; beyond an end it is that end, which need not be on a step. */
function snapped({ low, high }: Axis, value: number, step: number): number {
  if (value <= low) return low;
  return value >= high ? high : toStep(value, step);
}

/** The range between two positions on the axis, with its ends on steps; at least one step wide. */
export function stretchBetween(axis: Axis, from: number, to: number, step: number): Stretch {
  const [left, right] = from <= to ? [from, to] : [to, from];
  const min = Math.min(snapped(axis, valueAt(axis, left), step), rounded(axis.high - step));
  const max = snapped(axis, valueAt(axis, right), step);
  return openEnds(axis, { min, max: max > min ? max : rounded(min + step) });
}

/**
 * The range of one bin. If the lower bound is exclusive, it is moved slightly below the bin, since values such as
 * 2000 ms are exactly on the bin's edge and would be excluded. With `grain`, both ends are moved outward to its
 * multiples.
 */
export function stretchOfBin(axis: Axis, bin: number, excludesMin: boolean, grain?: number): Stretch {
  const [from, to] = binEnds(axis, bin);
  const little = grain ?? roundStep((to - from) / 10);
  const below = rounded(Math.floor(from / little) * little);
  const outside = excludesMin && below >= from ? rounded(below - little) : below;
  return openEnds(axis, {
    min: excludesMin || grain !== undefined ? outside : from,
    max: grain === undefined ? to : rounded(Math.ceil(to / grain) * grain),
  });
}

/** The range with one bound moved, on a step, within the axis and at least one step from the other bound. */
export function movedBound(
  axis: Axis,
  stretch: Stretch,
  bound: 'min' | 'max',
  to: number,
  step: number,
): Stretch {
  const value = snapped(axis, to, step);
  return openEnds(
    axis,
    bound === 'min'
      ? { ...stretch, min: Math.min(value, rounded((stretch.max ?? axis.high) - step)) }
      : { ...stretch, max: Math.max(value, rounded((stretch.min ?? axis.low) + step)) },
  );
}

export const sameStretch = (a: Stretch, b: Stretch): boolean => a.min === b.min && a.max === b.max;

/**
 * The outline of bars with the given heights in a box of the given size, each bar clipped to the range between two
 * positions.
 */
export function barsPath(
  heights: readonly number[],
  width: number,
  height: number,
  [from, to]: readonly [number, number] = [0, 1],
): string {
  const slot = width / heights.length;
  const gap = Math.min(1, slot / 5);
  return heights
    .map((bar, at) => {
      const left = Math.max(at * slot, from * width);
      const right = Math.min((at + 1) * slot - gap, to * width);
      if (bar <= 0 || right <= left) return '';
      return `M${left.toFixed(2)} ${height}V${(height - bar).toFixed(2)}H${right.toFixed(2)}V${height}Z`;
    })
    .join('');
}
