/** Numbers for property tests. */
import fc from 'fast-check';

const parts = 1_000_000;

/**
 * Numbers spread evenly from `min` to `max`, both included. Those of `fc.double` are spread evenly over the bit
 * patterns, of which 99 in 100 of 0 to 1 lie below 0.001: scores that a threshold tells apart are hardly ever made.
 */
export const evenNumber = ({ min, max }: { min: number; max: number }) =>
  fc.integer({ min: 0, max: parts }).map((part) => min + (part / parts) * (max - min));
