/** Boxes of a picture and their distances; precision, recall and F1 from counts. */
import type { SampleRecord } from '../../contract/schemas/sample';

/** A box, positioned by its top left corner. Both sides of a match use the same unit (here, ratios of the picture). */
export interface Box {
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export type ScoredBox = Box & { score: number };

/** Intersection over union of two boxes, 0 to 1; boxes without area do not overlap anything. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return Math.min(1, shared / (a.width * a.height + b.width * b.height - shared));
}

/** The distance between the centres of two boxes, in their unit. */
export function centreDistance(a: Box, b: Box): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

export interface BoxScores {
  precision: number;
  recall: number;
  f1: number;
}

/**
 * Precision, recall and F1 from counts, 0 to 1. All are 1 if there was nothing to find and nothing was found;
 * otherwise an undefined score is 0.
 */
export function boxScoresOf(hits: number, falseAlarms: number, misses: number): BoxScores {
  if (hits + falseAlarms + misses === 0) return { precision: 1, recall: 1, f1: 1 };
  if (hits === 0) return { precision: 0, recall: 0, f1: 0 };
  return {
    precision: hits / (hits + falseAlarms),
    recall: hits / (hits + misses),
    f1: (2 * hits) / (2 * hits + falseAlarms + misses),
  };
}

/**
 * The ground-truth boxes as ratios of the picture; `null` if the list, or the picture size that it requires, is
 * missing.
 */
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
