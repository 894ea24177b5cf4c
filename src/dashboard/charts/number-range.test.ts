/** Ranges over arbitrary numbers: tiny, huge, and different only by rounding. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf, shareIn, ticksIn, valueIn, widened } from './number-range';

// prettier-ignore
const hostile = [
  0, -0, 5e-324, -5e-324, 1e-323, 2.2e-308, 1e-300, Number.MAX_VALUE, -Number.MAX_VALUE, 1.7e308,
  0.9999997615814209, 1.000000238418579, 99999999.99999996, 100000000.00000004, 1e14, 2.70000006,
];
const anyNumber = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...hostile));
const readings = fc.array(
  fc.oneof(anyNumber, fc.constant(null), fc.constantFrom(Infinity, -Infinity, Number.NaN)),
);
const ranges = fc
  .tuple(readings, fc.constantFrom(0, 0.1, 0.2))
  .map(([list, part]) => widened(rangeOf(list), part));

describe('rangeOf', () => {
  it('contains every finite number, has finite ends, and is never a single point', () => {
    fc.assert(
      fc.property(readings, (list) => {
        const [low, high] = rangeOf(list);
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
        expect(high).toBeGreaterThan(low);
        for (const value of list) {
          if (value === null || !Number.isFinite(value)) continue;
          expect(value >= low && value <= high).toBe(true);
        }
      }),
    );
  });
  it('keeps the ends of the data if they differ', () => {
    expect(rangeOf([3, null, 1], [7])).toEqual([1, 7]);
    expect(rangeOf([0.9999997615814209, 1.000000238418579])).toEqual([0.9999997615814209, 1.000000238418579]);
  });
  it('puts values that are equal except for rounding errors in the middle', () => {
    expect(rangeOf([5])).toEqual([0, 10]);
    expect(rangeOf([-2, -2])).toEqual([-4, 0]);
    expect(rangeOf([0, -0, 5e-324])).toEqual([-1, 1]);
    expect(rangeOf([])).toEqual([0, 1]);
    const [low, high] = rangeOf([99999999.99999996, 100000000.00000004]);
    expect(high - low).toBeGreaterThan(1e8);
  });
});

describe('shares', () => {
  it('are from 0 to 1 whatever the range and the value', () => {
    const anyRange = fc.oneof(ranges, fc.tuple(anyNumber, anyNumber));
    const anyValue = fc.oneof(anyNumber, fc.constantFrom(Infinity, -Infinity, Number.NaN));
    fc.assert(
      fc.property(anyRange, anyValue, (range, value) => {
        const share = shareIn(range, value);
        expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });
  it('increase with the value, from end to end', () => {
    fc.assert(
      fc.property(ranges, anyNumber, anyNumber, (range, a, b) => {
        expect([shareIn(range, range[0]), shareIn(range, range[1])]).toEqual([0, 1]);
        expect(shareIn(range, Math.min(a, b))).toBeLessThanOrEqual(shareIn(range, Math.max(a, b)));
      }),
    );
  });
  it('convert back to their values', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: 0, max: 1, noNaN: true }), (range, share) => {
        expect(shareIn(range, valueIn(range, share))).toBeCloseTo(share, 3);
      }),
    );
  });
});

describe('ticksIn', () => {
  it('gives a few different numbers within the range, whatever it is', () => {
    const steps = fc.constantFrom([], [1, 2, 5, 60, 3600]);
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 20 }), steps, (range, most, own) => {
        const { values, step } = ticksIn(range, most, own);
        expect(values.length).toBeLessThanOrEqual(most + 1);
        expect(new Set(values).size).toBe(values.length);
        expect(step).toBeGreaterThan(0);
        for (const value of values) expect(value >= range[0] && value <= range[1]).toBe(true);
      }),
    );
  });
  it('gives round numbers, preferably from the given steps', () => {
    expect(ticksIn([-0.3, 1.1], 6).values).toEqual([0, 0.5, 1]);
    expect(ticksIn([-5, 5], 5).values).toEqual([-4, -2, 0, 2, 4]);
    expect(ticksIn([0, 100], 4, [15, 30, 60])).toEqual({ values: [0, 30, 60, 90], step: 30 });
    expect(ticksIn([0.9999997, 1.0000003], 3).values).toEqual([0.9999998, 1, 1.0000002]);
    expect(ticksIn([-1.7e308, 1.7e308], 4).values).toEqual([-1e308, 0, 1e308]);
  });
});
