/** The rule of regression blocks: the maximum absolute error, inclusive in both directions. */
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, thresholdOf } from '../fixtures/entry-fixtures';
import { unknownReasons } from '../outcome';
import { defaultOutcomeRules } from '../outcome-rules';
import { entryWindows } from '../windows';

const judge = (label: string, result: Classification['result'], more: Partial<Classification> = {}) =>
  entryWindows(
    entryOf({ label }, [
      classificationOf('keras-regression', { result, thresholds: [thresholdOf('k', 2)], ...more }),
    ]),
    defaultOutcomeRules,
  )[0];

test.each([
  ['12', 13, true],
  ['12', 14, true],
  ['12', 10, true],
  ['12', 14.5, false],
  ['12', 9.5, false],
  [' -1.5e1 ', -16, true],
])('label %j, value %d: %s', (label, value, correct) => {
  expect(judge(label, [{ value }])).toMatchObject({ prediction: String(value), correct, confidence: null });
});

describe('cannot be judged', () => {
  test.each(['', 'warm', '0x10', '12 °C'])('where the label %j is no number', (label) => {
    expect(judge(label, [{ value: 12 }])).toMatchObject({
      prediction: '12',
      correct: null,
      unknownReason: unknownReasons.noNumber,
    });
  });

  test('without a value or a maximum error', () => {
    expect(judge('12', [{}])?.unknownReason).toBe(unknownReasons.noScores);
    expect(judge('12', [{ value: null }])?.unknownReason).toBe(unknownReasons.noScores);
    expect(judge('12', [{ a: 1, b: 2 }])?.unknownReason).toBe(unknownReasons.noExpectedValues);
    expect(judge('12', [{ value: 12 }], { thresholds: [] })?.unknownReason).toBe(unknownReasons.noThreshold);
  });
});

test('the deprecated rating is the maximum error, and may be above 1', () => {
  const old = { thresholds: [], minimumConfidenceRating: 3 };
  expect(judge('12', [{ value: 15 }], old)?.correct).toBe(true);
  expect(judge('12', [{ value: 15.01 }], old)?.correct).toBe(false);
});

test('a single output under another name is the value', () => {
  expect(judge('12', [{ temperature: 12.5 }])).toMatchObject({ prediction: '12.5', correct: true });
});
