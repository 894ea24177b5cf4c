/** Confidence, anomaly score and F1 of windows, and of their sample. */
import type { PredictionRecord } from '../contract/schemas/result-page';
import { boxScoresOf } from './matching/box-matching';
import type { EntryBlock } from './learn-blocks/registry';
import { blockAnomaly, higher, highestCell, lower } from './learn-blocks/window-scores';
import type { Verdict } from './verdict';
import type { JudgedEntry, JudgedWindow } from './verdicts';

/** The results on one window: the items of a list from one index up to another, exclusive. */
interface Parts {
  list: readonly JudgedWindow[];
  from: number;
  to: number;
}

/** The job's prediction of a window for one block; predictions for other blocks are ignored. */
function predictionOf({ list, from, to }: Parts, of: EntryBlock): PredictionRecord | undefined {
  for (let at = from; at < to; at++) if (list[at]?.at === of) return list[at]?.prediction;
  return undefined;
}

/** A window's confidence: the lowest of its blocks; `null` if none of them has one. */
function confidenceOf(blocks: readonly EntryBlock[], index: number, parts: Parts): number | null {
  let confidence: number | null = null;
  for (const at of blocks) {
    const prediction = predictionOf(parts, at);
    confidence = lower(confidence, at.rule.confidence(at, index, prediction));
  }
  return confidence;
}

/** A window's anomaly score: the highest among its blocks' scores and grids and its predictions' grids. */
function anomalyOf(blocks: readonly EntryBlock[], index: number, { list, from, to }: Parts): number | null {
  let score: number | null = null;
  for (let at = from; at < to; at++) {
    score = higher(score, highestCell(list[at]?.prediction?.anomalyScores));
  }
  for (const { block, anomalyIsClass } of blocks) {
    score = higher(score, blockAnomaly(block, index, anomalyIsClass));
  }
  return score;
}

const allOf = (parts: readonly JudgedWindow[]): Parts => ({ list: parts, from: 0, to: parts.length });

/** A window's confidence, from its judged results. */
export const windowConfidence = (
  blocks: readonly EntryBlock[],
  index: number,
  parts: readonly JudgedWindow[],
): number | null => confidenceOf(blocks, index, allOf(parts));

/** A window's anomaly score, from its judged results. */
export const windowAnomaly = (
  blocks: readonly EntryBlock[],
  index: number,
  parts: readonly JudgedWindow[],
): number | null => anomalyOf(blocks, index, allOf(parts));

/** Combines the number of every window, including those that the job skipped, with `pick`. */
function overAll(
  { windows, windowCount, blocks }: JudgedEntry,
  numberOf: typeof confidenceOf,
  pick: typeof lower,
): number | null {
  let picked: number | null = null;
  const parts = { list: windows, from: 0, to: 0 };
  for (let index = 0; index < windowCount; index++) {
    parts.from = parts.to;
    while (windows[parts.to]?.index === index) parts.to += 1;
    picked = pick(picked, numberOf(blocks, index, parts));
  }
  return picked;
}

/** The confidence of the least certain window. */
export const lowestConfidence = (judged: JudgedEntry): number | null => overAll(judged, confidenceOf, lower);

/** The highest anomaly score of any window. */
export const highestAnomaly = (judged: JudgedEntry): number | null => overAll(judged, anomalyOf, higher);

/** An F1 score from 0 to 1; some tools write 0 to 100. */
const asRatio = (f1: number | null | undefined): number | null =>
  f1 === null || f1 === undefined ? null : f1 > 1 ? f1 / 100 : f1;

/** F1 over the boxes of a window, from its verdicts; several boxes that share a truth each count as found. */
function f1OfBoxes(verdicts: readonly Verdict[], { from, to, reason }: JudgedWindow): number | null {
  if (reason !== null) return null;
  let hits = 0;
  let falseAlarms = 0;
  let misses = 0;
  for (let at = from; at < to; at++) {
    const verdict = verdicts[at];
    if (verdict?.result === 'correct') hits += 1;
    else if (verdict !== undefined) {
      if (verdict.said !== null) falseAlarms += 1;
      if (verdict.expected !== null) misses += 1;
    }
  }
  return boxScoresOf(hits, falseAlarms, misses).f1;
}

/** The F1 score of a window: the job's, or that of its boxes if the job has no prediction. `null`: none. */
export function windowF1({ verdicts }: JudgedEntry, window: JudgedWindow): number | null {
  const { at, context, prediction } = window;
  if (context.usesJob && prediction !== undefined) return asRatio(prediction.f1Score);
  return at.rule.unit === 'box' ? f1OfBoxes(verdicts, window) : null;
}

/** The lowest F1 score of any window. */
export function lowestF1(judged: JudgedEntry): number | null {
  let lowest: number | null = null;
  for (const window of judged.windows) lowest = lower(lowest, windowF1(judged, window));
  return lowest;
}
