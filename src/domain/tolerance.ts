/** Comparisons of computed distances and overlaps, which rounding must not decide. */

/** How far two computed numbers may lie apart and still count as equal. */
export const tolerance = 1e-9;

/** A computed number in whole steps of the tolerance, so that numbers that count as equal compare as equal. */
export const inSteps = (value: number): number => Math.round(value / tolerance);

/** Whether a computed number is at least a limit. */
export const reaches = (value: number, limit: number): boolean => value >= limit - tolerance;

/** Whether a computed number is at most a limit. */
export const isWithin = (value: number, limit: number): boolean => value <= limit + tolerance;
