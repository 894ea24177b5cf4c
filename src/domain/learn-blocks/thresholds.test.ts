/** Which threshold has which role, whatever its key, and trial values for it. */
import { describe, expect, test } from 'vitest';
import { classificationOf, thresholdOf } from '../fixtures/entry-fixtures';
import { defaultOutcomeRules } from '../outcome-rules';
import { thresholdInForce, thresholdNumber, thresholdsOf, usesMeanScore } from './thresholds';

const trial = (...thresholds: [string, number | string][]) => ({
  ...defaultOutcomeRules,
  thresholds: new Map(thresholds),
});

describe('thresholdsOf', () => {
  test('keeps the order, and uses the own description, or else the key', () => {
    const block = classificationOf('keras-visual-anomaly', {
      thresholds: [
        {
          ...thresholdOf('anomaly_scoring_aggregation_method', 'max', 'Aggregation'),
          dropdownOptions: [{ description: 'Highest cell', value: 'max' }],
        },
        { ...thresholdOf('min_anomaly_score', 7.5), helpText: 'Above this …', suggestedValue: 8.1 },
        thresholdOf('__proto__', 1, ''),
      ],
    });
    expect(thresholdsOf(block, 'anomaly')).toEqual([
      {
        key: 'anomaly_scoring_aggregation_method',
        description: 'Aggregation',
        helpText: '',
        value: 'max',
        suggestedValue: null,
        options: [{ description: 'Highest cell', value: 'max' }],
        role: 'aggregation',
      },
      {
        key: 'min_anomaly_score',
        description: 'min_anomaly_score',
        helpText: 'Above this …',
        value: 7.5,
        suggestedValue: 8.1,
        options: [],
        role: 'anomaly',
      },
      expect.objectContaining({ key: '__proto__', description: '__proto__', role: null }),
    ]);
  });

  test('creates one from the deprecated rating only if the list has none for its role', () => {
    const old = classificationOf('keras-regression', { minimumConfidenceRating: 2.5 });
    expect(thresholdsOf(old, 'error')).toEqual([
      expect.objectContaining({
        key: 'minimum_confidence_rating',
        description: 'Maximum absolute error',
        value: 2.5,
        role: 'error',
      }),
    ]);
    const both = classificationOf('keras', {
      minimumConfidenceRating: 0.6,
      thresholds: [thresholdOf('x', 0.7)],
    });
    expect(thresholdsOf(both, 'score').map(({ key, role }) => [key, role])).toEqual([['x', 'score']]);
    const words = classificationOf('keras-visual-anomaly', {
      minimumConfidenceRating: 5,
      thresholds: [thresholdOf('anomaly_scoring_aggregation_method', 'mean')],
    });
    expect(thresholdsOf(words, 'anomaly').map(({ role }) => role)).toEqual(['aggregation', 'anomaly']);
    expect(thresholdsOf(old, null)).toEqual([]);
    expect(thresholdsOf(classificationOf('keras'), 'score')).toEqual([]);
  });
});

describe('thresholdInForce', () => {
  const scores = classificationOf('keras', {
    thresholds: [
      thresholdOf('min_anomaly_score', 0.3),
      thresholdOf('unclip_ratio', 1.5),
      thresholdOf('k1', 0.6, 'Minimum confidence'),
    ],
  });

  test.each([
    ['a known key', [thresholdOf('first', 1), thresholdOf('min_score', 0.4)], 0.4],
    ['its words', [thresholdOf('first', 1), thresholdOf('k', 0.4, 'Confidence threshold')], 0.4],
    ['the first number', [thresholdOf('mode', 'fast'), thresholdOf('k', 0.4), thresholdOf('l', 0.5)], 0.4],
    ['a number as text', [thresholdOf('min_score', '0.4')], 0.4],
    ['nothing', [thresholdOf('mode', 'fast')], null],
  ])('finds it by %s', (_, thresholds, value) => {
    const block = classificationOf('keras', { thresholds });
    expect(thresholdInForce(block, 'score', 'score', defaultOutcomeRules)).toBe(value);
  });

  test('words about anomalies are not about class scores', () => {
    expect(thresholdInForce(scores, 'score', 'score', defaultOutcomeRules)).toBe(0.6);
    expect(thresholdInForce(scores, 'anomaly', 'score', defaultOutcomeRules)).toBe(0.3);
    expect(thresholdInForce(scores, 'error', 'score', defaultOutcomeRules)).toBeNull();
  });

  test('a plain "min_score" in an anomaly block is its anomaly threshold', () => {
    const block = classificationOf('anomaly', { thresholds: [thresholdOf('min_score', 0.3)] });
    expect(thresholdInForce(block, 'anomaly', 'anomaly', defaultOutcomeRules)).toBe(0.3);
    expect(thresholdsOf(block, 'anomaly')[0]?.role).toBe('anomaly');
  });

  test('a trial value takes precedence, for this block and key only', () => {
    const value = (...thresholds: [string, number | string][]) =>
      thresholdInForce(scores, 'score', 'score', trial(...thresholds));
    expect(value(['3.k1', 0.9])).toBe(0.9);
    expect(value(['3.k1', '0.9'])).toBe(0.9);
    expect(value(['k1', 0.9])).toBe(0.6);
    expect(value(['4.k1', 0.8])).toBe(0.6);
    expect(value(['3.other', 0.8])).toBe(0.6);
    expect(value(['3.k1', 'high'])).toBe(0.6);
    expect(value(['3.k1', 0])).toBe(0);
  });

  test('a trial applies to the threshold that is created from the deprecated rating', () => {
    const block = classificationOf('keras', { minimumConfidenceRating: 0.6 });
    expect(thresholdInForce(block, 'score', 'score', trial(['3.minimum_confidence_rating', 0.9]))).toBe(0.9);
  });
});

test.each([
  ['max', undefined, false],
  ['mean', undefined, true],
  ['Average', undefined, true],
  ['max', 'mean', true],
  [undefined, undefined, false],
])('a grid is summed up by %s, trial %s: mean is %s', (value, tried, isMean) => {
  const key = 'anomaly_scoring_aggregation_method';
  const block = classificationOf('keras-visual-anomaly', {
    thresholds: value === undefined ? [] : [thresholdOf(key, value)],
  });
  const rules = tried === undefined ? defaultOutcomeRules : trial([`3.${key}`, tried]);
  expect(usesMeanScore(block, rules)).toBe(isMean);
});

test('a threshold as a number', () => {
  expect(thresholdNumber('0.5')).toBe(0.5);
  expect(thresholdNumber('max')).toBeNull();
  expect(thresholdNumber(Number.NaN)).toBeNull();
  expect(thresholdNumber(undefined)).toBeNull();
});
