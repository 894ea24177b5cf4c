/** Overlap and centre matching, their scores, and ground-truth boxes as ratios. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boxScores,
  iou,
  matchBoxes,
  matchCentroids,
  relativeBoxes,
  type Box,
  type ScoredBox,
} from './box-matching';
import { sampleOf } from './entry-fixtures';
import { evenNumber } from './number-fixtures';

const box = (x: number, y: number, width = 0.2, height = 0.2, label = 'car'): Box => ({
  label,
  x,
  y,
  width,
  height,
});
const found = (score: number, ...place: Parameters<typeof box>): ScoredBox => ({ ...box(...place), score });

const label = fc.constantFrom('car', 'bike', '__proto__');
const shape = {
  label,
  x: evenNumber({ min: 0, max: 0.8 }),
  y: evenNumber({ min: 0, max: 0.8 }),
  width: evenNumber({ min: 0.05, max: 0.5 }),
  height: evenNumber({ min: 0.05, max: 0.5 }),
};
const truths = fc.array(fc.record(shape), { maxLength: 6 });
const predictions = fc.array(
  fc.record({ ...shape, score: fc.integer({ min: 0, max: 10 }).map((tenth) => tenth / 10) }),
  { maxLength: 8 },
);

describe('iou', () => {
  test('of boxes that are the same, halved, touching, apart and empty', () => {
    expect(iou(box(0, 0), box(0, 0))).toBe(1);
    expect(iou(box(0, 0, 2, 2), box(0, 0, 1, 2))).toBe(0.5);
    expect(iou(box(0, 0, 1, 1), box(1, 0, 1, 1))).toBe(0);
    expect(iou(box(0, 0, 1, 1), box(5, 5, 1, 1))).toBe(0);
    expect(iou(box(0, 0, 0, 0), box(0, 0, 0, 0))).toBe(0);
  });

  test('equals the share of grid points, for boxes on a grid', () => {
    const whole = fc.integer({ min: 0, max: 8 });
    const gridBox = fc.record({ label, x: whole, y: whole, width: whole, height: whole });
    fc.assert(
      fc.property(gridBox, gridBox, (a, b) => {
        let both = 0;
        let either = 0;
        for (let x = 0; x < 16; x++) {
          for (let y = 0; y < 16; y++) {
            const isIn = (c: Box) => x >= c.x && x < c.x + c.width && y >= c.y && y < c.y + c.height;
            if (isIn(a) && isIn(b)) both += 1;
            if (isIn(a) || isIn(b)) either += 1;
          }
        }
        expect(iou(a, b)).toBeCloseTo(both === 0 ? 0 : both / either, 12);
      }),
    );
  });
});

describe('matchBoxes', () => {
  test('the higher score takes the truth, the lower one is left over', () => {
    const match = matchBoxes([box(0, 0)], [found(0.6, 0, 0), found(0.9, 0.02, 0)], { minIou: 0.5 });
    expect(match.pairs.map(({ truth, prediction }) => [truth, prediction])).toEqual([[0, 1]]);
    expect(match.unmatchedPredictions).toEqual([0]);
    expect(match.unmatchedTruths).toEqual([]);
  });

  test('an overlap of exactly the minimum counts', () => {
    const predicted = [found(0.9, 0, 0, 1, 2)];
    expect(matchBoxes([box(0, 0, 2, 2)], predicted, { minIou: 0.5 }).pairs).toHaveLength(1);
    expect(matchBoxes([box(0, 0, 2, 2)], predicted, { minIou: 0.51 }).pairs).toHaveLength(0);
  });

  test('labels must be the same', () => {
    const match = matchBoxes([box(0, 0)], [found(0.9, 0, 0, 0.2, 0.2, 'bike')], { minIou: 0.5 });
    expect(match).toEqual({ pairs: [], unmatchedTruths: [0], unmatchedPredictions: [0] });
  });

  test('ties of score go to the first, ties of overlap to the first truth', () => {
    const match = matchBoxes([box(0, 0), box(0, 0)], [found(0.5, 0, 0), found(0.5, 0, 0)], { minIou: 0.5 });
    expect(match.pairs.map(({ truth, prediction }) => [truth, prediction])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test('pairs one to one, accounts for every box, and never pairs what may not be', () => {
    fc.assert(
      fc.property(truths, predictions, (truthBoxes, predicted) => {
        const match = matchBoxes(truthBoxes, predicted, { minIou: 0.2 });
        const usedTruths = [...match.pairs.map(({ truth }) => truth), ...match.unmatchedTruths];
        const usedPredictions = [
          ...match.pairs.map(({ prediction }) => prediction),
          ...match.unmatchedPredictions,
        ];
        expect(usedTruths.toSorted((a, b) => a - b)).toEqual(truthBoxes.map((_, index) => index));
        expect(usedPredictions.toSorted((a, b) => a - b)).toEqual(predicted.map((_, index) => index));
        for (const { truth, prediction, iou: overlap } of match.pairs) {
          expect(truthBoxes[truth]?.label).toBe(predicted[prediction]?.label);
          expect(overlap).toBeGreaterThanOrEqual(0.2);
        }
      }),
    );
  });

  test('a rising threshold only takes pairs away', () => {
    fc.assert(
      fc.property(truths, predictions, fc.integer({ min: 0, max: 10 }), (truthBoxes, predicted, tenth) => {
        const pairsOf = (boxes: ScoredBox[]) =>
          matchBoxes(truthBoxes, boxes, { minIou: 0.2 }).pairs.map(({ truth, prediction }) => [
            truth,
            boxes[prediction],
          ]);
        const kept: ScoredBox[] = predicted.filter(({ score }) => score >= tenth / 10);
        const before = pairsOf(predicted).filter(
          ([, taken]) => typeof taken === 'object' && kept.includes(taken),
        );
        expect(pairsOf(kept)).toEqual(before);
      }),
    );
  });
});

describe('matchCentroids', () => {
  test('several predictions may share the nearest truth', () => {
    const match = matchCentroids([box(0, 0), box(0.7, 0.7)], [found(0.9, 0.05, 0), found(0.6, 0, 0.1)]);
    expect(match.pairs.map(({ truth }) => truth)).toEqual([0, 0]);
    expect(match.unmatchedTruths).toEqual([1]);
    expect(boxScores(match)).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8 });
  });

  test('a distance of exactly the maximum counts, more does not', () => {
    expect(matchCentroids([box(0, 0)], [found(0.9, 0.25, 0)], 0.25).pairs).toHaveLength(1);
    expect(matchCentroids([box(0, 0)], [found(0.9, 0.26, 0)], 0.25).unmatchedPredictions).toEqual([0]);
  });

  test('truths without width or height are ignored altogether', () => {
    const match = matchCentroids([box(0, 0, 0, 0.2), box(0, 0, 0.2, 0)], []);
    expect(match).toEqual({ pairs: [], unmatchedTruths: [], unmatchedPredictions: [] });
  });

  test('equals looking at every truth for every prediction', () => {
    fc.assert(
      fc.property(truths, predictions, (truthBoxes, predicted) => {
        const match = matchCentroids(truthBoxes, predicted, 0.3);
        for (const [index, prediction] of predicted.entries()) {
          const distances = truthBoxes.map((truth) =>
            truth.label === prediction.label
              ? Math.sqrt(
                  (truth.x + truth.width / 2 - prediction.x - prediction.width / 2) ** 2 +
                    (truth.y + truth.height / 2 - prediction.y - prediction.height / 2) ** 2,
                )
              : Infinity,
          );
          const least = Math.min(...distances);
          const pair = match.pairs.find((one) => one.prediction === index);
          if (least < 0.2999) expect(pair?.distance).toBeCloseTo(least, 9);
          if (least > 0.3001) expect(pair).toBeUndefined();
          expect(match.unmatchedPredictions.includes(index)).toBe(pair === undefined);
        }
      }),
    );
  });
});

test('scores: nothing at all is perfect, undefined is 0', () => {
  const scores = (pairs: number, misses: number, falseAlarms: number) =>
    boxScores({
      pairs: Array.from({ length: pairs }),
      unmatchedTruths: Array.from({ length: misses }, () => 0),
      unmatchedPredictions: Array.from({ length: falseAlarms }, () => 0),
    });
  expect(scores(0, 0, 0)).toEqual({ precision: 1, recall: 1, f1: 1 });
  expect(scores(0, 2, 0)).toEqual({ precision: 0, recall: 0, f1: 0 });
  expect(scores(0, 0, 2)).toEqual({ precision: 0, recall: 0, f1: 0 });
  expect(scores(3, 1, 0)).toEqual({ precision: 1, recall: 0.75, f1: 6 / 7 });
});

describe('relativeBoxes', () => {
  const boundingBoxes = [{ label: 'car', x: 32, y: 24, width: 64, height: 48 }];

  test('divides by the size of the picture', () => {
    const sample = sampleOf({ boundingBoxes, imageDimensions: { width: 320, height: 240 } });
    expect(relativeBoxes(sample)).toEqual([{ label: 'car', x: 0.1, y: 0.1, width: 0.2, height: 0.2 }]);
  });

  test.each([
    ['no size', { boundingBoxes }],
    ['a size of 0', { boundingBoxes, imageDimensions: { width: 0, height: 240 } }],
    ['no list', { imageDimensions: { width: 320, height: 240 } }],
  ])('%s: cannot be told', (_, more) => expect(relativeBoxes(sampleOf(more))).toBeNull());

  test('an empty list needs no size', () => {
    expect(relativeBoxes(sampleOf({ boundingBoxes: [] }))).toEqual([]);
  });
});
