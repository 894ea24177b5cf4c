/** The words of the matrix say what its numbers are, and never round to more than there is. */
import { describe, expect, test } from 'vitest';
import type { MatrixCell } from '../../../contract/summary';
import { densityOf, heatAxis, heatCells } from './matrix-cells';
import { orderedMatrix, type MatrixCounts } from './matrix-order';

const cells: readonly MatrixCell[] = [
  { expected: 'walking', said: 'walking', count: 100, incorrect: 7 },
  { expected: 'walking', said: 'idle', count: 14, incorrect: 14 },
  { expected: 'idle', said: 'idle', count: 20, incorrect: 0 },
  { expected: 'mixed', said: 'idle', count: 1, incorrect: 0 },
  { expected: null, said: 'idle', count: 3, incorrect: 0 },
];
const counts: MatrixCounts = { matrix: cells, matrixOther: { labels: 0, cells: [] } };
const matrix = orderedMatrix(counts, 'name', 30);
const at = (row: string | null, column: string | null, isShare = false) =>
  heatCells(matrix, isShare)[matrix.rows.indexOf(row)]?.[matrix.columns.indexOf(column)];
const colours = () => '#000';

describe('matrix cells', () => {
  test('a confusion says how many, and of how many', () => {
    expect(at('walking', 'idle')).toMatchObject({
      text: '14',
      tone: 'wrong',
      sentence: 'Expected walking, said idle: 14 samples (12.3\u202f% of walking)',
      canChoose: true,
    });
    expect(at('walking', 'idle', true)?.text).toBe('12.3\u202f%');
  });

  test('right by its label but incorrect, and wrong by its label but not counted so, are said', () => {
    expect(at('walking', 'walking')?.sentence).toMatch(/; 7 of them incorrect all the same$/);
    expect(at('mixed', 'idle')).toMatchObject({ tone: 'neutral' });
    expect(at('mixed', 'idle')?.sentence).toMatch(/: 1 sample \(.+\); not counted as incorrect$/);
  });

  test('an empty cell and one without a label are no filter', () => {
    expect(at('idle', 'walking')).toMatchObject({ text: '', heat: 0, canChoose: false });
    expect(at(null, 'idle')).toMatchObject({ text: '3', canChoose: false });
    expect(heatAxis(matrix, 'rows', colours).map(({ name, hint }) => [name, hint !== undefined])).toEqual([
      ['idle', true],
      ['mixed', true],
      ['walking', true],
      ['no label', false],
    ]);
  });

  test('what is folded is one entry, which can be opened, and cells of it are no filter', () => {
    const folded = orderedMatrix(counts, 'name', 1);
    const row = folded.rows.findIndex((label) => typeof label === 'symbol');
    expect(heatAxis(folded, 'rows', colours)[row]).toMatchObject({ name: '2 others', total: '115' });
    expect(heatAxis(folded, 'rows', colours)[row]?.hint).toBe('Show more of the 2 other labels');
    expect(heatCells(folded, false)[row]?.some(({ canChoose }) => canChoose)).toBe(false);
  });

  test('what the summary does not list is one entry that cannot be opened, beside a label of that name', () => {
    const named = { expected: '3 others', said: '3 others', count: 5, incorrect: 0 };
    const capped = orderedMatrix(
      { matrix: [named], matrixOther: { labels: 3, cells: [{ said: '3 others', count: 4, incorrect: 4 }] } },
      'name',
      30,
    );
    expect(
      heatAxis(capped, 'rows', colours).map(({ name, total, hint }) => [name, total, hint !== undefined]),
    ).toEqual([
      ['3 others', '5', true],
      ['3 others', '4', false],
    ]);
    expect(heatCells(capped, false).map((row) => row.map(({ canChoose }) => canChoose))).toEqual([
      [true],
      [false],
    ]);
  });

  test('where cells are narrow, nearly all is not written as all, nor a little as nothing', () => {
    const names = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const listed = names.flatMap((name) => [
      { expected: name, said: name, count: 99_950, incorrect: 0 },
      { expected: name, said: 'c0', count: name === 'c0' ? 0 : 50, incorrect: name === 'c0' ? 0 : 50 },
    ]);
    const many = orderedMatrix({ ...counts, matrix: listed }, 'name', 100);
    expect(densityOf(many)).toBe('tight');
    const shares = heatCells(many, true)[1];
    expect(shares?.[0]?.text).toBe('<1%');
    expect(shares?.[1]?.text).toBe('99%');
    expect(heatCells(many, false)[1]?.[1]?.text).toBe('99k');
  });
});
