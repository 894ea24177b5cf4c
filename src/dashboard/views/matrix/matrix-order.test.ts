/** The order of the matrix loses no sample and puts the confused labels first. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedMatrix } from './matrix-order';

const label = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', null);
const cells = fc.uniqueArray(
  fc
    .record({ expected: label, said: label, count: fc.integer({ min: 1, max: 50 }) })
    .map((cell) => ({ ...cell, incorrect: 0 })),
  { selector: ({ expected, said }) => JSON.stringify([expected, said]) },
);

test('counts, totals and the largest confusion equal a plain loop', () => {
  fc.assert(
    fc.property(cells, fc.constantFrom('confusion' as const, 'name' as const), (list, order) => {
      const matrix = orderedMatrix(list, order, 100);
      for (const row of matrix.rows) {
        let total = 0;
        for (const cell of list) if (cell.expected === row) total += cell.count;
        expect(matrix.rowTotal(row)).toBe(total);
        expect(matrix.columns.reduce((sum, column) => sum + matrix.count(row, column), 0)).toBe(total);
      }
      let worst = 0;
      let worstOfClasses = 0;
      for (const { expected, said, count } of list) {
        if (expected === said) continue;
        worst = Math.max(worst, count);
        if (expected !== null && said !== null) worstOfClasses = Math.max(worstOfClasses, count);
      }
      expect(matrix.mostWrong).toBe(worst);
      expect(matrix.worst?.count ?? 0).toBe(worstOfClasses);
      expect(new Set(matrix.rows).size).toBe(matrix.rows.length);
      expect(matrix.rows.length).toBe(new Set(list.map(({ expected }) => expected)).size);
    }),
  );
});

test('the most confused first, the ones without a class last; by name where asked', () => {
  const list = [
    { expected: 'walk', said: 'walk', count: 90, incorrect: 0 },
    { expected: 'run', said: 'stairs', count: 9, incorrect: 9 },
    { expected: 'stairs', said: 'run', count: 5, incorrect: 5 },
    { expected: 'stairs', said: 'walk', count: 1, incorrect: 1 },
    { expected: 'run', said: 'uncertain', count: 30, incorrect: 30 },
  ];
  expect(orderedMatrix(list, 'confusion', 10).rows).toEqual(['run', 'stairs', 'walk']);
  expect(orderedMatrix(list, 'name', 10).columns).toEqual(['run', 'stairs', 'walk', 'uncertain']);
  expect(orderedMatrix(list, 'name', 2)).toMatchObject({ rows: ['run', 'stairs'], folded: 2 });
});
