/** Score intervals of proportions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilson } from './intervals';

const z95 = 1.96;

const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((total) => fc.record({ total: fc.constant(total), successes: fc.integer({ min: 0, max: total }) }));

test('the bounds solve the quadratic equation that defines the score interval', () => {
  fc.assert(
    fc.property(counts, ({ successes, total }) => {
      const p = successes / total;
      const { low, high } = wilson(p, total, z95);
      for (const bound of [low, high]) {
        const distance = (p - bound) ** 2;
        expect(distance).toBeCloseTo((z95 ** 2 * bound * (1 - bound)) / total, 9);
      }
    }),
  );
});

test('contains the share, stays within 0 to 1, and narrows with more trials', () => {
  fc.assert(
    fc.property(counts, ({ successes, total }) => {
      const p = successes / total;
      const { low, high } = wilson(p, total, z95);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(p);
      expect(high).toBeGreaterThanOrEqual(p);
      expect(high).toBeLessThanOrEqual(1);
      const more = wilson(p, total * 10, z95);
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});

test('agrees with a published example and its edge cases', () => {
  // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662; 0 of 20 is 0 to 0.1611.
  expect(wilson(81 / 263, 263, z95)).toEqual({
    low: expect.closeTo(0.2553, 4),
    high: expect.closeTo(0.3662, 4),
  });
  expect(wilson(0, 20, z95)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) });
  expect(wilson(1, 20, z95).high).toBe(1);
  expect(wilson(0, 0, z95)).toEqual({ low: 0, high: 1 });
});
