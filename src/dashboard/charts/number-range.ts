/** Drawable ranges for any data: finite, wider than rounding errors, with round ticks. */

export type NumberRange = readonly [low: number, high: number];

/** A range narrower than this fraction of its numbers would only show rounding errors. */
const leastRelativeWidth = 2 ** -32;
/** Smaller numbers are drawn as 0: they have no precision left. */
const leastNumber = 1e-300;

const finite = (value: number) => Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));

/**
 * A range that contains all finite numbers of the lists. If all are equal, they are in its middle; without numbers
 * it is 0 to 1.
 */
export function rangeOf(...lists: readonly (readonly (number | null)[])[]): NumberRange {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (const value of list) {
      if (value === null || !Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [0, 1];
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest < leastNumber) return [-1, 1];
  if (high - low >= largest * leastRelativeWidth) return [low, high];
  return [finite(low - largest), finite(high + largest)];
}

/** The range extended by a part of its width at both ends, within the finite numbers. */
export function widened([low, high]: NumberRange, part: number): NumberRange {
  const room = high * part - low * part;
  return [finite(low - room), finite(high + room)];
}

/** The position of the value in the range, from 0 to 1; clamped to the ends, and never `NaN`. */
export function shareIn([low, high]: NumberRange, value: number): number {
  if (!(high > low)) return value < low ? 0 : 1;
  const width = high - low;
  // The width of a range may overflow; half of it never does.
  const share =
    width <= Number.MAX_VALUE ? (value - low) / width : (value / 2 - low / 2) / (high / 2 - low / 2);
  return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
}

/** The value at a position from 0 to 1. */
export function valueIn([low, high]: NumberRange, share: number): number {
  const within = Math.min(1, Math.max(0, share));
  const width = high - low;
  return width <= Number.MAX_VALUE ? low + within * width : low * (1 - within) + high * within;
}

/** A number without binary rounding noise. */
export const rounded = (value: number): number => Number(value.toPrecision(14));

/** The smallest of 1, 2 or 5 times a power of ten that is at least the width. */
function roundStepFrom(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= width * (1 - 1e-9)) ?? 10;
  return rounded(factor * power);
}

export interface Ticks {
  /** Ascending multiples of the step within the range. */
  values: readonly number[];
  step: number;
}

/**
 * At most `most` + 1 round numbers in a range: multiples of the first of `steps` that fits, otherwise of a decimal
 * step.
 */
export function ticksIn([low, high]: NumberRange, most: number, steps: readonly number[] = []): Ticks {
  const least = high / most - low / most;
  const step = steps.find((candidate) => candidate >= least) ?? roundStepFrom(least);
  const first = Math.ceil(low / step);
  const count = Math.min(most, Math.floor(high / step) - first) + 1;
  // Multiplied, not added up: a step may be too small to change the number that it is added to.
  const values = Array.from({ length: count > 0 ? count : 0 }, (_, at) => rounded((first + at) * step) + 0);
  return { values: values.filter((value) => value >= low && value <= high), step };
}
