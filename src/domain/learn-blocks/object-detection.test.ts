/** The rule of object detection: which boxes are kept, when a picture is correct, and the special rules of FOMO. */
import { describe, expect, test } from 'vitest';
import type { Classification, StructuredResult } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf, sampleOf, thresholdOf } from '../fixtures/entry-fixtures';
import { unknownReasons } from '../outcome';
import { defaultOutcomeRules } from '../outcome-rules';
import { verdictsOf } from '../verdicts';
import { entryWindows } from '../windows';

const imageDimensions = { width: 100, height: 100 };
const boundingBoxes = [
  { label: 'car', x: 10, y: 10, width: 20, height: 20 },
  { label: 'bike', x: 60, y: 60, width: 20, height: 20 },
];
const both: StructuredResult = {
  boxes: [
    [0.1, 0.1, 0.2, 0.2],
    [0.6, 0.6, 0.2, 0.2],
  ],
  labels: ['car', 'bike'],
  scores: [0.9, 0.5],
};

const detector = (result: StructuredResult, more: Partial<Classification> = {}) =>
  classificationOf('keras-object-detection', {
    structuredResult: [result],
    thresholds: [thresholdOf('min_score', 0.5)],
    ...more,
  });

const judge = (
  block: Classification,
  sample: Parameters<typeof sampleOf>[0] = { boundingBoxes, imageDimensions },
  minimum?: number,
) => {
  const thresholds = minimum === undefined ? undefined : new Map([['3.min_score', minimum]]);
  return entryWindows(entryOf(sample, [block]), { ...defaultOutcomeRules, thresholds })[0];
};

describe('boxes', () => {
  test('all found: correct, F1 is 1; a box at the threshold is kept', () => {
    expect(judge(detector(both))).toMatchObject({
      prediction: 'bike, car',
      correct: true,
      f1: 1,
      confidence: 0.9,
    });
  });

  test('a higher threshold drops a box and the picture turns wrong', () => {
    const window = judge(detector(both), undefined, 0.51);
    expect(window).toMatchObject({ prediction: 'car', correct: false, confidence: 0.9 });
    expect(window?.f1).toBeCloseTo(2 / 3);
  });

  test('nothing to find and nothing found is correct; a false alarm is not', () => {
    const empty = { boundingBoxes: [] };
    const nothing = { boxes: [], labels: [], scores: [] };
    expect(judge(detector(nothing), empty)).toMatchObject({ prediction: '-', correct: true, f1: 1 });
    expect(judge(detector(both), empty)).toMatchObject({ correct: false, f1: 0 });
    expect(judge(detector(nothing))).toMatchObject({ correct: false, f1: 0, confidence: null });
  });

  test('boxes in pixels are recognised', () => {
    const pixels = {
      ...both,
      boxes: [
        [10, 10, 20, 20],
        [60, 60, 20, 20],
      ],
    };
    const entry = entryOf({ boundingBoxes, imageDimensions }, [detector(pixels)]);
    for (const { boxSize, overlap } of verdictsOf(entry, defaultOutcomeRules)) {
      expect(boxSize).toBeCloseTo(0.04, 12);
      expect(overlap).toBeCloseTo(1, 12);
    }
    expect(judge(detector(pixels))?.correct).toBe(true);
  });

  test("boxes without labels: those of the job's prediction are used", () => {
    const block = detector({ boxes: both.boxes, scores: both.scores });
    const said = [{ label: 'car', x: 0.1, y: 0.1, width: 0.2, height: 0.2, score: 0.9 }];
    const sample = { boundingBoxes: boundingBoxes.slice(0, 1), imageDimensions };
    const withJob = entryOf(sample, [block], [predictionOf({ boundingBoxes: said })]);
    expect(entryWindows(withJob, defaultOutcomeRules, 'rules')[0]?.correct).toBe(true);
    expect(judge(block, sample)).toMatchObject({ correct: null, unknownReason: unknownReasons.noBoxes });
  });

  test.each([
    ['no size of the picture', { boundingBoxes }, unknownReasons.noPictureSize],
    ['no list of boxes', { imageDimensions }, unknownReasons.noTruthBoxes],
  ])('%s: cannot be judged', (_, sample, unknownReason) => {
    expect(judge(detector(both), sample)).toMatchObject({ correct: null, f1: null, unknownReason });
  });
});

describe('FOMO', () => {
  const fomo = { objectDetectionLastLayer: 'fomo' };

  test('a score at the threshold is not kept', () => {
    expect(judge(detector(both, fomo))).toMatchObject({ prediction: 'car', correct: false });
    expect(judge(detector(both, fomo), undefined, 0.49)?.correct).toBe(true);
  });

  test('centres may deviate and several may share one truth', () => {
    const near = {
      boxes: [
        [0.2, 0.1, 0.1, 0.1],
        [0.1, 0.2, 0.1, 0.1],
      ],
      labels: ['car', 'car'],
      scores: [0.9, 0.8],
    };
    const sample = { boundingBoxes: boundingBoxes.slice(0, 1), imageDimensions };
    expect(judge(detector(near, fomo), sample)).toMatchObject({ correct: true, f1: 1 });
    expect(judge(detector(near), sample)?.correct).toBe(false);
  });

  describe('with debug information', () => {
    // Truths in the model's input after the picture was cropped: our own geometry would give another result.
    const debugInfoJson = JSON.stringify({
      y_trues: [{ x: 0.25, y: 0.2, label: 1 }],
      y_preds: [
        { x: 0.2, y: 0.2, label: 1 },
        { x: 0.7, y: 0.7, label: 2 },
      ],
      assignments: [{ yp: 0, yt: 0, label: 1, distance: 0.05 }],
      normalised_min_distance: 0.2,
      unassigned_y_true_idxs: [],
      unassigned_y_pred_idxs: [1],
    });
    const block = detector({ ...both, debugInfoJson }, fomo);

    test("the job's own matching decides, and needs no size of the picture", () => {
      const window = judge(block, { boundingBoxes }, 0.4);
      expect(window?.correct).toBe(false);
      expect(window?.f1).toBeCloseTo(2 / 3);
    });

    test('a higher threshold drops a false alarm, then the match', () => {
      expect(judge(block, { boundingBoxes }, 0.5)).toMatchObject({ correct: true, f1: 1 });
      expect(judge(block, { boundingBoxes }, 0.95)).toMatchObject({ correct: false, f1: 0, prediction: '-' });
    });

    test('that does not match the boxes is ignored', () => {
      const empty = '{"assignments":[],"unassigned_y_true_idxs":[],"unassigned_y_pred_idxs":[]}';
      const other = detector({ ...both, debugInfoJson: empty }, fomo);
      expect(judge(other, undefined, 0.4)?.correct).toBe(true);
      const broken = detector({ ...both, debugInfoJson: '{' }, fomo);
      expect(judge(broken, undefined, 0.4)?.correct).toBe(true);
    });
  });
});
