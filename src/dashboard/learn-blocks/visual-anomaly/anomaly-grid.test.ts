/** Tests of the anomaly grid and its colour scale. */
import { expect, test } from 'vitest';
import { classificationOf, predictionOf, thresholdOf } from '../../../domain/fixtures/entry-fixtures';
import { anomalyGrid, drawnCells, gridScale } from './anomaly-grid';

const grid = [
  [1, 2],
  [3, 4],
];

test('the grid comes from the block, otherwise from the prediction', () => {
  const own = classificationOf('keras-visual-anomaly', {
    anomalyResult: [{ scores: grid }],
    thresholds: [thresholdOf('min_anomaly_score', 5)],
  });
  expect(anomalyGrid(own, undefined, 0, [0, 9])).toEqual({
    rows: grid,
    threshold: 5,
    scale: [0, 9],
  });
  const empty = classificationOf('keras-visual-anomaly');
  const ofJob = predictionOf({ anomalyScores: grid });
  expect(anomalyGrid(empty, ofJob, 0, null)?.rows).toEqual(grid);
  expect(anomalyGrid(empty, undefined, 1, null)).toBeNull();
});

test('the scale is the run’s, whatever this picture has', () => {
  expect(gridScale([3, 20], 12, grid)).toEqual([0, 20]);
  expect(gridScale([-2, 4], 12, grid)).toEqual([-2, 12]);
  expect(gridScale(null, null, grid)).toEqual([0, 4]);
  expect(gridScale([0, 0], null, [[0]])).toEqual([0, 1]);
});

test('a fine grid is drawn in fewer cells without hiding a high score', () => {
  expect(drawnCells([[1, 2], [], [3]])).toEqual([[1, 2], [], [3]]);
  const fine = Array.from({ length: 500 }, (_, y) => Array.from({ length: 300 }, (_cell, x) => -(x + y) - 1));
  fine[123]?.splice(200, 1, 9);
  const drawn = drawnCells(fine);
  expect(drawn.length).toBeLessThan(100);
  expect(drawn.every((row) => row.length < 100)).toBe(true);
  expect(Math.max(...drawn.flat())).toBe(9);
  expect(drawn[0]?.[0]).toBe(-1);
});
