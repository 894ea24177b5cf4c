/** The scores of one window: class scores, the top score, confidence, anomaly score. */
import type { AnomalyResult, Classification, PredictionRecord } from '../../contract/schemas/result-page';

export type Scores = NonNullable<Classification['result']>[number];

/** The name of an anomaly score among class scores. */
export const anomalyKey = 'anomaly';

/** The class scores of a window in order: all numbers except an anomaly block's score. */
export function classScores(
  scores: Scores | undefined,
  anomalyIsClass: boolean,
): [label: string, score: number][] {
  if (scores === undefined) return [];
  return Object.entries(scores).flatMap(([label, score]): [string, number][] =>
    (label === anomalyKey && !anomalyIsClass) || score === null ? [] : [[label, score]],
  );
}

/** Whether a label is one of the classes that a window has scores for. */
export function isClassOf(scores: Scores, label: string, anomalyIsClass: boolean): boolean {
  if (label === anomalyKey && !anomalyIsClass) return false;
  return Object.hasOwn(scores, label) && typeof scores[label] === 'number';
}

/** The highest class score; `null` if there is none. */
export function topScore(scores: Scores | undefined, anomalyIsClass: boolean): number | null {
  let top: number | null = null;
  // A loop over the keys is faster, and an import calls this for every window.
  for (const label in scores) {
    const score = scores[label];
    if (typeof score !== 'number' || (label === anomalyKey && !anomalyIsClass)) continue;
    if (top === null || score > top) top = score;
  }
  return top;
}

/** The maximum deviation of a sum of class scores from 1. */
const sumTolerance = 0.02 + 1e-9;

/**
 * Whether a classifier's score named `anomaly` is that of an ordinary class: if there is no anomaly block, or if
 * the scores add up to 1 in all windows of the sample only when it is included.
 */
export function isAnomalyClass(block: Classification, hasAnomalyBlock: boolean): boolean {
  if (!hasAnomalyBlock) return true;
  let addsUpWithout = true;
  for (const scores of block.result ?? []) {
    let sum = 0;
    for (const label in scores) sum += scores[label] ?? 0;
    if (Math.abs(sum - 1) > sumTolerance) return false;
    if (Math.abs(sum - (scores[anomalyKey] ?? 0) - 1) > sumTolerance) addsUpWithout = false;
  }
  return !addsUpWithout;
}

/** The higher of two numbers, either of which may be missing. */
export function higher(a: number | null, b: number | null | undefined): number | null {
  if (b === null || b === undefined || Number.isNaN(b)) return a;
  return a === null || b > a ? b : a;
}

/** The lower of two numbers, either of which may be missing. */
export function lower(a: number | null, b: number | null | undefined): number | null {
  if (b === null || b === undefined || Number.isNaN(b)) return a;
  return a === null || b < a ? b : a;
}

/** The highest cell of a grid of anomaly scores; `null` if it is empty. */
export function highestCell(grid: readonly (readonly number[])[] | null | undefined): number | null {
  let highest: number | null = null;
  for (const row of grid ?? []) for (const cell of row) highest = higher(highest, cell);
  return highest;
}

/** The mean of all cells of a grid of anomaly scores; `null` if it is empty. */
export function meanCell(grid: readonly (readonly number[])[] | null | undefined): number | null {
  let sum = 0;
  let count = 0;
  for (const row of grid ?? []) {
    for (const cell of row) sum += cell;
    count += row.length;
  }
  return count === 0 ? null : sum / count;
}

/** The highest anomaly score of a window's grid, from its cells or, if they are missing, its stated maximum. */
export function highestAnomaly(result: AnomalyResult | undefined): number | null {
  return result === undefined ? null : higher(highestCell(result.scores), result.maxScore);
}

/**
 * The best box score of a window: from the job's prediction if it lists boxes, otherwise from the structured
 * result.
 */
export function topBoxScore(
  structured: NonNullable<Classification['structuredResult']>[number] | undefined,
  prediction: PredictionRecord | undefined,
): number | null {
  let top: number | null = null;
  const ofJob = prediction?.boundingBoxes;
  if (ofJob) for (const box of ofJob) top = higher(top, box.score);
  else for (const score of structured?.scores ?? []) top = higher(top, score);
  return top;
}

/** One block's anomaly score of one window: the highest of its scores and its grid. */
export function blockAnomaly(
  classification: Classification,
  index: number,
  anomalyIsClass = false,
): number | null {
  const score = anomalyIsClass ? null : classification.result?.[index]?.[anomalyKey];
  return higher(highestAnomaly(classification.anomalyResult?.[index]), score);
}
