/** Score intervals of shares and of their differences. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareDifference, wilson } from './intervals';

const share = fc
  .integer({ min: 1, max: 5000 })
  .chain((total) => fc.record({ total: fc.constant(total), successes: fc.integer({ min: 0, max: total }) }));

test('the bounds solve the quadratic equation that defines the score interval', () => {
  fc.assert(
    fc.property(share, ({ successes, total }) => {
      const p = successes / total;
      const { low, high } = wilson(successes, total);
      for (const bound of [low, high]) {
        const distance = (p - bound) ** 2;
        expect(distance).toBeCloseTo((1.96 ** 2 * bound * (1 - bound)) / total, 9);
      }
    }),
  );
});

test('contains the share, stays within 0 to 1, and narrows with more trials', () => {
  fc.assert(
    fc.property(share, ({ successes, total }) => {
      const { low, high } = wilson(successes, total);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(successes / total);
      expect(high).toBeGreaterThanOrEqual(successes / total);
      expect(high).toBeLessThanOrEqual(1);
      const more = wilson(successes * 10, total * 10);
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});

test('agrees with a published example and its edges', () => {
  // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662; 0 of 20 is 0 to 0.1611.
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) });
  expect(wilson(20, 20).high).toBe(1);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('the difference agrees with a published example', () => {
  // Newcombe 1998, table II, method 10: 56 of 70 against 48 of 80 is 0.0524 to 0.3339.
  const { difference, low, high } = shareDifference(
    { successes: 56, total: 70 },
    { successes: 48, total: 80 },
  );
  expect(difference).toBeCloseTo(0.2, 12);
  expect(low).toBeCloseTo(0.0524, 4);
  expect(high).toBeCloseTo(0.3339, 4);
});

test('the difference turns round with its sides and is unknown without trials', () => {
  fc.assert(
    fc.property(share, share, (a, b) => {
      const forth = shareDifference(a, b);
      const back = shareDifference(b, a);
      expect(forth.low).toBeCloseTo(-back.high, 12);
      expect(forth.high).toBeCloseTo(-back.low, 12);
      expect(forth.low).toBeLessThanOrEqual(forth.difference ?? NaN);
      expect(forth.high).toBeGreaterThanOrEqual(forth.difference ?? NaN);
    }),
  );
  expect(shareDifference({ successes: 0, total: 0 }, { successes: 1, total: 2 })).toEqual({
    difference: null,
    low: -1,
    high: 1,
  });
});
