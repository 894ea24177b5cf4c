/** Tests of the input of a signal's chart. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Signal } from '../../../contract/schemas/sample-answers';
import { signalShares } from './signal-shares';

const none: ReadonlySet<number> = new Set();
const signalOf = (series: Signal['series'], units = 'g'): Signal => ({
  success: true,
  sensors: series.map((_, index) => ({ name: `s${index}`, units: index < 2 ? units : 'rad' })),
  intervalMs: 10,
  valuesCount: series[0]?.length ?? 0,
  isThinned: false,
  times: (series[0] ?? []).map((_, index) => index * 10),
  series,
});

test('the axes fit what is visible, with sensors of one unit together', () => {
  const signal = signalOf([
    [0, 1, 2, 90],
    [0, -2, 2, 2],
    [7, 7, 7, 7],
  ]);
  const seen = (hidden: ReadonlySet<number>, to: number) =>
    signalShares(signal, hidden, [0, to]).ranges.map((range) =>
      range.map((end) => Math.round(end * 10) / 10),
    );
  expect(seen(none, 30)).toEqual([
    [-11.2, 99.2],
    [0, 15.4],
  ]);
  // One point outside the range belongs to the line that leaves it.
  expect(seen(none, 10)[0]).toEqual([-2.4, 2.4]);
  expect(seen(new Set([1]), 10)[0]).toEqual([0, 2.2]);
});

test('times before and after the range keep their order', () => {
  expect(signalShares(signalOf([[1, 2, 3, 4, 5]]), none, [10, 30]).data[0]).toEqual([-0.5, 0, 0.5, 1, 1.5]);
});

test('uPlot gets positions from 0 to 1, whatever the values', () => {
  const value = fc.option(
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, 5e-324, 1.7e308, -1.7e308, 0.9999997615814209, 1.000000238418579),
    ),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), (values) => {
      const [times, shares = []] = signalShares(signalOf([values]), none, [0, 200]).data;
      expect(times.every(Number.isFinite)).toBe(true);
      expect(shares.map((share) => share === null)).toEqual(values.map((one) => one === null));
      for (const share of shares) expect(share === null || (share >= 0 && share <= 1)).toBe(true);
    }),
  );
});
