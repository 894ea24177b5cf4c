/** Thinning a signal loses nothing that would be visible in a chart. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinSignal, type TakeValues } from './thin-signal';

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const signals = fc.record({
  from: fc.nat(1000),
  points: fc.integer({ min: 2, max: 60 }),
  columns: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(300)).chain(([sensors, length]) =>
    fc.array(fc.array(value, { minLength: length, maxLength: length }), {
      minLength: sensors,
      maxLength: sensors,
    }),
  ),
});

function thin(columns: readonly (readonly number[])[], from: number, points: number) {
  const length = columns[0]?.length ?? 0;
  const read = (take: TakeValues) =>
    columns.forEach((column, sensor) => take(sensor, from, Float64Array.from(column)));
  return thinSignal({ from, to: from + length, sensors: columns.length, read }, points);
}

describe('a thinned signal', () => {
  it('is the signal itself if it fits', () => {
    fc.assert(
      fc.property(signals, ({ from, points, columns }) => {
        const length = columns[0]?.length ?? 0;
        fc.pre(length <= points);
        expect(thin(columns, from, points)).toEqual({
          indexes: Array.from({ length }, (_, index) => from + index),
          series: columns.map((column) => column.map((one) => (Number.isNaN(one) ? null : one))),
          isThinned: false,
        });
      }),
    );
  });

  it('has at most the requested number of points, ascending, the same number for every sensor', () => {
    fc.assert(
      fc.property(signals, ({ from, points, columns }) => {
        const { indexes, series } = thin(columns, from, points);
        expect(indexes.length).toBeLessThanOrEqual(points);
        expect(indexes.every((index, at) => at === 0 || index > (indexes[at - 1] ?? index))).toBe(true);
        expect(series.map((list) => list.length)).toEqual(columns.map(() => indexes.length));
        const length = columns[0]?.length ?? 0;
        expect(indexes.every((index) => index >= from && index < from + length)).toBe(true);
      }),
    );
  });

  it('has the lowest and highest value between any two of its points, in their original order', () => {
    fc.assert(
      fc.property(signals, ({ from, points, columns }) => {
        const { indexes, series, isThinned } = thin(columns, from, points);
        fc.pre(isThinned);
        for (let at = 0; at < indexes.length; at += 2) {
          const [first, last] = [(indexes[at] ?? 0) - from, (indexes[at + 1] ?? 0) - from];
          columns.forEach((column, sensor) => {
            const bucket = column.slice(first, last + 1).filter((one) => !Number.isNaN(one));
            // JSON does not distinguish -0 from 0, so they are treated as equal here.
            const pair = [series[sensor]?.[at], series[sensor]?.[at + 1]].map((one) => (one === 0 ? 0 : one));
            if (bucket.length === 0) {
              expect(pair).toEqual([null, null]);
              return;
            }
            const low = bucket.reduce((a, b) => Math.min(a, b));
            const high = bucket.reduce((a, b) => Math.max(a, b));
            const inOrder = bucket.findIndex((one) => one === low) <= bucket.findIndex((one) => one === high);
            expect(pair).toEqual((inOrder ? [low, high] : [high, low]).map((one) => (one === 0 ? 0 : one)));
          });
        }
        // Every reading belongs to one bucket.
        const starts = indexes.filter((_, at) => at % 2 === 0);
        const ends = indexes.filter((_, at) => at % 2 === 1);
        expect(starts[0]).toBe(from);
        expect(ends.at(-1)).toBe(from + (columns[0]?.length ?? 0) - 1);
        starts.slice(1).forEach((start, at) => expect(start).toBe((ends[at] ?? 0) + 1));
      }),
    );
  });
});
