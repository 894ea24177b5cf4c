/** The rule of object detection: boxes from the minimum score up, matched to ground truth by overlap or centre. */
import type { Classification } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import {
  boxScores,
  matchBoxes,
  matchCentroids,
  relativeBoxes,
  type BoxMatch,
  type ScoredBox,
} from '../box-matching';
import { boxesOfCentroids, parseFomoDebugInfo } from '../fomo-debug-info';
import { unknownReasons } from '../outcome';
import { foundBoxes, labelsOfBoxes } from './found-boxes';
import { windowOf, type LearnBlock } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';

/** How much a box must overlap the truth to count as found. */
export const minimumOverlap = 0.5;

/** Whether the block finds centres (FOMO), not boxes; other rules hold for it. */
export const findsCentres = (block: Classification): boolean => block.objectDetectionLastLayer === 'fomo';

const centreOf = (box: ScoredBox) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Whether a box of this score is kept: at the threshold, boxes are and FOMO's centres are not. */
export function keepsScore(block: Classification, score: number, minimum: number | null): boolean {
  if (minimum === null) return true;
  return findsCentres(block) ? score > minimum : score >= minimum;
}

/**
 * The job's own matching of centres, with the boxes that a higher threshold drops left out: each prediction is
 * matched for itself, so the rest stays as it was. `null` where the debug information does not fit the boxes.
 */
function matchByDebugInfo(
  json: string,
  boxes: readonly ScoredBox[],
  isKept: (box: ScoredBox) => boolean,
): BoxMatch | null {
  const centres = boxes.map(centreOf);
  const info = parseFomoDebugInfo(json, centres);
  const boxOf = info && boxesOfCentroids(info.predictions, centres);
  if (info === null || boxOf === null) return null;
  const kept = new Set(boxes.flatMap((box, index) => (isKept(box) ? [index] : [])));
  const pairs = info.assignments.flatMap(({ truth, prediction }) => {
    const box = boxOf[prediction];
    return box !== undefined && kept.has(box) ? [{ truth, prediction: box }] : [];
  });
  const truths = new Set(pairs.map(({ truth }) => truth));
  const predictions = new Set(pairs.map(({ prediction }) => prediction));
  return {
    pairs,
    unmatchedTruths: info.truths.flatMap((_, index) => (truths.has(index) ? [] : [index])),
    unmatchedPredictions: [...kept].filter((index) => !predictions.has(index)),
  };
}

/** Why the boxes of a sample cannot be compared with ground truth. */
const missingTruth = (sample: SampleRecord) =>
  sample.boundingBoxes ? unknownReasons.noPictureSize : unknownReasons.noTruthBoxes;

export const objectDetection: LearnBlock = {
  name: 'object-detection',
  title: 'Object detection',
  types: ['keras-object-detection', 'keras-akida-object-detection'],
  scoreRange: [0, 1],
  confidence: 'boxes',
  trial: 'upward',
  mainRole: 'score',
  thresholds: (block) => thresholdsOf(block, 'score'),
  /** A window is correct when every box has its match on the other side: F1 is 1. Studio's own bar is not known. */
  predict(block, { sample, frames, predictions, rules }) {
    const minimum = thresholdInForce(block, 'score', 'score', rules);
    const isKept = ({ score }: ScoredBox) => keepsScore(block, score, minimum);
    const truths = relativeBoxes(sample);
    return frames.map((frame, index) => {
      const result = block.structuredResult?.[index];
      const found = foundBoxes(result, predictions[index], sample);
      if (found === null) return windowOf(frame, { unknownReason: unknownReasons.noBoxes });
      const boxes = found.filter(isKept);
      const said = { boxes, prediction: labelsOfBoxes(boxes) };
      const byDebugInfo =
        findsCentres(block) && result?.debugInfoJson
          ? matchByDebugInfo(result.debugInfoJson, found, isKept)
          : null;
      if (byDebugInfo === null && truths === null) {
        return windowOf(frame, { ...said, unknownReason: missingTruth(sample) });
      }
      const match: BoxMatch<unknown> =
        byDebugInfo ??
        (findsCentres(block)
          ? matchCentroids(truths ?? [], boxes)
          : matchBoxes(truths ?? [], boxes, { minIou: minimumOverlap }));
      const isPerfect = match.unmatchedTruths.length + match.unmatchedPredictions.length === 0;
      return windowOf(frame, { ...said, f1: boxScores(match).f1, correct: isPerfect });
    });
  },
};
