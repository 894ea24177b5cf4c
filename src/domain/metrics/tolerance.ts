/** Comparisons of computed numbers that do not depend on rounding, and differences that stay finite. */

/** Two computed numbers that differ by at most this count as equal. */
export const tolerance = 1e-9;

/** A computed number as a multiple of the tolerance, so that numbers that count as equal compare as equal. */
export const inSteps = (value: number): number => Math.round(value / tolerance);

/** a − b, or the largest finite number if the difference is infinite, which JSON and histograms cannot represent. */
export const difference = (a: number, b: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, a - b));

/** Whether a computed number is at least a limit. */
export const reaches = (value: number, limit: number): boolean => value >= limit - tolerance;

/** Whether a computed number is at most a limit. */
export const isWithin = (value: number, limit: number): boolean => value <= limit + tolerance;
