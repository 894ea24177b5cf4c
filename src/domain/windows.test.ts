/** The windows as shown: the job's word first, the rules if it has none or a trial is set. */
import { describe, expect, test } from 'vitest';
import { entryAgreement } from './agreement';
import { classificationOf, entryOf, predictionOf, thresholdOf } from './fixtures/entry-fixtures';
import { unknownReasons } from './outcome';
import { defaultOutcomeRules } from './outcome-rules';
import { verdictsOf } from './verdicts';
import { entryWindows } from './windows';

const keras = classificationOf('keras', {
  result: [
    { idle: 0.3, wave: 0.7 },
    { idle: 0.9, wave: 0.1 },
  ],
  thresholds: [thresholdOf('min_score', 0.6)],
  intervalMs: 1000,
  expectedLabels: [0, 1].map((at) => ({ startIndex: at, endIndex: at, label: 'wave' })),
});
const kmeans = classificationOf('anomaly', {
  learnBlock: { id: 4, type: 'anomaly' },
  result: [{ anomaly: 0.2 }, { anomaly: -1 }],
  thresholds: [thresholdOf('min_anomaly_score', 0.3)],
});
const job = [
  predictionOf({ label: 'wave', prediction: 'wave', predictionCorrect: true }, 0),
  predictionOf({ label: 'wave', prediction: 'idle', predictionCorrect: false }, 1),
];
const trial = { ...defaultOutcomeRules, thresholds: new Map([['3.min_score', 0.8]]) };

describe('entryWindows', () => {
  test.each(['anomaly', 'keras-visual-anomaly'])(
    'of %s expect what the job expected, not the label',
    (type) => {
      const block = classificationOf(type, {
        result: [{ anomaly: 0.2 }],
        thresholds: [thresholdOf('min_anomaly_score', 0.3)],
        expectedAnomalyOutcome: [{ startIndex: 0, endIndex: 0, label: 'anomaly' }],
      });
      const windows = entryWindows(entryOf({ label: 'bolt' }, [block]), defaultOutcomeRules);
      expect(windows).toMatchObject([{ expected: 'anomaly', prediction: 'no anomaly', correct: false }]);
    },
  );

  test("the job's word counts, even against the rules", () => {
    const odd = [{ ...job[0], sampleId: 7, prediction: 'idle', predictionCorrect: false }];
    const windows = entryWindows(entryOf({}, [keras, kmeans], odd), defaultOutcomeRules);
    expect(windows).toMatchObject([
      {
        startMs: 0,
        endMs: 1000,
        expected: 'wave',
        prediction: 'idle',
        correct: false,
        confidence: 0.7,
        anomaly: 0.2,
        f1: null,
        unknownReason: null,
      },
    ]);
  });

  test('a trial threshold overrides the job, but windows stay where they are', () => {
    const windows = entryWindows(entryOf({}, [keras], job), trial);
    expect(windows).toMatchObject([
      { startMs: 0, endMs: 1000, prediction: 'uncertain', correct: false },
      { startMs: 1000, endMs: 2000, prediction: 'idle', correct: false },
    ]);
    const none = { ...defaultOutcomeRules, thresholds: new Map<string, number>() };
    expect(entryWindows(entryOf({}, [keras], job), none)[0]?.prediction).toBe('wave');
  });

  test('without predictions the rules judge', () => {
    expect(entryWindows(entryOf({}, [keras]))).toMatchObject([{ correct: true }, { correct: false }]);
    expect(entryWindows(entryOf({}, []))).toEqual([]);
  });

  test('more or fewer predictions than windows', () => {
    expect(entryWindows(entryOf({}, [keras], job.slice(0, 1)))).toHaveLength(1);
    const three = [...job, predictionOf({ prediction: 'wave', predictionCorrect: true }, 2)];
    expect(entryWindows(entryOf({}, [keras], three)).map(({ confidence }) => confidence)).toEqual([
      0.7,
      0.9,
      null,
    ]);
    expect(entryWindows(entryOf({}, [keras], three), trial)[2]).toMatchObject({
      correct: null,
      unknownReason: unknownReasons.noScores,
    });
    expect(entryWindows(entryOf({}, [], job))).toMatchObject([{ confidence: null }, { anomaly: null }]);
  });

  test('unjudged windows have a reason', () => {
    const silent = [predictionOf({ prediction: 'wave' })];
    const one = { ...keras, result: keras.result?.slice(0, 1), expectedLabels: [] };
    const reasonOf = (label: string) => entryWindows(entryOf({ label }, [one], silent))[0]?.unknownReason;
    expect(reasonOf('wave')).toBe(unknownReasons.notJudged);
    expect(reasonOf('mystery')).toBe(unknownReasons.noSuchClass);
  });

  test("boxes and their score come from the job's prediction, otherwise from the block", () => {
    const detector = classificationOf('keras-object-detection', {
      structuredResult: [{ boxes: [[0, 0, 0.5, 0.5]], labels: ['car'], scores: [0.6] }],
    });
    const boundingBoxes = [{ label: 'car', x: 0, y: 0, width: 0.4, height: 0.4, score: 0.7 }];
    const said = (more: object) => entryWindows(entryOf({}, [detector], [predictionOf(more)]))[0];
    expect(said({ boundingBoxes, f1Score: 80 })).toMatchObject({ confidence: 0.7, f1: 0.8 });
    expect(said({ f1Score: 1 })).toMatchObject({ confidence: 0.6, f1: 1 });
    const scoreOf = (more: object) =>
      verdictsOf(entryOf({}, [detector], [predictionOf(more)]), defaultOutcomeRules)[0]?.score;
    expect([scoreOf({ boundingBoxes }), scoreOf({})]).toEqual([0.7, 0.6]);
  });
});

describe('entryAgreement', () => {
  test('counts the windows that the job judged', () => {
    expect(entryAgreement(entryOf({}, [keras], job))).toEqual({ compared: 2, agreeing: 2 });
    expect(entryAgreement(entryOf({}, [keras], job), trial)).toEqual({ compared: 2, agreeing: 2 });
    expect(entryAgreement(entryOf({}, [keras]))).toEqual({ compared: 0, agreeing: 0 });
    expect(entryAgreement(entryOf({}, [], job))).toEqual({ compared: 0, agreeing: 0 });
  });

  test('another word or another verdict is a disagreement', () => {
    const [first, second] = job;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const otherWord = [first, { ...second, prediction: 'uncertain' }];
    expect(entryAgreement(entryOf({}, [keras], otherWord)).agreeing).toBe(1);
    const otherVerdict = [{ ...first, predictionCorrect: false }, second];
    expect(entryAgreement(entryOf({}, [keras], otherVerdict)).agreeing).toBe(1);
    const unjudged = [first, { ...second, predictionCorrect: undefined }];
    expect(entryAgreement(entryOf({}, [keras], unjudged)).compared).toBe(1);
  });
});
