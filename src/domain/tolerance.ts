/** Computed numbers: comparisons that rounding must not decide, and differences that stay finite. */

/** How far two computed numbers may lie apart and still count as equal. */
export const tolerance = 1e-9;

/** A computed number in whole steps of the tolerance, so that numbers that count as equal compare as equal. */
export const inSteps = (value: number): number => Math.round(value / tolerance);

/** a − b; the largest finite number where it would be infinite, which neither JSON nor a histogram can hold. */
export const difference = (a: number, b: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, a - b));

/** Whether a computed number is at least a limit. */
export const reaches = (value: number, limit: number): boolean => value >= limit - tolerance;

/** Whether a computed number is at most a limit. */
export const isWithin = (value: number, limit: number): boolean => value <= limit + tolerance;
