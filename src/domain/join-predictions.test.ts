/** Which window each of the job's predictions belongs to: by order, or by its start. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Classification, PredictionRecord } from '../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf, thresholdOf } from './fixtures/entry-fixtures';
import { unknownReasons } from './outcome';
import { defaultOutcomeRules } from './outcome-rules';
import { sampleFacts } from './sample-values';
import { verdictsOf } from './verdicts';

/** A window every 500 ms, with a score that identifies it. */
const block = (id: number, scores: readonly number[], classes: readonly [string, string] = ['a', 'b']) =>
  classificationOf('keras', {
    learnBlock: { id, type: 'keras' },
    intervalMs: 10,
    result: scores.map((score) => ({ [classes[0]]: score, [classes[1]]: 1 - score })),
    expectedLabels: scores.map((_, at) => ({ startIndex: at * 50, endIndex: at * 50 + 99, label: 'a' })),
    thresholds: [thresholdOf('min_score', 0.5)],
  });
const at = (startMs: number | null, prediction = 'a') =>
  predictionOf({ startMs, prediction, label: 'a', predictionCorrect: prediction === 'a' });
const placesOf = (blocks: Classification[], predictions: PredictionRecord[]) =>
  verdictsOf(entryOf({}, blocks, predictions), defaultOutcomeRules).map(({ window, score }) => [
    window,
    score,
  ]);

const four = block(3, [0.9, 0.8, 0.7, 0.6]);

test('as many as windows: in the order of their starts, whatever these are', () => {
  const predictions = [at(30, 'b'), at(20), at(7), at(7)];
  const verdicts = verdictsOf(entryOf({}, [four], predictions), defaultOutcomeRules);
  expect(verdicts.map(({ said, score }) => [said, score])).toEqual([
    ['a', 0.9],
    ['a', 0.8],
    ['a', 0.7],
    ['b', 0.6],
  ]);
});

describe('another number: by start', () => {
  test('within 1 ms', () => {
    expect(placesOf([four], [at(1001), at(499)])).toEqual([
      [1, 0.8],
      [2, 0.7],
    ]);
  });

  test('a prediction whose start matches no window has no numbers, and comes last', () => {
    expect(placesOf([four], [at(1002), at(0)])).toEqual([
      [0, 0.9],
      [4, null],
    ]);
    expect(placesOf([four], [at(null)])).toEqual([[4, null]]);
    expect(placesOf([{ ...four, expectedLabels: [] }], [at(0)])).toEqual([[4, null]]);
  });

  test('a second prediction for one window is not assigned to it', () => {
    expect(placesOf([four], [at(0), at(0, 'b')])).toEqual([
      [0, 0.9],
      [4, null],
    ]);
  });

  test('a window that was skipped has no verdict, but its scores count', () => {
    const { values, verdicts, windows } = sampleFacts(entryOf({}, [four], [at(0)]));
    expect(verdicts).toHaveLength(1);
    expect(windows).toEqual({ total: 1, judged: 1, correct: 1 });
    expect(values).toMatchObject({ confidence: 0.6, outcome: { main: 'correct' } });
  });
});

test('as many as windows and blocks: of those with equal starts, each goes to the block that has its word', () => {
  const blocks = [block(3, [0.9, 0.8]), block(5, [0.7, 0.6], ['on', 'off'])];
  const predictions = [at(500, 'off'), at(500, 'a'), at(0, 'a'), at(0, 'off')];
  const verdicts = verdictsOf(entryOf({}, blocks, predictions), defaultOutcomeRules);
  expect(verdicts.map((one) => [one.window, one.block, one.said])).toEqual([
    [0, 3, 'a'],
    [0, 5, 'off'],
    [1, 3, 'a'],
    [1, 5, 'off'],
  ]);
});

test('without scores every prediction is a window; under a trial they cannot be judged', () => {
  expect(placesOf([], [at(500), at(0)])).toEqual([
    [0, null],
    [1, null],
  ]);
  const trial = { ...defaultOutcomeRules, thresholds: new Map([['3.min_score', 0.95]]) };
  expect(verdictsOf(entryOf({}, [four], [at(0), at(9)]), trial)).toMatchObject([
    { window: 0, said: 'uncertain', result: 'incorrect' },
    { window: 4, said: null, result: 'unknown', unknownReason: unknownReasons.noScores },
  ]);
});

test('the order of predictions does not matter if all starts differ', () => {
  const starts = fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 6 });
  const shuffled = starts.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, again]) => {
      const predictions = (order: readonly number[]) =>
        order.map((startMs) => at(startMs, startMs % 2 === 0 ? 'a' : 'b'));
      const facts = sampleFacts(entryOf({}, [four], predictions(list)));
      expect(sampleFacts(entryOf({}, [four], predictions(again)))).toEqual(facts);
    }),
  );
});
