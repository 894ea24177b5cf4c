/** Counts per score bin, computed once; the counts at every threshold follow without reading the data again. */
import { boxScoresOf, type BoxScores } from '../matching/box-matching';
import { uncertainWord } from '../learn-blocks/classification';
import type { CellCount } from './metrics';

/** Which scores a threshold keeps: those at or above it, or only those above it. */
export type Keeps = '>=' | '>';

/** The thresholds to choose from, ascending: even steps from `low` to `high`, and `more` such as the job's own. */
export function thresholdSteps(
  low: number,
  high: number,
  steps: number,
  more: readonly number[] = [],
): number[] {
  const even = Array.from({ length: steps + 1 }, (_, step) => low + ((high - low) * step) / steps);
  return [...new Set([...even, ...more])].toSorted((a, b) => a - b);
}

/** How many of the ascending thresholds keep a score; they are always the first ones. */
export function stepsThatKeep(score: number, thresholds: readonly number[], keeps: Keeps): number {
  let from = 0;
  let to = thresholds.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const threshold = thresholds[middle] ?? Infinity;
    if (keeps === '>=' ? score >= threshold : score > threshold) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Counts scores by the last threshold that keeps them. */
class ScoreCounter {
  total = 0;
  readonly #bins: number[];

  constructor(
    readonly thresholds: readonly number[],
    readonly keeps: Keeps,
  ) {
    this.#bins = thresholds.map(() => 0);
  }

  add(score: number): void {
    const last = stepsThatKeep(score, this.thresholds, this.keeps) - 1;
    if (last >= 0) this.#bins[last] = (this.#bins[last] ?? 0) + 1;
    this.total += 1;
  }

  /** The number of scores that each threshold keeps. */
  kept(): number[] {
    const counts = [...this.#bins];
    for (let step = counts.length - 2; step >= 0; step--) {
      counts[step] = (counts[step] ?? 0) + (counts[step + 1] ?? 0);
    }
    return counts;
  }
}

/** A window's expected label, the label of its top score, and that score. */
export interface ScoredWindow {
  expected: string | null;
  said: string;
  score: number;
}

export interface ScoreBins {
  thresholds: readonly number[];
  /** For each pair of labels: the number of windows, and how many of them each threshold keeps. */
  cells: readonly { expected: string | null; said: string; total: number; kept: readonly number[] }[];
}

/** Counts windows by expected label, predicted label, and how many of the ascending thresholds keep their score. */
export function scoreBins(
  windows: Iterable<ScoredWindow>,
  thresholds: readonly number[],
  keeps: Keeps = '>=',
): ScoreBins {
  const rows = new Map<string | null, Map<string, ScoreCounter>>();
  for (const { expected, said, score } of windows) {
    const row = rows.get(expected) ?? new Map<string, ScoreCounter>();
    const counter = row.get(said) ?? new ScoreCounter(thresholds, keeps);
    counter.add(score);
    row.set(said, counter);
    rows.set(expected, row);
  }
  const cells = [...rows].flatMap(([expected, row]) =>
    [...row].map(([said, counter]) => ({ expected, said, total: counter.total, kept: counter.kept() })),
  );
  return { thresholds, cells };
}

/**
 * The matrix's cells at one threshold, given by its index. Windows that it does not keep are counted as `below`:
 * `uncertain` for classes; `no anomaly` if `said` is `anomaly`.
 */
export function cellsAt({ cells }: ScoreBins, step: number, below: string = uncertainWord): CellCount[] {
  const at: CellCount[] = [];
  const belowByExpected = new Map<string | null, number>();
  for (const { expected, said, total, kept } of cells) {
    const count = kept[step] ?? 0;
    if (count > 0) at.push({ expected, said, count });
    if (total > count) belowByExpected.set(expected, (belowByExpected.get(expected) ?? 0) + total - count);
  }
  for (const [expected, count] of belowByExpected) at.push({ expected, said: below, count });
  return at;
}

/** The boxes of one picture, matched at the lowest threshold. */
export interface MatchedBoxes {
  /** The number of ground-truth boxes. */
  truths: number;
  /** The truth of a pair and the score of its prediction; several may share a truth. */
  pairs: readonly { truth: number; score: number }[];
  /** The scores of unmatched predictions. */
  falseAlarms: readonly number[];
}

export interface BoxBins {
  thresholds: readonly number[];
  truths: number;
  hits: readonly number[];
  /** Truths found by a kept prediction; fewer than hits if several share one. */
  found: readonly number[];
  falseAlarms: readonly number[];
}

/** Counts matched and unmatched boxes by how many of the ascending thresholds keep them. */
export function boxBins(
  pictures: Iterable<MatchedBoxes>,
  thresholds: readonly number[],
  keeps: Keeps = '>=',
): BoxBins {
  let truths = 0;
  const hits = new ScoreCounter(thresholds, keeps);
  const found = new ScoreCounter(thresholds, keeps);
  const falseAlarms = new ScoreCounter(thresholds, keeps);
  for (const picture of pictures) {
    truths += picture.truths;
    // A truth counts as found while the best of its predictions is kept.
    const best = new Map<number, number>();
    for (const { truth, score } of picture.pairs) {
      hits.add(score);
      best.set(truth, Math.max(score, best.get(truth) ?? -Infinity));
    }
    for (const score of best.values()) found.add(score);
    for (const score of picture.falseAlarms) falseAlarms.add(score);
  }
  return {
    thresholds,
    truths,
    hits: hits.kept(),
    found: found.kept(),
    falseAlarms: falseAlarms.kept(),
  };
}

/** Counts, precision, recall and F1 of all boxes at one threshold, given by its index. */
export function boxCountsAt(
  bins: BoxBins,
  step: number,
): BoxScores & { hits: number; falseAlarms: number; misses: number } {
  const hits = bins.hits[step] ?? 0;
  const falseAlarms = bins.falseAlarms[step] ?? 0;
  const misses = bins.truths - (bins.found[step] ?? 0);
  return { hits, falseAlarms, misses, ...boxScoresOf(hits, falseAlarms, misses) };
}
