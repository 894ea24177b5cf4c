/** Edge cases of the rule of classification blocks: ties, the exact minimum confidence, anomalies, unknown labels. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, thresholdOf } from '../fixtures/entry-fixtures';
import { evenNumber } from '../fixtures/number-fixtures';
import { unknownReasons } from '../outcome';
import { defaultOutcomeRules } from '../outcome-rules';
import { entryWindows } from '../windows';

type Scores = NonNullable<Classification['result']>[number];

const keras = (result: Scores[], more: Partial<Classification> = {}) =>
  classificationOf('keras', { result, thresholds: [thresholdOf('min_score', 0.6)], ...more });

const judge = (label: string, ...blocks: Classification[]) =>
  entryWindows(entryOf({ label }, blocks), defaultOutcomeRules).map(({ prediction, correct }) => [
    prediction,
    correct,
  ]);

test.each([
  ['the top class', { idle: 0.1, wave: 0.9 }, 'wave', true],
  ['another class', { idle: 0.9, wave: 0.1 }, 'idle', false],
  ['a score at the minimum is certain', { idle: 0.4, wave: 0.6 }, 'wave', true],
  ['a score below is not', { idle: 0.41, wave: 0.59 }, 'uncertain', false],
  ['a tie goes to the first', { idle: 0.7, wave: 0.7 }, 'idle', false],
  ['missing scores are left out', { idle: null, wave: 0.7 }, 'wave', true],
])('%s', (_, scores, prediction, correct) => {
  expect(judge('wave', keras([scores]))).toEqual([[prediction, correct]]);
});

describe('a score named anomaly', () => {
  const beside = classificationOf('anomaly', {
    learnBlock: { id: 4, type: 'anomaly' },
    result: [{ anomaly: -1 }],
    thresholds: [thresholdOf('min_anomaly_score', 0.3)],
  });
  const normal = keras([{ anomaly: 0.97, normal: 0.03 }]);

  test('belongs to a class if there is no anomaly block', () => {
    expect(judge('anomaly', normal)).toEqual([['anomaly', true]]);
    expect(judge('wave', keras([{ idle: 0.1, wave: 0.9, anomaly: 5 }]))).toEqual([['anomaly', false]]);
  });

  test('is an anomaly score if there is an anomaly block, unless the scores only add up with it', () => {
    expect(judge('wave', keras([{ idle: 0.1, wave: 0.9, anomaly: 5 }]), beside)).toEqual([['wave', true]]);
    expect(judge('anomaly', normal, beside)).toEqual([['anomaly', true]]);
  });

  test('is checked over all windows of the sample', () => {
    const windows = [
      { anomaly: 0.97, normal: 0.03 },
      { anomaly: 0.01, normal: 0.99 },
    ];
    expect(judge('normal', keras(windows), beside)).toEqual([
      ['anomaly', false],
      ['normal', true],
    ]);
    const [first, second] = windows;
    if (first === undefined || second === undefined) throw new Error('there are two');
    expect(judge('normal', keras([second]), beside)).toEqual([['normal', true]]);
    expect(judge('normal', keras([first, { anomaly: -3, normal: 1 }]), beside)).toEqual([
      ['uncertain', false],
      ['normal', true],
    ]);
  });
});

test('without a minimum nothing is uncertain', () => {
  const block = keras([{ idle: 0.2, wave: 0.3 }], { thresholds: [] });
  expect(judge('wave', block)).toEqual([['wave', true]]);
});

test('a window without scores has no prediction and cannot be judged', () => {
  const [window] = entryWindows(entryOf({}, [keras([{}])]), defaultOutcomeRules);
  expect(window).toMatchObject({
    prediction: null,
    correct: null,
    confidence: null,
    unknownReason: unknownReasons.noScores,
  });
});

describe('labels', () => {
  test('one that is not a class cannot be judged, with a reason', () => {
    const [window] = entryWindows(
      entryOf({ label: 'mystery' }, [keras([{ idle: 0.1, wave: 0.9 }])]),
      defaultOutcomeRules,
    );
    expect(window).toMatchObject({
      prediction: 'wave',
      correct: null,
      unknownReason: unknownReasons.noSuchClass,
    });
  });

  test.each(['toString', 'constructor', ' '])('%j is a label like any other', (label) => {
    expect(judge(label, keras([{ idle: 0.9 }]))).toEqual([['idle', null]]);
    expect(judge(label, keras([{ idle: 0.1, [label]: 0.9 }]))).toEqual([[label, true]]);
  });

  test('even "__proto__", as in JSON', () => {
    const scores: Scores = JSON.parse('{"idle":0.1,"__proto__":0.9}');
    expect(judge('__proto__', keras([scores]))).toEqual([['__proto__', true]]);
  });

  test("each window is compared with its own label, or the sample's if it has none", () => {
    const windows = [
      { idle: 0.9, wave: 0.1 },
      { idle: 0.9, wave: 0.1 },
    ];
    const expectedLabels = [
      { startIndex: 0, endIndex: 9, label: 'idle' },
      { startIndex: 10, endIndex: 19, label: 'wave' },
    ];
    expect(judge('both', keras(windows, { expectedLabels }))).toEqual([
      ['idle', true],
      ['idle', false],
    ]);
    expect(judge('idle', keras(windows))).toEqual([
      ['idle', true],
      ['idle', true],
    ]);
  });
});

describe('with an anomaly block', () => {
  const kmeans = (anomaly: number, threshold = 0.3) =>
    classificationOf('anomaly', {
      learnBlock: { id: 4, type: 'anomaly' },
      result: [{ anomaly }],
      thresholds: [thresholdOf('min_anomaly_score', threshold)],
    });
  const sure = keras([{ idle: 0.1, wave: 0.9 }]);

  test.each([
    ['wave', 0.31, 'anomaly', false],
    ['wave', 0.3, 'wave', true],
    ['anomaly', 0.31, 'anomaly', true],
    ['anomaly', 0.3, 'wave', false],
    ['no anomaly', 0.31, 'anomaly', false],
    ['no anomaly', 0.3, 'wave', true],
    ['mystery', 0.31, 'anomaly', null],
  ])('labelled %s with score %d it says %s: %s', (label, score, prediction, correct) => {
    expect(judge(label, sure, kmeans(score))).toEqual([[prediction, correct]]);
    expect(judge(label, kmeans(score), sure)).toEqual([[prediction, correct]]);
  });

  test('an anomaly takes precedence over uncertain', () => {
    expect(judge('wave', keras([{ idle: 0.5, wave: 0.5 }]), kmeans(1))).toEqual([['anomaly', false]]);
  });

  test('the score may be among the class scores, and the labels may be configured', () => {
    const entry = entryOf({ label: 'broken' }, [
      keras([{ idle: 0.1, wave: 0.9, anomaly: 0.5 }]),
      { ...kmeans(0), result: [] },
    ]);
    const rules = { anomalyLabels: ['broken'], noAnomalyLabels: ['whole'] };
    expect(entryWindows(entry, rules)).toMatchObject([
      { prediction: 'anomaly', correct: true, anomaly: 0.5 },
    ]);
  });
});

test('a trial minimum: equals sorting each window by a plain loop', () => {
  const scores = fc.dictionary(
    fc.constantFrom('idle', 'wave', 'snake', 'anomaly'),
    evenNumber({ min: 0, max: 1 }),
  );
  fc.assert(
    fc.property(fc.array(scores), evenNumber({ min: 0, max: 1 }), (windows, minimum) => {
      const rules = { ...defaultOutcomeRules, thresholds: new Map([['3.min_score', minimum]]) };
      const said = entryWindows(entryOf({ label: 'wave' }, [keras(windows)]), rules);
      expect(said).toHaveLength(windows.length);
      for (const [index, window] of windows.entries()) {
        const [best] = Object.entries(window).toSorted(([, a], [, b]) => b - a);
        const wanted = best === undefined ? null : best[1] < minimum ? 'uncertain' : best[0];
        expect(said[index]?.prediction).toBe(wanted);
        expect(said[index]?.confidence).toBe(best?.[1] ?? null);
        // A class that occurs in any window of the sample is a class of the model.
        const isClass = windows.some((scored) => scored['wave'] !== undefined);
        const isJudged = best !== undefined && isClass;
        expect(said[index]?.correct).toBe(isJudged ? wanted === 'wave' : null);
      }
    }),
  );
});
