/** Number generators for property tests. */
import fc from 'fast-check';

const parts = 1_000_000;

/**
 * Numbers evenly distributed from `min` to `max`, both included. `fc.double` distributes evenly over the bit
 * patterns, so that 99 in 100 numbers from 0 to 1 are below 0.001: it rarely generates scores that a threshold
 * distinguishes.
 */
export const evenNumber = ({ min, max }: { min: number; max: number }) =>
  fc.integer({ min: 0, max: parts }).map((part) => min + (part / parts) * (max - min));
