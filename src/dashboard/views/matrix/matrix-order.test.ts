/** The ordered matrix loses no verdict, adds up what it folds, and puts the confused labels first. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MatrixCell } from '../../../contract/schemas/summary';
import { orderedMatrix, others, type AxisLabel, type MatrixOrder } from './matrix-order';

const label = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'uncertain', 'anomaly', null);
const cells = fc.uniqueArray(
  fc
    .record({
      expected: label,
      said: label,
      count: fc.integer({ min: 1, max: 50 }),
      samples: fc.integer({ min: 1, max: 50 }),
      judged: fc.nat(50),
      incorrect: fc.nat(50),
    })
    .map(({ count, samples, judged, incorrect, ...words }): MatrixCell => {
      const most = Math.min(judged, count);
      return {
        ...words,
        count,
        samples: Math.min(samples, count),
        judged: most,
        incorrect: Math.min(incorrect, most),
      };
    }),
  { selector: ({ expected, said }) => JSON.stringify([expected, said]) },
);
/** The cells in a summary with at most this many labels: those of the first labels, and the others added up. */
function countsOf(list: readonly MatrixCell[], limit = 100) {
  const labels = [...new Set(list.flatMap(({ expected, said }) => [expected, said]))];
  const listed = labels.filter((one) => one !== null).slice(0, limit);
  const isListed = (one: string | null) => one === null || listed.includes(one);
  const placed = list.map(({ expected, said, count, judged, incorrect }) => ({
    count,
    judged,
    incorrect,
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

/** The labels that an entry of an axis represents. */
function standsFor(entry: AxisLabel, axis: readonly AxisLabel[], list: readonly MatrixCell[]) {
  const all = [...new Set(list.flatMap(({ expected, said }) => [expected, said]))];
  return entry === others ? all.filter((one) => !axis.includes(one)) : [entry];
}

describe('matrix order', () => {
  test('every cell and total is the sum of its verdicts, folded or not', () => {
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
            const sum = { count: 0, judged: 0, incorrect: 0 };
            const ofCell = list.filter(
              ({ expected, said }) => expectedOnes.includes(expected) && saidOnes.includes(said),
            );
            for (const cell of ofCell) {
              sum.count += cell.count;
              sum.judged += cell.judged;
              sum.incorrect += cell.incorrect;
            }
            const { samples, ...counts } = matrix.cell(row, column);
            expect(counts).toEqual(sum);
            // A sample may be in several cells, so their samples cannot be added up.
            if (row !== others && column !== others) expect(samples).toBe(ofCell[0]?.samples ?? 0);
            else if (ofCell.length > 1) expect(samples).toBeNull();
            rowTotal += sum.count;
          }
          expect(matrix.rowTotal(row)).toBe(rowTotal);
          total += rowTotal;
        }
        let verdicts = 0;
        for (const { count } of list) verdicts += count;
        expect(total).toBe(verdicts);
        expect(matrix.columns.reduce((sum, column) => sum + matrix.columnTotal(column), 0)).toBe(verdicts);
        expect(new Set(matrix.rows).size).toBe(matrix.rows.length);
      }),
    );
  });

  test('folded labels are no more confused than visible ones', () => {
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

  test('recall, precision and the largest confusion, compared with a plain loop', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const matrix = ordered(list, 'confusion', 100);
        for (const one of [...matrix.rows, ...matrix.columns]) {
          let right = 0;
          let judgedExpected = 0;
          let judgedSaid = 0;
          for (const { expected, said, judged } of list) {
            if (expected === one && said === one) right += judged;
            if (expected === one) judgedExpected += judged;
            if (said === one) judgedSaid += judged;
          }
          const isLabel = one !== null && judgedExpected > 0;
          if (matrix.rows.includes(one))
            expect(matrix.recall(one)).toBe(isLabel ? right / judgedExpected : null);
          if (matrix.columns.includes(one))
            expect(matrix.precision(one)).toBe(isLabel && judgedSaid > 0 ? right / judgedSaid : null);
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

  const cell = (expected: string, said: string, count: number, incorrect: number): MatrixCell => ({
    expected,
    said,
    count,
    samples: count,
    judged: count,
    incorrect,
  });
  const walks: readonly MatrixCell[] = [
    cell('walk', 'walk', 90, 0),
    cell('run', 'stairs', 9, 9),
    cell('stairs', 'run', 5, 5),
    cell('stairs', 'walk', 1, 1),
    cell('run', 'uncertain', 30, 30),
    { ...cell('mixed', 'walk', 40, 0), judged: 0 },
  ];

  test('the most confused first, the ones without a class last; by name if requested', () => {
    const { rows, columns, worst } = ordered(walks, 'confusion', 10);
    expect(rows).toEqual(['run', 'stairs', 'walk', 'mixed']);
    expect(columns).toEqual(['run', 'stairs', 'walk', 'uncertain']);
    expect(worst).toMatchObject({ expected: 'run', said: 'stairs' });
    expect(ordered(walks, 'name', 10).rows).toEqual(['mixed', 'run', 'stairs', 'walk']);
  });

  test('folded by confusion even if the order is by name', () => {
    const matrix = ordered(walks, 'name', 2);
    expect(matrix.rows).toEqual(['run', 'stairs', others]);
    expect(matrix.columns).toEqual(['run', 'stairs', others, 'uncertain']);
    expect(matrix.folded).toBe(2);
    expect(matrix.cell(others, others)).toEqual({ count: 130, samples: null, judged: 90, incorrect: 0 });
  });

  test('a label that the model does not know has no recall; anomaly is a class if samples have it as label', () => {
    expect(ordered(walks, 'name', 10).recall('mixed')).toBeNull();
    const anomalies = ordered(
      [cell('anomaly', 'no anomaly', 3, 3), cell('no anomaly', 'no anomaly', 7, 0)],
      'confusion',
      10,
    );
    expect(anomalies.worst?.expected).toBe('anomaly');
    expect(anomalies.recall('anomaly')).toBe(0);
  });
});
