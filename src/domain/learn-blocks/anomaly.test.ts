/** The rule of anomaly blocks: above the threshold, and how labels are compared with it. */
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, thresholdOf } from '../fixtures/entry-fixtures';
import { unknownReasons } from '../outcome';
import { defaultOutcomeRules } from '../outcome-rules';
import { entryWindows } from '../windows';

const judge = (
  label: string,
  result: Classification['result'],
  more: Partial<Classification> = {},
  rules = defaultOutcomeRules,
) =>
  entryWindows(
    entryOf({ label }, [
      classificationOf('anomaly-gmm', {
        result,
        thresholds: [thresholdOf('min_anomaly_score', 0.3)],
        ...more,
      }),
    ]),
    rules,
  )[0];

test.each([
  ['anomaly', 0.31, 'anomaly', true],
  ['anomaly', 0.3, 'no anomaly', false],
  ['no anomaly', 0.3, 'no anomaly', true],
  ['no anomaly', -0.42, 'no anomaly', true],
  ['no anomaly', 12, 'anomaly', false],
])('labelled %s with score %d it says %s: %s', (label, score, prediction, correct) => {
  expect(judge(label, [{ anomaly: score }])).toMatchObject({
    prediction,
    correct,
    anomaly: score,
    confidence: null,
  });
});

test.each(['anomaly', 'anomaly-gmm', 'keras-anomaly'])('%s blocks follow the same rule', (type) => {
  const entry = entryOf({ label: 'anomaly' }, [
    classificationOf(type, { result: [{ anomaly: 1 }], minimumConfidenceRating: 1 }),
  ]);
  expect(entryWindows(entry, defaultOutcomeRules)[0]?.prediction).toBe('no anomaly');
});

describe('what is expected', () => {
  const outcome = (label: string) => ({
    expectedAnomalyOutcome: [{ startIndex: 0, endIndex: 0, label }],
  });

  test("the job's expected outcome takes precedence over the label", () => {
    expect(judge('anomaly', [{ anomaly: 0 }], outcome('no anomaly'))?.correct).toBe(true);
    expect(judge('idle', [{ anomaly: 1 }], outcome('anomaly'))?.correct).toBe(true);
  });

  test("otherwise the project's own anomaly labels", () => {
    const rules = { anomalyLabels: ['rattle', 'squeak'], noAnomalyLabels: ['hum'] };
    expect(judge('squeak', [{ anomaly: 1 }], {}, rules)?.correct).toBe(true);
    expect(judge('hum', [{ anomaly: 1 }], {}, rules)?.correct).toBe(false);
    expect(judge('anomaly', [{ anomaly: 1 }], {}, rules)?.correct).toBeNull();
  });

  test('any other label cannot be judged', () => {
    expect(judge('idle', [{ anomaly: 1 }])).toMatchObject({
      prediction: 'anomaly',
      correct: null,
      unknownReason: unknownReasons.noAnomalyLabel,
    });
  });
});

test('no score or no threshold: no prediction', () => {
  expect(judge('anomaly', [{}])).toMatchObject({ prediction: null, unknownReason: unknownReasons.noScores });
  expect(judge('anomaly', [{ anomaly: 1 }], { thresholds: [] })).toMatchObject({
    prediction: null,
    correct: null,
    unknownReason: unknownReasons.noThreshold,
  });
});
