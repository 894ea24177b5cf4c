/** Accuracy, precision, recall, F1 and the matrix from counts, compared with plain loops. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracyOf, matrixOf, metricsOf, type CellCount } from './metrics';

const anyLabel = fc.constantFrom('idle', 'wave', 'snake', '__proto__', 'constructor');
const cells = fc.array(
  fc.record({
    expected: fc.option(anyLabel),
    said: fc.option(fc.oneof(anyLabel, fc.constant('uncertain'))),
    count: fc.integer({ min: 1, max: 9 }),
  }),
);

const asPairs = (counted: readonly CellCount[]) =>
  counted.flatMap(({ expected, said, count }) =>
    Array.from({ length: count }, (): [string | null, string | null] => [expected, said]),
  );

describe('metricsOf', () => {
  test('a worked example', () => {
    const metrics = metricsOf([
      { expected: 'idle', said: 'idle', count: 8 },
      { expected: 'idle', said: 'wave', count: 1 },
      { expected: 'idle', said: 'uncertain', count: 1 },
      { expected: 'wave', said: 'wave', count: 3 },
      { expected: 'wave', said: 'idle', count: 2 },
    ]);
    expect(metrics.accuracy).toBeCloseTo(11 / 15);
    expect(metrics.balancedAccuracy).toBeCloseTo((0.8 + 0.6) / 2);
    expect(metrics.classes.map(({ label }) => label)).toEqual(['idle', 'uncertain', 'wave']);
    expect(metrics.classes[0]).toMatchObject({ precision: 0.8, recall: 0.8, f1: 0.8 });
    expect(metrics.classes[1]).toMatchObject({ precision: 0, recall: null, f1: 0 });
    expect(metrics.classes[2]).toMatchObject({ precision: 0.75, recall: 0.6 });
    expect(metrics.macroF1).toBeCloseTo((0.8 + 6 / 9) / 2);
  });

  test('nothing to count is null, not 0 or NaN', () => {
    const nothing = metricsOf([{ expected: null, said: 'idle', count: 3 }]);
    expect(nothing).toEqual({
      total: 0,
      correct: 0,
      accuracy: null,
      macroF1: null,
      balancedAccuracy: null,
      classes: [],
    });
    expect(accuracyOf({ correct: 0, incorrect: 0 })).toBeNull();
    expect(accuracyOf({ correct: 3, incorrect: 1 })).toBe(0.75);
  });

  test('equals counting every window in a plain loop', () => {
    fc.assert(
      fc.property(cells, (counted) => {
        const pairs = asPairs(counted).filter(([expected, said]) => expected !== null && said !== null);
        const metrics = metricsOf(counted);
        expect(metrics.total).toBe(pairs.length);
        expect(metrics.correct).toBe(pairs.filter(([expected, said]) => expected === said).length);
        for (const { label, precision, recall, f1 } of metrics.classes) {
          const hits = pairs.filter(([expected, said]) => expected === label && said === label).length;
          const expectedCount = pairs.filter(([expected]) => expected === label).length;
          const saidCount = pairs.filter(([, said]) => said === label).length;
          expect(precision).toBe(saidCount === 0 ? null : hits / saidCount);
          expect(recall).toBe(expectedCount === 0 ? null : hits / expectedCount);
          const harmonic =
            precision && recall ? (2 * precision * recall) / (precision + recall) : hits > 0 ? NaN : 0;
          expect(f1).toBeCloseTo(harmonic, 12);
        }
      }),
    );
  });
});

describe('matrixOf', () => {
  test('rows and columns in text order, none last, shares of the row', () => {
    const matrix = matrixOf([
      { expected: 'wave', said: 'idle', count: 1 },
      { expected: 'wave', said: 'wave', count: 3 },
      { expected: null, said: 'idle', count: 2 },
      { expected: 'idle', said: null, count: 5 },
    ]);
    expect(matrix.expected).toEqual(['idle', 'wave', null]);
    expect(matrix.said).toEqual(['idle', 'wave', null]);
    expect(matrix.counts).toEqual([
      [0, 0, 5],
      [1, 3, 0],
      [2, 0, 0],
    ]);
    expect(matrix.shares[1]).toEqual([0.25, 0.75, 0]);
    expect(matrix.rowTotals).toEqual([5, 4, 2]);
    expect(matrix.columnTotals).toEqual([3, 3, 5]);
    expect(matrix.total).toBe(11);
  });

  test('every cell equals a plain count, whatever the names of the labels', () => {
    fc.assert(
      fc.property(cells, (counted) => {
        const pairs = asPairs(counted);
        const matrix = matrixOf(counted);
        for (const [row, expected] of matrix.expected.entries()) {
          for (const [column, said] of matrix.said.entries()) {
            const wanted = pairs.filter((pair) => pair[0] === expected && pair[1] === said).length;
            expect(matrix.counts[row]?.[column]).toBe(wanted);
          }
        }
        expect(matrix.total).toBe(pairs.length);
      }),
    );
  });
});
