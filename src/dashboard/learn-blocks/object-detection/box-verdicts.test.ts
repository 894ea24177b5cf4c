/** Tests of the verdicts on boxes, for the list and the overlay. */
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../../contract/schemas/result-page';
import type { ScoredBox } from '../../../domain/matching/box-matching';
import { classificationOf, entryOf, predictionOf, sampleOf } from '../../../domain/fixtures/entry-fixtures';
import { defaultOutcomeRules } from '../../../domain/outcome-rules';
import { judgeEntry } from '../../../domain/verdicts';
import { boxVerdicts, countVerdicts } from './box-verdicts';

const picture = { imageDimensions: { width: 100, height: 200 } };
const truth = (label: string, x: number, y: number) => ({ label, x, y, width: 20, height: 40 });
const said = (label: string, x: number, y: number, score = 0.9) => ({
  label,
  x,
  y,
  width: 0.2,
  height: 0.2,
  score,
});

/** The verdicts on a picture for which the job predicted these boxes. */
function verdictsOn(block: Classification, sample: ReturnType<typeof sampleOf>, boundingBoxes: ScoredBox[]) {
  const copies = boundingBoxes.map((box) => ({ ...box }));
  const entry = entryOf(sample, [block], [predictionOf({ boundingBoxes: copies })]);
  return boxVerdicts(block, sample, judgeEntry(entry, defaultOutcomeRules).windows[0]);
}

describe('boxes', () => {
  const block = classificationOf('keras-object-detection');

  test('are found, missed or false, in ratios of the picture', () => {
    const sample = sampleOf({ ...picture, boundingBoxes: [truth('bolt', 10, 20), truth('nut', 60, 100)] });
    const verdicts = verdictsOn(block, sample, [said('nut', 0.1, 0.1), said('bolt', 0.11, 0.1)]);
    expect(verdicts.said.map(({ isMatched, truth: at }) => [isMatched, at])).toEqual([
      [false, null],
      [true, 0],
    ]);
    expect(verdicts.truths.map(({ isFound }) => isFound)).toEqual([true, false]);
    expect(verdicts.truths[1]).toMatchObject({ x: 0.6, y: 0.5, width: 0.2, height: 0.2 });
    expect(countVerdicts(verdicts)).toEqual({ truths: 2, found: 1, missed: 1, falseAlarms: 1 });
  });

  test('are not judged if the size of the picture is missing', () => {
    const verdicts = verdictsOn(block, sampleOf({ boundingBoxes: [truth('bolt', 1, 1)] }), [
      said('bolt', 0, 0),
    ]);
    expect(verdicts).toMatchObject({ isJudged: false, truths: [], said: [{ isMatched: null }] });
  });
});

describe('centres', () => {
  const fomo = (debugInfo?: object) =>
    classificationOf('keras-object-detection', {
      objectDetectionLastLayer: 'fomo',
      structuredResult: [{ debugInfoJson: debugInfo && JSON.stringify(debugInfo) }],
    });
  const sample = sampleOf({ ...picture, boundingBoxes: [truth('2', 0, 0), truth('8', 60, 120)] });
  const found = [said('8', 0.6, 0.65), said('8', 0.65, 0.6), said('2', 0.7, 0)];

  test('may share a truth, which counts once', () => {
    const verdicts = verdictsOn(fomo(), sample, found);
    expect(verdicts.said.map(({ truth: at }) => at)).toEqual([1, 1, null]);
    expect(countVerdicts(verdicts)).toEqual({ truths: 2, found: 1, missed: 1, falseAlarms: 1 });
  });

  // In Edge Impulse's debug information x and y are swapped, and the truths are in another order.
  const debugInfo = {
    y_trues: [
      { x: 0.7, y: 0.7, label: 4 },
      { x: 0.1, y: 0.1, label: 1 },
    ],
    y_preds: [
      { x: 0.75, y: 0.7, label: 4 },
      { x: 0.7, y: 0.75, label: 4 },
      { x: 0.1, y: 0.8, label: 1 },
    ],
    assignments: [{ yp: 0, yt: 0, label: 4, distance: 0.05 }],
    unassigned_y_true_idxs: [1],
    unassigned_y_pred_idxs: [1, 2],
  };

  test('are matched as the job did, and truths keep their own boxes', () => {
    const verdicts = verdictsOn(fomo(debugInfo), sample, found);
    expect(verdicts.said.map(({ isMatched }) => isMatched)).toEqual([true, false, false]);
    expect(verdicts.said[0]?.truth).toBe(0);
    expect(verdicts.said[0]?.closeness).toBeCloseTo(0.05, 12);
    expect(verdicts.truths.map(({ label, x, width }) => [label, x, width])).toEqual([
      ['8', 0.6, 0.2],
      ['2', 0, 0.2],
    ]);
  });

  test('come from the debug information alone if the sample has no boxes', () => {
    const verdicts = verdictsOn(fomo(debugInfo), sampleOf(), found);
    expect(verdicts.truths[1]).toMatchObject({ label: '2', x: 0.1, y: 0.1, width: 0, isFound: false });
    expect(verdicts.isJudged).toBe(true);
  });
});
