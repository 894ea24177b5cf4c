/** Tests of the positions and cells of windows. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowOf } from '../../domain/fixtures/entry-fixtures';
import { placeAt, windowCells, windowPlaces, windowsRange } from './window-cells';

const windowAt = (startMs: number | null, endMs: number | null, correct: boolean | null = true) =>
  windowOf({ startMs, endMs, expected: 'a', correct, prediction: correct === false ? 'b' : 'a' });

describe('windowPlaces', () => {
  test('keeps consecutive windows unchanged', () => {
    expect(windowPlaces([windowAt(0, 1000), windowAt(1000, 2000)], 2000)).toEqual([
      { index: 0, from: 0, to: 1000 },
      { index: 1, from: 1000, to: 2000 },
    ]);
  });

  test('splits the overlap of windows in the middle, and keeps gaps', () => {
    const windows = [windowAt(0, 2000), windowAt(1000, 3000), windowAt(4000, 5000)];
    expect(windowPlaces(windows, 5000)).toEqual([
      { index: 0, from: 0, to: 1500 },
      { index: 1, from: 1500, to: 3000 },
      { index: 2, from: 4000, to: 5000 },
    ]);
  });

  test('orders windows by time and keeps their indexes', () => {
    expect(windowPlaces([windowAt(1000, 2000), windowAt(0, 1000)], 2000).map(({ index }) => index)).toEqual([
      1, 0,
    ]);
  });

  test('spreads windows evenly if one has no time', () => {
    expect(windowPlaces([windowAt(0, 10), windowAt(null, null)], 1000)).toEqual([
      { index: 0, from: 0, to: 500 },
      { index: 1, from: 500, to: 1000 },
    ]);
    expect(windowPlaces([windowAt(null, null)], 0)).toEqual([{ index: 0, from: 0, to: 1 }]);
  });

  test('never lets positions overlap for windows of equal length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000), { maxLength: 60 }),
        fc.integer({ min: 1, max: 3000 }),
        (starts, length) => {
          const places = windowPlaces(
            starts.map((start) => windowAt(start, start + length)),
            13_000,
          );
          for (const [at, place] of places.entries()) {
            expect(place.to).toBeGreaterThanOrEqual(place.from);
            const after = places[at + 1];
            if (after !== undefined) expect(after.from).toBeGreaterThanOrEqual(place.to);
          }
          expect(places.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
            starts.map((_, index) => index),
          );
        },
      ),
    );
  });
});

test('placeAt finds the window at a moment, otherwise the nearest', () => {
  const places = windowPlaces([windowAt(0, 1000), windowAt(3000, 4000)], 4000);
  expect(placeAt(places, 500)?.index).toBe(0);
  expect(placeAt(places, 1500)?.index).toBe(0);
  expect(placeAt(places, 2900)?.index).toBe(1);
  expect(placeAt(places, 9999)?.index).toBe(1);
  expect(placeAt([], 5)).toBeUndefined();
});

describe('windowCells', () => {
  test('gives each window its own cell if there is room', () => {
    const windows = [windowAt(0, 1000), windowAt(1000, 2000, false), windowAt(2000, 3000, null)];
    expect(windowCells(windows, windowPlaces(windows, 3000), [0, 3000], 300)).toEqual([
      { left: 0, right: 100, windows: 1, index: 0, expected: 'a', said: 'a', wrong: 0, notJudged: 0 },
      { left: 100, right: 200, windows: 1, index: 1, expected: 'a', said: 'b', wrong: 1, notJudged: 0 },
      { left: 200, right: 300, windows: 1, index: 2, expected: 'a', said: 'a', wrong: 0, notJudged: 1 },
    ]);
  });

  test('shows only what is in the range', () => {
    const windows = [windowAt(0, 1000), windowAt(1000, 2000), windowAt(2000, 3000)];
    const cells = windowCells(windows, windowPlaces(windows, 3000), [1000, 2000], 100);
    expect(cells.map(({ index, left, right }) => [index, left, right])).toEqual([[1, 0, 100]]);
  });

  test('draws nothing without room or time', () => {
    const windows = [windowAt(0, 1000)];
    expect(windowCells(windows, windowPlaces(windows, 1000), [0, 1000], 0)).toEqual([]);
    expect(windowCells(windows, windowPlaces(windows, 1000), [5, 5], 100)).toEqual([]);
  });

  test('never draws more cells than fit, however long windows overlap each other', () => {
    const windows = Array.from({ length: 2000 }, (_, at) => windowAt(at, at % 2 === 0 ? 1e6 : at));
    const cells = windowCells(windows, windowPlaces(windows, 1e6), [0, 1e6], 300);
    expect(cells.length).toBeLessThanOrEqual(100);
    expect(cells.reduce((total, cell) => total + cell.windows, 0)).toBe(2000);
  });

  test('has a position on the canvas for every window, whatever its times', () => {
    const windows = [windowAt(-1.7e308, 1.7e308), windowAt(0, 1.7e308), windowAt(5e-324, 1e-323)];
    for (const { left, right } of windowCells(windows, windowPlaces(windows, 1.7e308), [0, 1.7e308], 300)) {
      expect(left >= 0 && right <= 300).toBe(true);
    }
  });

  test('combines thousands without losing one, and never draws more cells than fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(true, false, null), { minLength: 1, maxLength: 3000 }),
        fc.integer({ min: 20, max: 500 }),
        (verdicts, width) => {
          const windows = verdicts.map((correct, at) => windowAt(at * 100, at * 100 + 200, correct));
          const length = verdicts.length * 100 + 100;
          const cells = windowCells(windows, windowPlaces(windows, length), [0, length], width);
          const sum = (pick: (cell: (typeof cells)[number]) => number) =>
            cells.reduce((total, cell) => total + pick(cell), 0);
          expect(sum((cell) => cell.windows)).toBe(verdicts.length);
          expect(sum((cell) => cell.wrong)).toBe(verdicts.filter((verdict) => verdict === false).length);
          expect(sum((cell) => cell.notJudged)).toBe(verdicts.filter((verdict) => verdict === null).length);
          expect(cells.length).toBeLessThanOrEqual(Math.ceil(width / 3) + 1);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('shows the error of a cell, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 200 }), fc.nat(), (count, seed) => {
        const wrong = seed % count;
        const windows = Array.from({ length: count }, (_, at) => windowAt(at, at + 1, at !== wrong));
        const cells = windowCells(windows, windowPlaces(windows, count), [0, count], 96, 4);
        expect(cells.length).toBeLessThanOrEqual(24);
        const seen = cells.filter((cell) => cell.wrong > 0);
        expect(seen.map(({ said }) => said)).toEqual(['b']);
        const [{ left = NaN, right = NaN } = {}] = seen;
        const middle = ((wrong + 0.5) * 96) / count;
        expect(left <= middle && middle <= right).toBe(true);
      }),
    );
  });

  test('shows the most frequent pair of the errors, never one that no window has', () => {
    const pairs = [
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
      ['b', 'c'],
    ] as const;
    const windows = pairs.map(([expected, prediction], at) =>
      windowOf({ startMs: at, endMs: at + 1, expected, prediction, correct: expected === prediction }),
    );
    const [cell, ...others] = windowCells(windows, windowPlaces(windows, 5), [0, 5], 3);
    expect(others).toEqual([]);
    expect(cell).toMatchObject({ expected: 'b', said: 'c', wrong: 4, windows: 5 });
  });
});

test('the range of windows contains them all, and the sample', () => {
  expect(windowsRange([windowAt(0, 1000), windowAt(1000, 2000)], 2500)).toEqual([0, 2500]);
  expect(windowsRange([windowAt(-500, 0), windowAt(0, 700)], null)).toEqual([-500, 700]);
  expect(windowsRange([windowAt(3, null)], null)).toEqual([0, 3]);
  expect(windowsRange([windowAt(null, null), windowAt(null, null)], null)).toEqual([0, 2]);
});
