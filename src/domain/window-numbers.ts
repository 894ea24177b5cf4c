/** The numbers of windows: confidence, anomaly score and F1, and those of their sample. */
import type { PredictionRecord } from '../contract/result-page';
import { boxScoresOf } from './box-matching';
import type { EntryBlock } from './learn-blocks/registry';
import { blockAnomaly, blockConfidence, higher, highestCell, lower } from './learn-blocks/window-scores';
import type { Verdict } from './verdict';
import type { JudgedEntry, JudgedWindow } from './verdicts';

/** A window's confidence: the lowest of its blocks'; `null` where none of them has one. */
export function windowConfidence(
  blocks: readonly EntryBlock[],
  index: number,
  prediction: PredictionRecord | undefined,
): number | null {
  let confidence: number | null = null;
  for (const { block, rule, anomalyIsClass } of blocks) {
    const own = blockConfidence(rule.confidence, block, index, prediction, anomalyIsClass);
    confidence = lower(confidence, own);
  }
  return confidence;
}

/** A window's anomaly score: the highest among its blocks' scores and grids and its prediction's grid. */
export function windowAnomaly(
  blocks: readonly EntryBlock[],
  index: number,
  prediction: PredictionRecord | undefined,
): number | null {
  let score = highestCell(prediction?.anomalyScores);
  for (const { block, anomalyIsClass } of blocks) {
    score = higher(score, blockAnomaly(block, index, anomalyIsClass));
  }
  return score;
}

/** Calls `look` with every window, also those that the job passed over, and with each prediction of it. */
function lookAtAll(
  { windows, windowCount }: JudgedEntry,
  look: (index: number, prediction: PredictionRecord | undefined) => void,
): void {
  let next = 0;
  for (const { index, prediction } of windows) {
    for (; next < index; next++) look(next, undefined);
    look(index, prediction);
    next = index + 1;
  }
  for (; next < windowCount; next++) look(next, undefined);
}

/** The confidence of the least certain window. */
export function lowestConfidence(judged: JudgedEntry): number | null {
  let lowest: number | null = null;
  lookAtAll(judged, (index, prediction) => {
    lowest = lower(lowest, windowConfidence(judged.blocks, index, prediction));
  });
  return lowest;
}

/** The anomaly score of the window where it is highest. */
export function highestAnomaly(judged: JudgedEntry): number | null {
  let highest: number | null = null;
  lookAtAll(judged, (index, prediction) => {
    highest = higher(highest, windowAnomaly(judged.blocks, index, prediction));
  });
  return highest;
}

/** An F1 score as 0 to 1; some writers use 0 to 100. */
const asRatio = (f1: number | null | undefined): number | null =>
  f1 === null || f1 === undefined ? null : f1 > 1 ? f1 / 100 : f1;

/** F1 over the boxes of a window, by its verdicts; several boxes that share a truth each count as found. */
function f1OfBoxes(verdicts: readonly Verdict[], { from, to }: JudgedWindow): number | null {
  let hits = 0;
  let falseAlarms = 0;
  let misses = 0;
  for (let at = from; at < to; at++) {
    const { result, said, expected } = verdicts[at] ?? { result: 'unknown', said: null, expected: null };
    if (result === 'unknown') return null;
    if (result === 'correct') hits += 1;
    else {
      if (said !== null) falseAlarms += 1;
      if (expected !== null) misses += 1;
    }
  }
  return boxScoresOf(hits, falseAlarms, misses).f1;
}

/** The F1 score of a window: the job's; that of its boxes where the job has not spoken. `null`: none. */
export function windowF1({ verdicts }: JudgedEntry, window: JudgedWindow): number | null {
  const { at, context, prediction } = window;
  if (context.usesJob && prediction !== undefined) return asRatio(prediction.f1Score);
  return at.rule.confidence === 'boxes' ? f1OfBoxes(verdicts, window) : null;
}

/** The F1 score of the window where it is lowest. */
export function lowestF1(judged: JudgedEntry): number | null {
  let lowest: number | null = null;
  for (const window of judged.windows) lowest = lower(lowest, windowF1(judged, window));
  return lowest;
}
