/** The value of every field of an entry, by example and compared with plain loops. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleFieldNames } from '../contract/fields';
import type { Classification, PredictionRecord } from '../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf, thresholdOf } from './fixtures/entry-fixtures';
import { evenNumber } from './fixtures/number-fixtures';
import { unknownReasons } from './outcome';
import { defaultOutcomeRules, mostFrequentPrediction, sampleFacts } from './sample-values';

const valuesOf = (...entry: Parameters<typeof entryOf>) => sampleFacts(entryOf(...entry)).values;

test('every field of samples has a value', () => {
  const bare = valuesOf({ filename: undefined, label: undefined }, []);
  expect(Object.keys(bare)).toEqual(sampleFieldNames);
  expect(bare).toMatchObject({
    outcome: { main: 'unknown', all: ['unknown'] },
    label: { main: null, all: [] },
    prediction: { main: null, all: [] },
    confidence: null,
    anomaly: null,
    f1: null,
    metadata: [],
    id: 7,
    search: null,
  });
});

test('reads the sample and the predictions', () => {
  const entry = entryOf(
    { id: 4711, deviceName: 'Desk', metadata: { room: 'A 1', floor: 2, gone: null }, totalLengthMs: 900 },
    [
      classificationOf('keras', {
        result: [
          { idle: 0.2, wave: 0.8 },
          { idle: 0.55, wave: 0.45 },
        ],
      }),
      classificationOf('anomaly', { result: [{ anomaly: 0.1 }, { anomaly: 0.4 }] }),
    ],
    [
      predictionOf({ prediction: 'wave', predictionCorrect: true }, 0),
      predictionOf({ prediction: 'uncertain', predictionCorrect: false }, 1),
    ],
  );
  expect(sampleFacts(entry)).toMatchObject({
    values: {
      id: 4711,
      outcome: { main: 'incorrect' },
      prediction: { main: 'wave', all: ['wave', 'uncertain'] },
      confidence: 0.55,
      anomaly: 0.4,
      search: 'wave01\nwave\nDesk\nA 1\n2',
      length: 900,
      device: { main: 'Desk', all: ['Desk'] },
      metadata: [
        ['room', 'A 1'],
        ['floor', '2'],
      ],
    },
    windows: { total: 2, judged: 2, correct: 1 },
    unknownReason: null,
  });
});

describe('the prediction of a sample', () => {
  test.each([
    [['a', 'b', 'b'], 'b'],
    [['b', 'a', 'a', 'b'], 'b'],
    [['a', null], 'a'],
    [[null], null],
    [[], null],
    [['__proto__', 'a', '__proto__'], '__proto__'],
  ])('of %j is %s', (predictions, most) => {
    expect(mostFrequentPrediction(predictions.map((text) => ({ text, prediction: undefined })))).toBe(most);
  });
});

describe('why an outcome is unknown', () => {
  const keras = classificationOf('keras', { result: [{ idle: 0.1, wave: 0.9 }] });
  test.each<[string, Classification[], PredictionRecord[], string]>([
    ['no predictions, no scores', [], [], unknownReasons.noPredictions],
    ['not judged', [keras], [predictionOf({ prediction: 'wave' })], unknownReasons.notJudged],
    ['not judged, no scores', [], [predictionOf({ prediction: 'wave' })], unknownReasons.notJudged],
  ])('%s', (_, classifications, predictions, reason) => {
    const facts = sampleFacts(entryOf({}, classifications, predictions));
    expect(facts.values.outcome.main).toBe('unknown');
    expect(facts.unknownReason).toBe(reason);
  });

  test('a label that is not a class of the model', () => {
    const facts = sampleFacts(entryOf({ label: 'mystery' }, [keras]));
    expect(facts).toMatchObject({
      windows: { total: 1, judged: 0, correct: 0 },
      unknownReason: "The label is none of the model's classes",
    });
  });
});

test('trial thresholds change the outcome', () => {
  const entry = entryOf(
    {},
    [classificationOf('keras', { result: [{ wave: 0.7 }], thresholds: [thresholdOf('min_score', 0.6)] })],
    [predictionOf({ prediction: 'wave', predictionCorrect: true })],
  );
  const outcomeAt = (minimum: string) =>
    sampleFacts(entry, { ...defaultOutcomeRules, thresholds: new Map([['3.min_score', minimum]]) }).values
      .outcome.main;
  expect(outcomeAt('0.7')).toBe('correct');
  expect(outcomeAt('0.71')).toBe('incorrect');
});

test('F1: the lowest, even if some tools use percent', () => {
  const f1Of = (...scores: (number | null)[]) =>
    valuesOf(
      {},
      [],
      scores.map((f1Score) => predictionOf({ f1Score })),
    ).f1;
  expect(f1Of(0.9, 0.4, null)).toBe(0.4);
  expect(f1Of(90, 40)).toBe(0.4);
  expect(f1Of(1, 100)).toBe(1);
  expect(f1Of(0)).toBe(0);
  expect(f1Of(null)).toBeNull();
});

test('metadata and labels named "__proto__" survive', () => {
  const metadata: Record<string, string> = JSON.parse('{"__proto__":"x","toString":"y"}');
  const result: Record<string, number> = JSON.parse('{"idle":0.1,"__proto__":0.9}');
  const { values } = sampleFacts(
    entryOf({ label: '__proto__', metadata }, [classificationOf('keras', { result: [result] })]),
  );
  expect(values.metadata).toEqual([
    ['__proto__', 'x'],
    ['toString', 'y'],
  ]);
  expect(values.outcome.main).toBe('correct');
  expect(values.prediction.main).toBe('__proto__');
});

test('confidence and anomaly equal plain loops over all blocks, whatever the predictions', () => {
  const number = evenNumber({ min: 0, max: 1 });
  // Scores far from 1, so that they never add up to 1: the class scores of these windows are not probabilities.
  const scores = fc.dictionary(
    fc.constantFrom('idle', 'wave', 'anomaly'),
    number.map((value) => value + 2),
  );
  const block = fc.record({
    type: fc.constantFrom('keras', 'anomaly', 'keras-regression', 'keras-visual-anomaly'),
    result: fc.array(scores, { maxLength: 4 }),
    grids: fc.array(fc.array(fc.array(number, { maxLength: 3 }), { maxLength: 3 }), { maxLength: 4 }),
  });
  const predictions = fc.array(fc.constant(predictionOf({ prediction: 'wave' })), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 3 }), predictions, (blocks, said) => {
      const hasAnomalyBlock = blocks.some(({ type }) => type.includes('anomaly'));
      const tops: number[] = [];
      const anomalies: number[] = [];
      for (const { type, result, grids } of blocks) {
        for (const window of result) {
          const classes = Object.entries(window).flatMap(([name, score]) =>
            name === 'anomaly' && hasAnomalyBlock ? [] : [score],
          );
          if (type === 'keras' && classes.length > 0) tops.push(Math.max(...classes));
          const isClass = type === 'keras' && !hasAnomalyBlock;
          if (window['anomaly'] !== undefined && !isClass) anomalies.push(window['anomaly']);
        }
        anomalies.push(...grids.flat(2));
      }
      const classifications = blocks.map(({ type, result, grids }) =>
        classificationOf(type, { result, anomalyResult: grids.map((grid) => ({ scores: grid })) }),
      );
      const values = valuesOf({}, classifications, said);
      expect(values.confidence).toBe(tops.length === 0 ? null : Math.min(...tops));
      expect(values.anomaly).toBe(anomalies.length === 0 ? null : Math.max(...anomalies));
    }),
  );
});

test('differences beyond the largest number stay finite', () => {
  const scores = classificationOf('keras', { result: [{ idle: 1e308, wave: -1e308 }], thresholds: [] });
  expect(valuesOf({ label: 'idle' }, [scores]).margin).toBe(Number.MAX_VALUE);
  expect(valuesOf({ label: 'wave' }, [scores]).margin).toBe(-Number.MAX_VALUE);
  const value = classificationOf('keras-regression', {
    result: [{ value: 1.7e308 }],
    thresholds: [thresholdOf('max_error', 5)],
  });
  expect(valuesOf({ label: '-1.7e308' }, [value])).toMatchObject({
    error: Number.MAX_VALUE,
    worst: Number.MAX_VALUE,
  });
});
