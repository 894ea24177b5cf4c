/** Counts at every threshold from bins, compared with counting from scratch. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxScoresOf, type Box, type ScoredBox } from '../matching/box-matching';
import { judgeBoxes } from '../matching/judge-boxes';
import { evenNumber } from '../fixtures/number-fixtures';
import {
  boxBins,
  boxCountsAt,
  cellsAt,
  scoreBins,
  stepsThatKeep,
  thresholdSteps,
  type Keeps,
} from './threshold-bins';

// Scores exactly on the steps reveal off-by-one errors.
const score = fc.oneof(
  fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
  evenNumber({ min: -0.5, max: 1.5 }),
);
const keeps = fc.constantFrom<Keeps>('>=', '>');
const label = fc.constantFrom('idle', 'wave', '__proto__');
const isKept = (value: number, threshold: number, rule: Keeps) =>
  rule === '>=' ? value >= threshold : value > threshold;

test('steps are ascending, exact, and contain the extra thresholds once', () => {
  expect(thresholdSteps(0, 1, 4, [0.6, 0.5])).toEqual([0, 0.25, 0.5, 0.6, 0.75, 1]);
  expect(thresholdSteps(0, 1, 100)[29]).toBe(0.29);
  expect(stepsThatKeep(0.5, [0, 0.5, 1], '>=')).toBe(2);
  expect(stepsThatKeep(0.5, [0, 0.5, 1], '>')).toBe(1);
});

test('class scores: the cells at each threshold equal brute force', () => {
  const windows = fc.array(fc.record({ expected: fc.option(label), said: label, score }));
  fc.assert(
    fc.property(windows, keeps, (given, rule) => {
      const thresholds = thresholdSteps(0, 1, 20, [0.33]);
      const bins = scoreBins(given, thresholds, rule);
      for (const [step, threshold] of thresholds.entries()) {
        const wanted = new Map<string, number>();
        for (const window of given) {
          const said = isKept(window.score, threshold, rule) ? window.said : 'uncertain';
          const key = JSON.stringify([window.expected, said]);
          wanted.set(key, (wanted.get(key) ?? 0) + 1);
        }
        const cells = cellsAt(bins, step).map(({ expected, said, count }): [string, number] => [
          JSON.stringify([expected, said]),
          count,
        ]);
        expect(new Map(cells)).toEqual(wanted);
        expect(cells.length).toBe(wanted.size);
      }
    }),
  );
});

describe('boxes', () => {
  const side = fc.integer({ min: 1, max: 4 }).map((value) => value / 10);
  const place = fc.integer({ min: 0, max: 6 }).map((value) => value / 10);
  const shape = { label, x: place, y: place, width: side, height: side };
  const picture = fc.record({
    truths: fc.array(fc.record(shape), { maxLength: 5 }),
    predictions: fc.array(fc.record({ ...shape, score }), { maxLength: 8 }),
  });

  interface Picture {
    truths: Box[];
    predictions: ScoredBox[];
  }

  const match = (byCentre: boolean, truths: Box[], said: ScoredBox[]) => {
    const boxes = judgeBoxes({ truths, said, byCentre });
    const hits = boxes.filter(({ kind }) => kind === null || kind === 'surplus');
    return {
      pairs: hits.flatMap((hit) => (hit.truth === null ? [] : [{ truth: hit.truth, said: hit.said ?? -1 }])),
      false: boxes.flatMap(({ kind, said: at }) =>
        at !== null && (kind === 'false' || kind === 'confused') ? [at] : [],
      ),
      misses: boxes.filter(({ kind }) => kind === 'missed' || kind === 'confused').length,
    };
  };

  test.each([false, true])('by centre %s: one match answers every threshold', (byCentre) => {
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 4 }), keeps, (pictures: Picture[], rule) => {
        const thresholds = thresholdSteps(0, 1, 20);
        const inPlay = pictures.map(({ truths, predictions }) => ({
          truths,
          predictions: predictions.filter((box) => isKept(box.score, 0, rule)),
        }));
        const bins = boxBins(
          inPlay.map(({ truths, predictions }) => {
            const matched = match(byCentre, truths, predictions);
            const scoreOf = (index: number) => predictions[index]?.score ?? NaN;
            return {
              truths: truths.length,
              pairs: matched.pairs.map(({ truth, said }) => ({ truth, score: scoreOf(said) })),
              falseAlarms: matched.false.map(scoreOf),
            };
          }),
          thresholds,
          rule,
        );
        for (const [step, threshold] of thresholds.entries()) {
          const again = inPlay.map(({ truths, predictions }) =>
            match(
              byCentre,
              truths,
              predictions.filter((box) => isKept(box.score, threshold, rule)),
            ),
          );
          const hits = again.flatMap(({ pairs }) => pairs).length;
          const falseAlarms = again.flatMap((one) => one.false).length;
          const misses = again.reduce((sum, one) => sum + one.misses, 0);
          expect(boxCountsAt(bins, step)).toEqual({
            hits,
            falseAlarms,
            misses,
            ...boxScoresOf(hits, falseAlarms, misses),
          });
        }
      }),
    );
  });
});
