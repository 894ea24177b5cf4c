/** The worked example of the design, row by row and number by number. */
import { describe, expect, test } from 'vitest';
import { classificationOf, entryOf, predictionOf, thresholdOf } from './fixtures/entry-fixtures';
import { defaultOutcomeRules } from './outcome-rules';
import { sampleFacts } from './sample-values';
import type { Verdict } from './verdict';
import { verdictsOf } from './verdicts';

const sample7 = entryOf(
  { id: 7, label: 'walking' },
  [
    classificationOf('keras', {
      learnBlock: { id: 3, type: 'keras' },
      result: [
        { walking: 0.92, idle: 0.08 },
        { walking: 0.45, idle: 0.55 },
        { walking: 0.7, idle: 0.3 },
      ],
      thresholds: [thresholdOf('min_score', 0.6)],
    }),
    classificationOf('anomaly', {
      learnBlock: { id: 4, type: 'anomaly' },
      result: [{ anomaly: -0.4 }, { anomaly: -0.1 }, { anomaly: 0.42 }],
      thresholds: [thresholdOf('min_anomaly_score', 0.3)],
    }),
  ],
  [
    predictionOf({ label: 'walking', prediction: 'walking', predictionCorrect: true }, 0),
    predictionOf({ label: 'walking', prediction: 'uncertain', predictionCorrect: false }, 1),
    predictionOf({ label: 'walking', prediction: 'anomaly', predictionCorrect: false }, 2),
  ],
);

const said = (label: string, score: number, x: number, y: number) => ({
  label,
  score,
  x,
  y,
  width: 0.2,
  height: 0.2,
});

const picture8 = entryOf(
  {
    id: 8,
    label: 'bird, boat',
    imageDimensions: { width: 100, height: 100 },
    boundingBoxes: [
      { label: 'boat', x: 10, y: 10, width: 20, height: 20 },
      { label: 'boat', x: 60, y: 10, width: 20, height: 20 },
      { label: 'bird', x: 10, y: 60, width: 20, height: 20 },
    ],
  },
  [classificationOf('keras-object-detection', { objectDetectionLastLayer: 'yolov5' })],
  [
    predictionOf({
      prediction: 'boat',
      predictionCorrect: false,
      boundingBoxes: [
        said('boat', 0.9, 0.11, 0.1),
        said('boat', 0.7, 0.12, 0.12),
        said('boat', 0.8, 0.12, 0.6),
        said('boat', 0.6, 0.68, 0.1),
      ],
    }),
  ],
);

const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(3)));

/** The columns of the design's table. */
const columnsOf = ({ expected, said: word, result, kind, score, margin, overlap, boxError }: Verdict) => [
  expected,
  word,
  result,
  kind,
  score,
  rounded(margin),
  rounded(overlap),
  boxError,
];

describe('the example of the design', () => {
  test('sample 7: a classifier, and K-means next to it', () => {
    expect(verdictsOf(sample7, defaultOutcomeRules).map(columnsOf)).toEqual([
      ['walking', 'walking', 'correct', null, 0.92, 0.84, null, null],
      ['walking', 'uncertain', 'incorrect', 'uncertain', 0.55, -0.1, null, null],
      ['walking', 'anomaly', 'incorrect', 'anomaly', 0.7, 0.4, null, null],
    ]);
    expect(verdictsOf(sample7, defaultOutcomeRules)[1]).toMatchObject({
      block: 3,
      window: 1,
      key: null,
      top: 'idle',
      runnerUp: 'walking',
      expectedScore: 0.45,
      unknownReason: null,
    });
    const { values, windows, verdicts } = sampleFacts(sample7);
    expect(values).toMatchObject({
      outcome: { main: 'incorrect' },
      worst: 0.55,
      confidence: 0.55,
      anomaly: 0.42,
      prediction: { main: 'walking', all: ['walking', 'uncertain', 'anomaly'] },
      error: null,
    });
    expect(values.wrong).toBeCloseTo(2 / 3, 12);
    expect(values.margin).toBeCloseTo(-0.1, 12);
    expect(windows).toEqual({ total: 3, judged: 3, correct: 1 });
    expect(verdicts).toEqual(verdictsOf(sample7, defaultOutcomeRules));
  });

  test('picture 8: a pair, a confused box, two false boxes and a missed one', () => {
    expect(verdictsOf(picture8, defaultOutcomeRules).map(columnsOf)).toEqual([
      ['boat', 'boat', 'correct', null, 0.9, null, 0.905, null],
      ['bird', 'boat', 'incorrect', 'confused', 0.8, null, 0.818, 'class'],
      [null, 'boat', 'incorrect', 'false', 0.7, null, 0.681, 'duplicate'],
      [null, 'boat', 'incorrect', 'false', 0.6, null, 0.429, 'localisation'],
      ['boat', null, 'incorrect', 'missed', null, null, null, null],
    ]);
    const { values, windows } = sampleFacts(picture8);
    expect(values).toMatchObject({
      outcome: { main: 'incorrect' },
      wrong: 0.8,
      worst: 0.8,
      margin: null,
      error: null,
      confidence: 0.9,
      prediction: { main: 'boat', all: ['boat'] },
    });
    expect(windows).toEqual({ total: 1, judged: 1, correct: 0 });
  });

  test('without predictions, the scores give the same result', () => {
    const { result } = sample7;
    expect(verdictsOf({ result, predictions: [] }, defaultOutcomeRules)).toEqual(
      verdictsOf(sample7, defaultOutcomeRules),
    );
  });
});
