/** Tests of reading a FOMO grid: which cells become boxes, and which boxes match. */
import { describe, expect, it } from 'vitest';
import { cellsToBoxes, judge } from './fomo';

const labels = ['a', 'b'];

/** Scores of a 4 × 4 grid from [row, column, class, score] entries. */
function grid(...cells: [row: number, column: number, label: number, score: number][]): Float32Array {
  const scores = new Float32Array(4 * 4 * 3);
  for (const [row, column, label, score] of cells) scores[(row * 4 + column) * 3 + label] = score;
  return scores;
}

const box = (label: string, x: number, y: number) => ({
  label,
  x: x - 0.05,
  y: y - 0.05,
  width: 0.1,
  height: 0.1,
});

describe('cells to boxes', () => {
  it('takes only scores above the threshold', () => {
    expect(cellsToBoxes(grid([1, 2, 1, 0.5]), 4, labels, 0.5)).toEqual([]);
    expect(cellsToBoxes(grid([1, 2, 1, 0.75]), 4, labels, 0.5)).toEqual([
      { label: 'a', score: 0.75, x: 0.5, y: 0.25, width: 0.25, height: 0.25 },
    ]);
  });

  it('joins adjacent cells of one label, even if a later cell connects two', () => {
    const found = cellsToBoxes(grid([0, 0, 1, 0.75], [0, 2, 1, 0.875], [1, 1, 1, 0.625]), 4, labels, 0.5);
    expect(found).toEqual([{ label: 'a', score: 0.875, x: 0, y: 0, width: 0.75, height: 0.5 }]);
    expect(cellsToBoxes(grid([0, 0, 1, 0.75], [0, 1, 2, 0.75]), 4, labels, 0.5)).toHaveLength(2);
  });
});

describe('judging boxes', () => {
  it('lets several predictions share one truth and counts them all', () => {
    const { f1, precision, recall } = judge(
      [box('a', 0.5, 0.5), box('b', 0.1, 0.1)],
      [box('a', 0.45, 0.5), box('a', 0.6, 0.5), box('a', 0.9, 0.9)],
      labels,
    );
    expect(precision).toBeCloseTo(2 / 3);
    expect(recall).toBeCloseTo(2 / 3);
    expect(f1).toBeCloseTo(2 / 3);
  });

  it('writes x as the distance from the top and labels from 1', () => {
    expect(judge([box('b', 0.2, 0.7)], [], labels)).toMatchObject({
      f1: 0,
      debugInfo: { y_trues: [{ x: 0.7, y: 0.2, label: 2 }], y_preds: [], unassigned_y_true_idxs: [0] },
    });
  });

  it('finds nothing and is perfect, with the short debug information', () => {
    expect(judge([], [], labels)).toEqual({
      f1: 1,
      precision: 1,
      recall: 1,
      debugInfo: { assignments: [], unassigned_y_true_idxs: [], unassigned_y_pred_idxs: [] },
    });
  });
});
