/** The rule of visual anomaly blocks: the highest cell or the mean, including exactly the threshold. */
import { describe, expect, test } from 'vitest';
import type { AnomalyResult } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf, thresholdOf } from '../fixtures/entry-fixtures';
import { defaultOutcomeRules } from '../outcome-rules';
import { entryWindows } from '../windows';

const judge = (anomalyResult: AnomalyResult[], threshold: number, method?: string) =>
  entryWindows(
    entryOf({ label: 'anomaly' }, [
      classificationOf('keras-visual-anomaly', {
        anomalyResult,
        thresholds: [
          ...(method === undefined ? [] : [thresholdOf('anomaly_scoring_aggregation_method', method)]),
          thresholdOf('min_anomaly_score', threshold),
        ],
      }),
    ]),
    defaultOutcomeRules,
  )[0];

const scores = [
  [1, 2],
  [3, 6],
];

describe('the highest cell', () => {
  test.each([
    ['by the cells', [{ scores }]],
    ['by the stated maximum', [{ maxScore: 6 }]],
  ])('%s: at the threshold it is an anomaly', (_, result) => {
    expect(judge(result, 6)).toMatchObject({ prediction: 'anomaly', correct: true, anomaly: 6 });
    expect(judge(result, 6.01)).toMatchObject({ prediction: 'no anomaly', correct: false });
  });
});

describe('the mean', () => {
  test.each([
    ['of the cells', [{ scores }]],
    ['as stated', [{ scores: [[9]], meanScore: 3 }]],
  ])('%s, where the block says so', (_, result) => {
    expect(judge(result, 3, 'mean')?.prediction).toBe('anomaly');
    expect(judge(result, 3.01, 'mean')?.prediction).toBe('no anomaly');
    expect(judge(result, 3.01, 'max')?.prediction).toBe('anomaly');
  });
});

test("without its own grid: the job's grid, then the score among the classes", () => {
  const block = classificationOf('keras-visual-anomaly', {
    result: [{ anomaly: 4 }],
    minimumConfidenceRating: 5,
  });
  const withGrid = entryOf({ label: 'anomaly' }, [block], [predictionOf({ anomalyScores: scores })]);
  expect(entryWindows(withGrid, defaultOutcomeRules, 'rules')[0]).toMatchObject({
    prediction: 'anomaly',
    anomaly: 6,
    confidence: null,
  });
  const without = entryOf({ label: 'anomaly' }, [block]);
  expect(entryWindows(without, defaultOutcomeRules)[0]).toMatchObject({
    prediction: 'no anomaly',
    anomaly: 4,
  });
});
