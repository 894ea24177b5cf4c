/** Parses `debugInfoJson` of FOMO results: which centroids were expected, found, and matched. */
import { isRecord } from '../is-record';

interface Centroid {
  /** From the left, as a ratio of the model's square input. */
  x: number;
  /** From the top. */
  y: number;
  /** Counted from 1; 0 is the background. */
  label: number;
}

export interface FomoDebugInfo {
  truths: readonly Centroid[];
  predictions: readonly Centroid[];
  /** Indexes into the two lists; several predictions may share a truth. */
  assignments: readonly { truth: number; prediction: number; distance: number }[];
  /** The distance up to which a prediction counts as found. */
  maxDistance: number;
}

interface Point {
  x: number;
  y: number;
}

type Assignment = FomoDebugInfo['assignments'][number];

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Reads each item of a list; `null` if it is not a list or an item cannot be read. */
function listOf<Item>(list: unknown, read: (item: unknown) => Item | null): Item[] | null {
  if (!Array.isArray(list)) return null;
  const items = list.map(read);
  return items.every((item) => item !== null) ? items : null;
}

function centroidOf(value: unknown): Centroid | null {
  if (!isRecord(value)) return null;
  const { x, y, label } = value;
  return isNumber(x) && isNumber(y) && isNumber(label) ? { x, y, label } : null;
}

function assignmentOf(value: unknown): Assignment | null {
  if (!isRecord(value)) return null;
  const { yt: truth, yp: prediction, distance } = value;
  return isNumber(truth) && isNumber(prediction) && isNumber(distance)
    ? { truth, prediction, distance }
    : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The debug information with x and y as written; `null` if it cannot be parsed. */
function parsed(text: string): FomoDebugInfo | null {
  const info = jsonOf(text);
  if (!isRecord(info)) return null;
  // An image with nothing to find and nothing found has no centroid lists.
  const truths = listOf(info.y_trues ?? [], centroidOf);
  const predictions = listOf(info.y_preds ?? [], centroidOf);
  const assignments = listOf(info.assignments, assignmentOf);
  if (truths === null || predictions === null || assignments === null) return null;
  if (!assignments.every((pair) => pair.truth in truths && pair.prediction in predictions)) return null;
  const maxDistance = info.normalised_min_distance;
  return { truths, predictions, assignments, maxDistance: isNumber(maxDistance) ? maxDistance : 0.2 };
}

const transposed = <P extends Point>(point: P): P => ({ ...point, x: point.y, y: point.x });

/** The index of the nearest point and its distance. */
function nearest(point: Point, others: readonly Point[]): { index: number; distance: number } {
  let best = { index: -1, distance: Infinity };
  for (const [at, other] of others.entries()) {
    const distance = Math.hypot(point.x - other.x, point.y - other.y);
    if (distance < best.distance) best = { index: at, distance };
  }
  return best;
}

const misfit = (points: readonly Point[], centres: readonly Point[]): number =>
  points.reduce((sum, point) => sum + nearest(point, centres).distance, 0);

/**
 * The debug information with x from the left and y from the top; `null` if it cannot be parsed or refers to items
 * outside its own lists. Edge Impulse writes x as the row; the centres of the found boxes show whether this server
 * does so too.
 */
export function parseFomoDebugInfo(text: string, foundCentres: readonly Point[] = []): FomoDebugInfo | null {
  const info = parsed(text);
  if (info === null) return null;
  const swapped = info.predictions.map(transposed);
  const isUpright =
    foundCentres.length > 0 && misfit(info.predictions, foundCentres) < misfit(swapped, foundCentres);
  return isUpright ? info : { ...info, truths: info.truths.map(transposed), predictions: swapped };
}

/**
 * For each found centroid, the index of its box; `null` unless each has exactly one box, no further away than
 * `tolerance`.
 */
export function boxesOfCentroids(
  found: readonly Point[],
  boxCentres: readonly Point[],
  tolerance = 0.05,
): number[] | null {
  if (found.length !== boxCentres.length) return null;
  const boxes = found.map((point) => nearest(point, boxCentres));
  const isOneToOne = new Set(boxes.map((box) => box.index)).size === boxes.length;
  return isOneToOne && boxes.every((box) => box.distance <= tolerance) ? boxes.map((box) => box.index) : null;
}
