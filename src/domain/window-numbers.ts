/** The numbers of windows: confidence, anomaly score and F1, and those of their sample. */
import type { PredictionRecord } from '../contract/result-page';
import { boxScoresOf } from './box-matching';
import type { EntryBlock } from './learn-blocks/registry';
import { blockAnomaly, blockConfidence, higher, highestCell, lower } from './learn-blocks/window-scores';
import type { Verdict } from './verdict';
import type { JudgedEntry, JudgedWindow } from './verdicts';

/** What was judged of one window: the items of a list from one place up to another, without the last. */
interface Parts {
  list: readonly JudgedWindow[];
  from: number;
  to: number;
}

/** What the job said of a window for one block; a prediction of another block is none of it. */
function predictionOf({ list, from, to }: Parts, of: EntryBlock): PredictionRecord | undefined {
  for (let at = from; at < to; at++) if (list[at]?.at === of) return list[at]?.prediction;
  return undefined;
}

/** A window's confidence: the lowest of its blocks'; `null` where none of them has one. */
function confidenceOf(blocks: readonly EntryBlock[], index: number, parts: Parts): number | null {
  let confidence: number | null = null;
  for (const at of blocks) {
    const prediction = predictionOf(parts, at);
    const own = blockConfidence(at.rule.confidence, at.block, index, prediction, at.anomalyIsClass);
    confidence = lower(confidence, own);
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

/** A window's confidence, by what was judged of it. */
export const windowConfidence = (
  blocks: readonly EntryBlock[],
  index: number,
  parts: readonly JudgedWindow[],
): number | null => confidenceOf(blocks, index, allOf(parts));

/** A window's anomaly score, by what was judged of it. */
export const windowAnomaly = (
  blocks: readonly EntryBlock[],
  index: number,
  parts: readonly JudgedWindow[],
): number | null => anomalyOf(blocks, index, allOf(parts));

/** The number of every window, also of those that the job passed over, brought together by `pick`. */
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

/** The anomaly score of the window where it is highest. */
export const highestAnomaly = (judged: JudgedEntry): number | null => overAll(judged, anomalyOf, higher);

/** An F1 score as 0 to 1; some writers use 0 to 100. */
const asRatio = (f1: number | null | undefined): number | null =>
  f1 === null || f1 === undefined ? null : f1 > 1 ? f1 / 100 : f1;

/** F1 over the boxes of a window, by its verdicts; several boxes that share a truth each count as found. */
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
