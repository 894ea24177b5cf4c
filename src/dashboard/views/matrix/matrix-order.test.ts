/** The order of the matrix loses no sample, adds up what it folds, and puts the confused labels first. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MatrixCell } from '../../../contract/summary';
import { orderedMatrix, others, type AxisLabel, type MatrixOrder } from './matrix-order';

const label = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'uncertain', 'anomaly', null);
const cells = fc.uniqueArray(
  fc
    .record({ expected: label, said: label, count: fc.integer({ min: 1, max: 50 }), part: fc.nat(50) })
    .map(({ part, ...cell }): MatrixCell => ({ ...cell, incorrect: Math.min(part, cell.count) })),
  { selector: ({ expected, said }) => JSON.stringify([expected, said]) },
);
/** What a summary of at most so many labels has of the cells: the first labels, and the others added up. */
function countsOf(list: readonly MatrixCell[], limit = 100) {
  const labels = [...new Set(list.flatMap(({ expected, said }) => [expected, said]))];
  const listed = labels.filter((one) => one !== null).slice(0, limit);
  const isListed = (one: string | null) => one === null || listed.includes(one);
  const placed = list.map(({ expected, said, ...counts }) => ({
    ...counts,
    ...(isListed(expected) && { expected }),
    ...(isListed(said) && { said }),
  }));
  return {
    matrix: list.filter(({ expected, said }) => isListed(expected) && isListed(said)),
    matrixOther: {
      labels: labels.filter((one) => !isListed(one)).length,
      cells: placed.filter((cell) => cell.expected === undefined || cell.said === undefined),
    },
  };
}
const ordered = (list: readonly MatrixCell[], by: MatrixOrder, most: number, limit?: number) =>
  orderedMatrix(countsOf(list, limit), by, most);

const order = fc.constantFrom('confusion' as const, 'name' as const);
const most = fc.constantFrom(1, 2, 4, 100);

/** The labels that an entry of an axis stands for. */
function standsFor(entry: AxisLabel, axis: readonly AxisLabel[], list: readonly MatrixCell[]) {
  const all = [...new Set(list.flatMap(({ expected, said }) => [expected, said]))];
  return entry === others ? all.filter((one) => !axis.includes(one)) : [entry];
}

describe('matrix order', () => {
  test('every cell and total is the sum of its samples, folded or not', () => {
    fc.assert(
      fc.property(cells, order, most, most, (list, by, limit, listedMost) => {
        const matrix = ordered(list, by, limit, listedMost);
        const axis = [...new Set([...matrix.rows, ...matrix.columns])];
        let total = 0;
        for (const row of matrix.rows) {
          const expectedOnes = standsFor(row, axis, list);
          let rowTotal = 0;
          for (const column of matrix.columns) {
            const saidOnes = standsFor(column, axis, list);
            const sum = { count: 0, incorrect: 0 };
            for (const cell of list) {
              if (!expectedOnes.includes(cell.expected) || !saidOnes.includes(cell.said)) continue;
              sum.count += cell.count;
              sum.incorrect += cell.incorrect;
            }
            expect(matrix.cell(row, column)).toEqual(sum);
            rowTotal += sum.count;
          }
          expect(matrix.rowTotal(row)).toBe(rowTotal);
          total += rowTotal;
        }
        let samples = 0;
        for (const { count } of list) samples += count;
        expect(total).toBe(samples);
        expect(matrix.columns.reduce((sum, column) => sum + matrix.columnTotal(column), 0)).toBe(samples);
        expect(new Set(matrix.rows).size).toBe(matrix.rows.length);
      }),
    );
  });

  test('what is folded is no more confused than what is shown', () => {
    fc.assert(
      fc.property(cells, order, most, (list, by, limit) => {
        const matrix = ordered(list, by, limit);
        const axis = [...new Set([...matrix.rows, ...matrix.columns])];
        const confused = (one: AxisLabel) => {
          let sum = 0;
          for (const { expected, said, incorrect } of list)
            if (expected !== said && (expected === one || said === one)) sum += incorrect;
          return sum;
        };
        const folded = axis.includes(others) ? standsFor(others, axis, list) : [];
        expect(folded).toHaveLength(matrix.folded);
        expect(folded).not.toContain(null);
        const isClass = (one: AxisLabel) =>
          typeof one === 'string' &&
          (!['uncertain', 'anomaly'].includes(one) || list.some(({ expected }) => expected === one));
        const shown = axis.filter(isClass);
        expect(shown.length).toBe(matrix.folded > 0 ? limit : shown.length);
        for (const one of folded)
          for (const other of shown) expect(confused(one)).toBeLessThanOrEqual(confused(other));
      }),
    );
  });

  test('recall, precision and the largest confusion, against a plain loop', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const matrix = ordered(list, 'confusion', 100);
        for (const one of [...matrix.rows, ...matrix.columns]) {
          let right = 0;
          let expectedTotal = 0;
          let saidTotal = 0;
          let incorrect = 0;
          for (const cell of list) {
            if (cell.expected === one && cell.said === one) right += cell.count;
            if (cell.expected === one) expectedTotal += cell.count;
            if (cell.said === one) saidTotal += cell.count;
            if (cell.expected === one) incorrect += cell.incorrect;
          }
          const canJudge = one !== null && expectedTotal > 0 && (right > 0 || incorrect > 0);
          if (matrix.rows.includes(one))
            expect(matrix.recall(one)).toBe(canJudge ? right / expectedTotal : null);
          if (matrix.columns.includes(one))
            expect(matrix.precision(one)).toBe(
              one === null || expectedTotal === 0 ? null : right / saidTotal,
            );
        }
        let worst = 0;
        for (const { expected, said, incorrect } of list) {
          if (expected === said || expected === null || said === null) continue;
          const isWord = said === 'uncertain' || said === 'anomaly';
          if (isWord && !list.some((cell) => cell.expected === said)) continue;
          worst = Math.max(worst, incorrect);
        }
        expect(matrix.worst?.incorrect ?? 0).toBe(worst);
      }),
    );
  });

  const walks: readonly MatrixCell[] = [
    { expected: 'walk', said: 'walk', count: 90, incorrect: 0 },
    { expected: 'run', said: 'stairs', count: 9, incorrect: 9 },
    { expected: 'stairs', said: 'run', count: 5, incorrect: 5 },
    { expected: 'stairs', said: 'walk', count: 1, incorrect: 1 },
    { expected: 'run', said: 'uncertain', count: 30, incorrect: 30 },
    { expected: 'mixed', said: 'walk', count: 40, incorrect: 0 },
  ];

  test('the most confused first, the ones without a class last; by name where asked', () => {
    const { rows, columns, worst } = ordered(walks, 'confusion', 10);
    expect(rows).toEqual(['run', 'stairs', 'walk', 'mixed']);
    expect(columns).toEqual(['run', 'stairs', 'walk', 'uncertain']);
    expect(worst).toMatchObject({ expected: 'run', said: 'stairs' });
    expect(ordered(walks, 'name', 10).rows).toEqual(['mixed', 'run', 'stairs', 'walk']);
  });

  test('folded by confusion also where the order is by name', () => {
    const matrix = ordered(walks, 'name', 2);
    expect(matrix.rows).toEqual(['run', 'stairs', others]);
    expect(matrix.columns).toEqual(['run', 'stairs', others, 'uncertain']);
    expect(matrix.folded).toBe(2);
    expect(matrix.cell(others, others)).toEqual({ count: 130, incorrect: 0 });
  });

  test('a label that the model does not know has no recall; anomaly is a class where samples are labelled so', () => {
    expect(ordered(walks, 'name', 10).recall('mixed')).toBeNull();
    const anomalies = ordered(
      [
        { expected: 'anomaly', said: 'no anomaly', count: 3, incorrect: 3 },
        { expected: 'no anomaly', said: 'no anomaly', count: 7, incorrect: 0 },
      ],
      'confusion',
      10,
    );
    expect(anomalies.worst?.expected).toBe('anomaly');
    expect(anomalies.recall('anomaly')).toBe(0);
  });
});
