/** Situations reported from real projects, each reduced to its smallest form, with the expected result. */
import { describe, expect, test } from 'vitest';
import type { Classification } from '../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf, thresholdOf } from './fixtures/entry-fixtures';
import { unknownReasons } from './outcome';
import { defaultOutcomeRules } from './outcome-rules';
import { sampleFacts } from './sample-values';
import { verdictsOf } from './verdicts';

const on = (...entry: Parameters<typeof entryOf>) => verdictsOf(entryOf(...entry), defaultOutcomeRules);
const factsOf = (...entry: Parameters<typeof entryOf>) => sampleFacts(entryOf(...entry));

const keras = (id: number, result: Classification['result'], more: Partial<Classification> = {}) =>
  classificationOf('keras', {
    learnBlock: { id, type: 'keras' },
    result,
    thresholds: [thresholdOf('min_score', 0.6)],
    ...more,
  });
const anomalyBlock = (id: number, score: number, threshold = 0.3, key = 'min_anomaly_score') =>
  classificationOf('anomaly', {
    learnBlock: { id, type: 'anomaly' },
    result: [{ anomaly: score }],
    thresholds: [thresholdOf(key, threshold)],
  });

describe('a class named anomaly', () => {
  test.each([
    ['anomaly', { anomaly: 0.97, normal: 0.03 }, 'anomaly', null, 0.97],
    ['normal', { anomaly: 0.08, normal: 0.92 }, 'normal', null, 0.92],
    ['normal', { anomaly: 0.9, normal: 0.1 }, 'anomaly', 'confused', 0.9],
  ])('labelled %s with %j', (label, scores, said, kind, confidence) => {
    const job = predictionOf({ label, prediction: said, predictionCorrect: kind === null });
    for (const predictions of [[], [job]]) {
      const { verdicts, values } = factsOf({ label }, [keras(3, [scores])], predictions);
      expect(verdicts).toMatchObject([{ expected: label, said, kind, score: confidence }]);
      expect(values).toMatchObject({ confidence, anomaly: null });
    }
  });

  test('next to an anomaly block, if the scores only add up with it', () => {
    const blocks = [keras(3, [{ anomaly: 0.97, normal: 0.03 }]), anomalyBlock(4, -0.3)];
    const { verdicts, values } = factsOf({ label: 'anomaly' }, blocks);
    expect(verdicts).toMatchObject([{ block: 3, said: 'anomaly', result: 'correct', score: 0.97 }]);
    expect(values).toMatchObject({ confidence: 0.97, anomaly: -0.3 });
  });
});

test('two classifiers: each prediction goes to the block that has its word as a class', () => {
  const blocks = [keras(3, [{ idle: 0.9, wave: 0.1 }]), keras(5, [{ on: 0.2, off: 0.8 }])];
  const job = [
    predictionOf({ label: 'idle', prediction: 'off', predictionCorrect: false }),
    predictionOf({ label: 'idle', prediction: 'idle', predictionCorrect: true }),
  ];
  const { verdicts, windows } = factsOf({ label: 'idle' }, blocks, job);
  expect(verdicts).toMatchObject([
    { block: 3, window: 0, said: 'idle', result: 'correct', score: 0.9 },
    { block: 5, window: 0, said: 'off', result: 'incorrect', score: 0.8, margin: null },
  ]);
  expect(windows).toEqual({ total: 1, judged: 1, correct: 0 });
  // A word that is not a class of any block goes to the next block in order.
  const unsure = [
    { ...job[0], sampleId: 7, prediction: 'uncertain' },
    { ...job[0], sampleId: 7 },
  ];
  expect(on({ label: 'idle' }, blocks, unsure)).toMatchObject([
    { block: 3, said: 'uncertain' },
    { block: 5, said: 'off' },
  ]);
});

test('one prediction per window for two blocks: the job skipped the other block', () => {
  const blocks = [keras(3, [{ idle: 0.9, wave: 0.1 }]), keras(5, [{ on: 0.2, off: 0.8 }])];
  const job = [predictionOf({ label: 'on', prediction: 'off', predictionCorrect: false })];
  expect(on({ label: 'on' }, blocks, job)).toMatchObject([{ block: 5, said: 'off', result: 'incorrect' }]);
});

describe('regression', () => {
  const regression = (scores: Record<string, number>, maximum = 2) =>
    classificationOf('keras-regression', {
      result: [scores],
      thresholds: [thresholdOf('max_absolute_error', maximum)],
    });

  test('carries its error and no words', () => {
    const { verdicts, values } = factsOf({ label: '-5.0' }, [regression({ value: -8 })]);
    expect(verdicts).toMatchObject([
      { expected: null, said: null, result: 'incorrect', kind: 'outside', error: 3, score: null },
    ]);
    expect(values).toMatchObject({
      error: 3,
      worst: 3,
      margin: null,
      prediction: { main: '-8', all: ['-8'] },
    });
  });

  test('rounding does not matter at the maximum error', () => {
    expect(on({ label: '1' }, [regression({ value: 1.3 }, 0.3)])[0]?.result).toBe('correct');
  });

  test('several outputs: one verdict with the job’s result, unless each has its own expected number', () => {
    const job = [predictionOf({ prediction: '21.5', predictionCorrect: true })];
    const outputs = regression({ temp: 21.5, hum: 40.2 });
    expect(on({ label: '21.5' }, [outputs], job)).toMatchObject([
      { key: null, result: 'correct', error: null, expected: null },
    ]);
    expect(on({ label: '21.5' }, [outputs])).toMatchObject([
      { result: 'unknown', unknownReason: unknownReasons.noExpectedValues },
    ]);
    const labelMap = { labels: { temp: '20', hum: 50 } };
    const { verdicts, values } = factsOf({ label: 'x', labelMap }, [outputs], job);
    expect(verdicts).toMatchObject([
      { key: 'temp', result: 'correct', error: 1.5 },
      { key: 'hum', result: 'incorrect', kind: 'outside' },
    ]);
    // The job's word decides the sample, our rules decide each output.
    expect(values).toMatchObject({ outcome: { main: 'correct' }, wrong: 0.5 });
  });

  test('a label that is not a number leaves the job’s result', () => {
    const job = [predictionOf({ label: '21,5', prediction: '21.5', predictionCorrect: true })];
    expect(on({ label: '21,5' }, [regression({ value: 21.5 })], job)).toMatchObject([
      { result: 'correct', error: null },
    ]);
  });
});

test('several labels in one recording: each window is compared with its own', () => {
  const words = ['idle', 'grind', 'idle'];
  const block = keras(
    3,
    words.map((word) => ({ idle: 0.03, grind: 0.03, [word]: 0.91 })),
    {
      expectedLabels: ['idle', 'grind', 'grind'].map((label, at) => ({
        startIndex: at,
        endIndex: at,
        label,
      })),
    },
  );
  expect(on({ label: '' }, [block])).toMatchObject([
    { expected: 'idle', result: 'correct' },
    { expected: 'grind', result: 'correct' },
    { expected: 'grind', said: 'idle', kind: 'confused', margin: 0.03 - 0.91 },
  ]);
});

describe('the order of predictions', () => {
  const block = keras(3, [
    { idle: 0.9, wave: 0.1 },
    { idle: 0.2, wave: 0.8 },
    { idle: 0.7, wave: 0.3 },
  ]);
  const job = ['idle', 'wave', 'idle'].map((prediction, at) =>
    predictionOf({ label: 'idle', prediction, predictionCorrect: prediction === 'idle' }, at),
  );

  test('does not matter', () => {
    expect(on({ label: 'idle' }, [block], job.toReversed())).toEqual(on({ label: 'idle' }, [block], job));
  });
});

describe('thresholds', () => {
  test('a score at the minimum is certain, an anomaly score at its threshold is no anomaly', () => {
    const said = (score: number, anomaly: number) =>
      on({ label: 'a' }, [keras(3, [{ a: score, b: 1 - score }]), anomalyBlock(4, anomaly)])[0]?.said;
    expect([said(0.5999, 0.1), said(0.6, 0.3), said(0.7, 0.3004)]).toEqual(['uncertain', 'a', 'anomaly']);
  });

  test('two anomaly blocks: each score is compared with its own threshold', () => {
    const classifier = keras(3, [{ a: 0.9, b: 0.1 }]);
    const said = (first: number, second: number) =>
      on({ label: 'a' }, [anomalyBlock(4, first), classifier, anomalyBlock(5, second, 5)])[0];
    expect(said(0.1, 0.8)).toMatchObject({ block: 3, said: 'a', result: 'correct' });
    expect(said(0.1, 8)).toMatchObject({ said: 'anomaly', kind: 'anomaly', margin: 0.8 });
    expect(factsOf({ label: 'a' }, [classifier, anomalyBlock(4, 9)]).values).toMatchObject({ worst: null });
  });

  test('one without a value counts as none', () => {
    const block = anomalyBlock(4, 0.4);
    block.thresholds = [{ key: 'min_anomaly_score', value: null }];
    expect(on({ label: 'anomaly' }, [block])).toMatchObject([
      { score: 0.4, said: null, result: 'unknown', unknownReason: unknownReasons.noThreshold },
    ]);
    const job = [predictionOf({ label: 'anomaly', prediction: 'anomaly', predictionCorrect: true })];
    expect(on({ label: 'anomaly' }, [block], job)).toMatchObject([{ said: 'anomaly', result: 'correct' }]);
  });
});

test('anomaly blocks alone: one verdict each, worst by the distance from its own threshold', () => {
  const { verdicts, values } = factsOf({ label: 'no anomaly' }, [
    anomalyBlock(4, 0.8),
    anomalyBlock(5, 7, 5),
  ]);
  expect(verdicts).toMatchObject([
    { block: 4, expected: 'no anomaly', said: 'anomaly', result: 'incorrect', kind: 'confused', score: 0.8 },
    { block: 5, expected: 'no anomaly', said: 'anomaly', result: 'incorrect', score: 7 },
  ]);
  expect(values.worst).toBe(2);
});

test('one expected anomaly outcome may apply to all windows', () => {
  const block = { ...anomalyBlock(4, 0), result: [{ anomaly: 1 }, { anomaly: 0 }] };
  block.expectedAnomalyOutcome = [{ startIndex: 0, endIndex: 99, label: 'anomaly' }];
  expect(on({ label: 'x' }, [block]).map(({ expected, result }) => [expected, result])).toEqual([
    ['anomaly', 'correct'],
    ['anomaly', 'incorrect'],
  ]);
});

describe('label maps', () => {
  const map = (said: Record<string, unknown>, labels?: Record<string, unknown>) =>
    factsOf({ label: 'x', labelMap: labels && { labels } }, [
      classificationOf('keras', { labelMapResult: [said] }),
    ]);

  test.each([
    [{ c: 'red', n: '2' }, { c: 'red', n: '2' }, 'correct', 0],
    [{ c: 'red', n: '2' }, { c: 'red', n: '3' }, 'incorrect', 0.5],
    [{ c: 'red', n: '2' }, { c: 'red' }, 'correct', 0],
    [{ c: 'red' }, { c: 'red', n: '2' }, 'incorrect', 0.5],
    [{ c: 'red' }, undefined, 'unknown', null],
    [{ n: 2 }, { n: '2' }, 'correct', 0],
    [{ n: 2 }, { n: '2.0' }, 'incorrect', 1],
  ])('said %j, expected %j: %s', (said, labels, outcome, wrong) => {
    expect(map(said, labels).values).toMatchObject({ outcome: { main: outcome }, wrong, worst: null });
  });

  test('a text without keys is judged by the job', () => {
    const job = [predictionOf({ prediction: 'a cat', predictionCorrect: false })];
    const { verdicts, values } = factsOf({ label: 'x' }, [classificationOf('vlm')], job);
    expect(verdicts).toMatchObject([{ key: null, expected: 'x', said: 'a cat', kind: 'confused' }]);
    expect(values).toMatchObject({ outcome: { main: 'incorrect' }, prediction: { all: ['a cat'] } });
  });
});

describe('detection without predictions', () => {
  const picture = { imageDimensions: { width: 100, height: 100 } };
  const truth = (label: string, x = 10, side = 20) => ({ label, x, y: 10, width: side, height: side });
  const detect = (
    truths: ReturnType<typeof truth>[] | undefined,
    said: [label: string, score: number, ...box: number[]][],
    sample: object = picture,
  ) =>
    factsOf({ boundingBoxes: truths, ...sample }, [
      classificationOf('keras-object-detection', {
        objectDetectionLastLayer: 'yolov5',
        thresholds: [thresholdOf('min_score', 0.5)],
        structuredResult: [
          {
            labels: said.map(([label]) => label),
            scores: said.map(([, score]) => score),
            boxes: said.map(([, , ...box]) => box),
          },
        ],
      }),
    ]);
  const kinds = (...given: Parameters<typeof detect>) =>
    detect(...given).verdicts.map(({ kind, result }) => kind ?? result);

  test.each([
    ['the same box', [truth('a')], [['a', 0.9, 0.1, 0.1, 0.2, 0.2]], ['correct']],
    ['half of it, by rounding too', [truth('a', 30, 60)], [['a', 0.9, 0.3, 0.1, 0.3, 0.6]], ['correct']],
    ['less than half', [truth('a')], [['a', 0.9, 0.1, 0.1, 0.2, 0.098]], ['false', 'missed']],
    ['another label', [truth('a')], [['b', 0.9, 0.1, 0.1, 0.2, 0.2]], ['confused']],
    ['nothing on either side', [], [], []],
    ['nothing said', [truth('a')], [], ['missed']],
    ['nothing there', [], [['a', 0.9, 0.1, 0.1, 0.2, 0.2]], ['false']],
    ['at the threshold', [truth('a')], [['a', 0.5, 0.1, 0.1, 0.2, 0.2]], ['correct']],
    ['below the threshold', [truth('a')], [['a', 0.49, 0.1, 0.1, 0.2, 0.2]], ['missed']],
    [
      'said twice',
      [truth('a')],
      [
        ['a', 0.8, 0.1, 0.1, 0.2, 0.2],
        ['a', 0.9, 0.1, 0.1, 0.2, 0.2],
      ],
      ['correct', 'false'],
    ],
    ['a truth without area', [truth('a', 10, 0)], [], ['missed']],
    ['a box without area', [truth('a')], [['a', 0.9, 0.1, 0.1, 0, 0]], ['false', 'missed']],
    ['in pixels', [truth('a')], [['a', 0.9, 10, 10, 20, 20]], ['correct']],
  ] satisfies [string, Parameters<typeof detect>[0], Parameters<typeof detect>[1], string[]][])(
    '%s',
    (_, truths, said, wanted) => expect(kinds(truths, said)).toEqual(wanted),
  );

  test('no boxes on either side is correct, and no share of it is wrong', () => {
    expect(detect([], []).values).toMatchObject({ outcome: { main: 'correct' }, wrong: 0, f1: 1 });
  });

  test('without the picture’s size, or a list of boxes, nothing is judged', () => {
    expect(detect([truth('a')], [['a', 0.9, 0.1, 0.1, 0.2, 0.2]], {})).toMatchObject({
      values: { outcome: { main: 'unknown' }, wrong: null },
      unknownReason: unknownReasons.noPictureSize,
      verdicts: [{ expected: null, said: 'a', result: 'unknown', score: 0.9 }],
    });
    expect(detect(undefined, [])).toMatchObject({
      values: { outcome: { main: 'unknown' } },
      unknownReason: unknownReasons.noTruthBoxes,
      verdicts: [],
    });
  });
});
