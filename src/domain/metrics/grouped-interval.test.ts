/** Intervals by group: their defining properties, and figures calculated by hand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balancedAccuracy, groupedInterval, type GroupShare, type GroupSums } from './grouped-interval';
import { wilson } from './intervals';
import { studentT95 } from './student-t';

function sumsOf(groups: readonly GroupShare[]): GroupSums {
  const sum = (part: (group: GroupShare) => number) => groups.reduce((total, one) => total + part(one), 0);
  return {
    groups: groups.length,
    right: sum(({ right }) => right),
    of: sum(({ of }) => of),
    rightRight: sum(({ right }) => right * right),
    rightOf: sum(({ right, of }) => right * of),
    ofOf: sum(({ of }) => of * of),
  };
}

const group = fc
  .integer({ min: 1, max: 200 })
  .chain((of) => fc.record({ right: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));
const groups = fc.array(group, { minLength: 5, maxLength: 40 });

const widthOf = (sums: GroupSums) => {
  const interval = groupedInterval(sums);
  return interval === null ? Number.NaN : interval.high - interval.low;
};

test('contains the rate, stays within 0 to 1, and is the same in any order', () => {
  fc.assert(
    fc.property(groups, (some) => {
      const sums = sumsOf(some);
      const interval = groupedInterval(sums);
      const rate = sums.right / sums.of;
      expect(interval?.low).toBeGreaterThanOrEqual(0);
      expect(interval?.low).toBeLessThanOrEqual(rate);
      expect(interval?.high).toBeGreaterThanOrEqual(rate);
      expect(interval?.high).toBeLessThanOrEqual(1);
      expect(groupedInterval(sumsOf(some.toReversed()))).toEqual(interval);
    }),
  );
});

test('is wider if the same counts come from fewer groups', () => {
  fc.assert(
    fc.property(groups, (some) => {
      const [once, twice] = [sumsOf(some), sumsOf([...some, ...some])];
      expect(widthOf(twice)).toBeLessThan(widthOf(once));
      // Pairs of equal groups merged into one: the sums of counts stay the same, those of squares double.
      const joined = sumsOf(some.map(({ right, of }) => ({ right: 2 * right, of: 2 * of })));
      expect(widthOf(joined)).toBeGreaterThan(widthOf(twice));
    }),
  );
});

test('if every group has one item, it is the score interval with t and one trial less', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, share) => {
        const right = Math.max(1, Math.min(of - 1, Math.round(share * of)));
        const sums = { groups: of, right, of, rightRight: right, rightOf: right, ofOf: of };
        const expected = wilson(right / of, of - 1, studentT95(of - 1));
        expect(groupedInterval(sums)?.low).toBeCloseTo(expected.low, 12);
        expect(groupedInterval(sums)?.high).toBeCloseTo(expected.high, 12);
      },
    ),
  );
});

test('includes groups where all or none is right, and at most as many trials as items if all groups are alike', () => {
  const alike = (right: number, of: number, count: number) =>
    groupedInterval(sumsOf(Array.from({ length: count }, () => ({ right, of }))));
  expect(alike(7, 7, 9)).toEqual(wilson(1, 9, studentT95(8)));
  expect(alike(0, 7, 9)).toEqual(wilson(0, 9, studentT95(8)));
  expect(alike(3, 7, 9)).toEqual(wilson(3 / 7, 63, studentT95(8)));
  // The squares differ only in their last digits, beyond the precision of a floating-point number.
  expect(alike(1_000_001, 3_000_003, 6)).toEqual(wilson(1 / 3, 18_000_018, studentT95(5)));
});

test('matches a manual calculation for five groups', () => {
  // p = 8/15; residuals of 3 of 3, 0 of 3, 2 of 3, 1 of 3, 2 of 3: 1.4, -1.6, 0.4, -0.6, 0.4; squares sum to 5.2.
  const some = [3, 0, 2, 1, 2].map((right) => ({ right, of: 3 }));
  const variance = (5 / 4) * (5.2 / 225);
  const expected = wilson(8 / 15, ((8 / 15) * (7 / 15)) / variance, studentT95(4));
  expect(groupedInterval(sumsOf(some))?.low).toBeCloseTo(expected.low, 12);
  expect(groupedInterval(sumsOf(some))?.high).toBeCloseTo(expected.high, 12);
});

test('does not exist below five groups', () => {
  expect(groupedInterval(sumsOf([3, 0, 2, 1].map((right) => ({ right, of: 3 }))))).toBeNull();
  expect(groupedInterval(sumsOf([]))).toBeNull();
});

test('balanced accuracy of one class is its recall, with the same interval', () => {
  fc.assert(
    fc.property(groups, (some) => {
      const found = balancedAccuracy(some.map((one) => [one, { right: 0, of: 0 }]));
      const sums = sumsOf(some);
      expect(found?.value).toBeCloseTo(sums.right / sums.of, 12);
      expect(found?.interval?.low).toBeCloseTo(groupedInterval(sums)?.low ?? Number.NaN, 9);
      expect(found?.interval?.high).toBeCloseTo(groupedInterval(sums)?.high ?? Number.NaN, 9);
    }),
  );
});

test('balanced accuracy weighs classes equally, and variances add up if classes are in separate groups', () => {
  const few = [1, 0, 1, 1, 1].map((right) => [
    { right, of: 1 },
    { right: 0, of: 0 },
  ]);
  const many = [5, 10, 0, 5, 10].map((right) => [
    { right: 0, of: 0 },
    { right, of: 10 },
  ]);
  const found = balancedAccuracy([...few, ...many]);
  expect(found?.value).toBeCloseTo((0.8 + 0.6) / 2, 12);
  // Residuals ÷ Σ of ÷ 2 classes: squares of the first class sum to 0.8, of the second to 70.
  const variance = (10 / 9) * (0.8 / 25 / 4 + 70 / 2500 / 4);
  const expected = wilson(0.7, Math.min(55, 0.21 / variance), studentT95(9));
  expect(found?.interval?.low).toBeCloseTo(expected.low, 12);
  expect(found?.interval?.high).toBeCloseTo(expected.high, 12);
  expect(balancedAccuracy([])).toBeNull();
});
