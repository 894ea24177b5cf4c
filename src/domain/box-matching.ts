/** How predicted boxes are matched to ground truth: by overlap, or by distance of centres (FOMO); and the scores. */
import type { SampleRecord } from '../contract/sample';

/** A box by its top left corner; both sides of a match in the same unit (ratios of the picture, here). */
export interface Box {
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export type ScoredBox = Box & { score: number };

/** Indexes into the lists that were matched. Several pairs may share a truth where the rule allows it. */
export interface BoxMatch<Pair = { truth: number; prediction: number }> {
  pairs: Pair[];
  unmatchedTruths: number[];
  unmatchedPredictions: number[];
}

export type OverlapMatch = BoxMatch<{ truth: number; prediction: number; iou: number }>;
export type CentroidMatch = BoxMatch<{ truth: number; prediction: number; distance: number }>;

/** Intersection over union of two boxes, 0 to 1; boxes without area overlap nothing. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return Math.min(1, shared / (a.width * a.height + b.width * b.height - shared));
}

/** The indexes of boxes by falling score; equal scores keep their order. */
const byFallingScore = (boxes: readonly ScoredBox[]): number[] =>
  boxes
    .map((box, index) => ({ score: box.score, index }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ index }) => index);

const missingFrom = (taken: ReadonlySet<number>, boxes: readonly unknown[]): number[] =>
  boxes.flatMap((_, index) => (taken.has(index) ? [] : [index]));

/**
 * Matches one to one, highest score first: each prediction takes the free truth of its label that it overlaps most, if
 * by `minIou` or more. Leaving out low scores never changes the pairs of the others.
 */
export function matchBoxes(
  truths: readonly Box[],
  predictions: readonly ScoredBox[],
  { minIou }: { minIou: number } = { minIou: 0.5 },
): OverlapMatch {
  const match: OverlapMatch = { pairs: [], unmatchedTruths: [], unmatchedPredictions: [] };
  const taken = new Set<number>();
  for (const prediction of byFallingScore(predictions)) {
    const box = predictions[prediction];
    if (box === undefined) continue;
    let best: { truth: number; iou: number } | undefined;
    // Thousands of boxes make millions of pairs: a plain loop, which looks last at what costs most.
    for (let truth = 0; truth < truths.length; truth++) {
      const truthBox = truths[truth];
      if (truthBox === undefined || truthBox.label !== box.label) continue;
      const overlap = iou(truthBox, box);
      if (overlap >= minIou && overlap > (best?.iou ?? 0) && !taken.has(truth))
        best = { truth, iou: overlap };
    }
    if (best === undefined) match.unmatchedPredictions.push(prediction);
    else {
      taken.add(best.truth);
      match.pairs.push({ truth: best.truth, prediction, iou: best.iou });
    }
  }
  match.unmatchedTruths = missingFrom(taken, truths);
  match.unmatchedPredictions.sort((a, b) => a - b);
  return match;
}

/** The distance of two boxes' centres, in their unit. */
export function centreDistance(a: Box, b: Box): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

/**
 * Matches each prediction to the nearest truth of its label within `maxDistance` of the unit square; several may share
 * one. Truths without width or height are ignored: they are in no pair and not unmatched either.
 * Source: `constrained_object_detection/metrics.py` of Edge Impulse.
 */
export function matchCentroids(
  truths: readonly Box[],
  predictions: readonly ScoredBox[],
  maxDistance = 0.2,
): CentroidMatch {
  const match: CentroidMatch = { pairs: [], unmatchedTruths: [], unmatchedPredictions: [] };
  const ignored = new Set(truths.flatMap((box, index) => (box.width > 0 && box.height > 0 ? [] : [index])));
  const taken = new Set(ignored);
  for (const [prediction, box] of predictions.entries()) {
    let best: { truth: number; distance: number } | undefined;
    for (const [truth, truthBox] of truths.entries()) {
      if (truthBox.label !== box.label || ignored.has(truth)) continue;
      const distance = centreDistance(truthBox, box);
      if (distance <= maxDistance && distance < (best?.distance ?? Infinity)) best = { truth, distance };
    }
    if (best === undefined) match.unmatchedPredictions.push(prediction);
    else {
      taken.add(best.truth);
      match.pairs.push({ truth: best.truth, prediction, distance: best.distance });
    }
  }
  match.unmatchedTruths = missingFrom(taken, truths);
  return match;
}

export interface BoxScores {
  precision: number;
  recall: number;
  f1: number;
}

/** Precision, recall and F1 from counts, 0 to 1. Nothing to find and nothing found: all 1; undefined: 0. */
export function boxScoresOf(hits: number, falseAlarms: number, misses: number): BoxScores {
  if (hits + falseAlarms + misses === 0) return { precision: 1, recall: 1, f1: 1 };
  if (hits === 0) return { precision: 0, recall: 0, f1: 0 };
  return {
    precision: hits / (hits + falseAlarms),
    recall: hits / (hits + misses),
    f1: (2 * hits) / (2 * hits + falseAlarms + misses),
  };
}

/** Precision, recall and F1 of a match; where several predictions share a truth, each is a hit. */
export function boxScores(match: BoxMatch<unknown>): BoxScores {
  return boxScoresOf(match.pairs.length, match.unmatchedPredictions.length, match.unmatchedTruths.length);
}

/** The ground-truth boxes as ratios of the picture; `null` where the list, or the size that it needs, is missing. */
export function relativeBoxes(sample: SampleRecord): Box[] | null {
  const boxes = sample.boundingBoxes;
  if (boxes === null || boxes === undefined) return null;
  if (boxes.length === 0) return [];
  const width = sample.imageDimensions?.width ?? 0;
  const height = sample.imageDimensions?.height ?? 0;
  if (!(width > 0 && height > 0)) return null;
  return boxes.map((box) => ({
    label: box.label,
    x: box.x / width,
    y: box.y / height,
    width: box.width / width,
    height: box.height / height,
  }));
}
