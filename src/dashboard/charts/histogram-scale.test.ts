/** Positions on a histogram's axis: round steps, drags and clicks that keep what they show. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenNumber } from '../../domain/fixtures/number-fixtures';
import {
  barsPath,
  binEnds,
  movedBound,
  openEnds,
  roundStep,
  shareOf,
  stretchBetween,
  stretchOfBin,
  valueAt,
} from './histogram-scale';

const scores = { low: 0, high: 1, bins: 40 };
const axes = fc
  .tuple(
    fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), evenNumber({ min: -1e6, max: 1e6 })),
    fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([low, width, bins]) => ({ low, high: low + width, bins }));

describe('roundStep', () => {
  it('is 1, 2 or 5 times a power of ten, at most the width', () => {
    expect([0.01, 0.025, 0.7, 1, 190, 1e6].map(roundStep)).toEqual([0.01, 0.02, 0.5, 1, 100, 1e6]);
  });
  it('is 1 for a range without width', () => {
    expect(roundStep(0)).toBe(1);
  });
});

describe('a drag', () => {
  it('gives round bounds in either direction', () => {
    expect(stretchBetween(scores, 0.2499, 0.6012, 0.01)).toEqual({ min: 0.25, max: 0.6 });
    expect(stretchBetween(scores, 0.6012, 0.2499, 0.01)).toEqual({ min: 0.25, max: 0.6 });
  });
  it('opens the bounds at the ends of the axis, where a strict bound would lose samples', () => {
    expect(stretchBetween(scores, -0.3, 0.6, 0.01)).toEqual({ max: 0.6 });
    expect(stretchBetween(scores, 0.4, 1.7, 0.01)).toEqual({ min: 0.4 });
    expect(stretchBetween(scores, 0, 1, 0.01)).toEqual({});
  });
  it('is never empty', () => {
    fc.assert(
      fc.property(axes, evenNumber({ min: 0, max: 1 }), (axis, at) => {
        const { min = axis.low, max = axis.high } = stretchBetween(
          axis,
          at,
          at,
          roundStep((axis.high - axis.low) / 100),
        );
        expect(max).toBeGreaterThan(min);
      }),
    );
  });
});

describe('a click on a bin', () => {
  it('keeps the values on its lower edge, even if the bound is exclusive', () => {
    fc.assert(
      fc.property(axes, fc.nat(39), fc.boolean(), (axis, place, excludesMin) => {
        const bin = place % axis.bins;
        const [from, to] = binEnds(axis, bin);
        const { min, max } = stretchOfBin(axis, bin, excludesMin);
        if (min !== undefined) expect(excludesMin ? from > min : from >= min).toBe(true);
        // Values within the bin, for example in its middle, are included too.
        const middle = (from + to) / 2;
        expect(max === undefined || middle < max).toBe(true);
      }),
    );
  });
  it('keeps the last bin open above, since it includes the highest value', () => {
    expect(stretchOfBin(scores, 39, false)).toEqual({ min: 0.975 });
    expect(stretchOfBin({ low: 1000, high: 5000, bins: 4 }, 1, true)).toEqual({ min: 1900, max: 3000 });
  });
});

const hostileEnds = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, 1.7e308, -1.7e308, 0.9999997615814209, 1.000000238418579),
);

it('has a number for every position on an axis, whatever its ends', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(hostileEnds, hostileEnds, share, share, fc.nat(39), (a, b, from, to, bin) => {
      const axis = { low: Math.min(a, b), high: Math.max(a, b), bins: 40 };
      const step = roundStep(axis.high / 100 - axis.low / 100);
      const places = [
        stretchBetween(axis, from, to, step),
        stretchOfBin(axis, bin, true),
        movedBound(axis, {}, 'min', valueAt(axis, from), step),
        movedBound(axis, {}, 'max', valueAt(axis, to), step),
      ];
      for (const value of places.flatMap(({ min, max }) => [min, max])) expect(value).not.toBeNaN();
      expect(shareOf(axis, valueAt(axis, from))).not.toBeNaN();
    }),
  );
});

describe('a moved bound', () => {
  it('stops before the other one and opens at its own end', () => {
    expect(movedBound(scores, { min: 0.2, max: 0.5 }, 'min', 0.9, 0.01)).toEqual({ min: 0.49, max: 0.5 });
    expect(movedBound(scores, { min: 0.2, max: 0.5 }, 'max', 0.1, 0.01)).toEqual({ min: 0.2, max: 0.21 });
    expect(movedBound(scores, { min: 0.2 }, 'min', -4, 0.01)).toEqual({});
    expect(movedBound(scores, { min: 0.2 }, 'max', 4, 0.01)).toEqual({ min: 0.2 });
    // The end of this axis is not on a step: 520 would be rounded to 600 and lose samples.
    expect(movedBound({ low: 520, high: 9800, bins: 40 }, { min: 800 }, 'min', 520, 200)).toEqual({});
  });
});

it('keeps bounds inside the axis as they are', () => {
  expect(openEnds(scores, { min: 0.1, max: 0.9 })).toEqual({ min: 0.1, max: 0.9 });
});

describe('barsPath', () => {
  it('draws a bar for each count above zero, clipped to the range', () => {
    expect(barsPath([0, 10], 20, 10)).toBe('M10.00 10V0.00H19.00V10Z');
    expect(barsPath([10, 10], 20, 10, [0.25, 0.75])).toBe('M5.00 10V0.00H9.00V10ZM10.00 10V0.00H15.00V10Z');
    expect(barsPath([10], 20, 10, [0.5, 0.5])).toBe('');
  });
});
