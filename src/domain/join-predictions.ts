/** Assigns each of the job's predictions of a sample to a window and a learn block. */
import type { PredictionRecord, SampleEntry } from '../contract/schemas/result-page';
import type { EntryBlock } from './learn-blocks/registry';
import { windowCount, windowStarts } from './learn-blocks/window-frames';

export type WindowPredictions = readonly (PredictionRecord | undefined)[];

export interface JoinedPredictions {
  /** The number of windows, including those that only predictions refer to, which come last. */
  windows: number;
  /** The job's predictions, by deciding block and window. */
  ofBlocks: readonly WindowPredictions[];
}

/** Stable sort by ascending start; items without one come last. */
export function inOrder<Item>(
  items: readonly Item[],
  startOf: (item: Item) => number | null | undefined,
): readonly Item[] {
  const startAt = (item: Item) => startOf(item) ?? Infinity;
  for (let at = 1; at < items.length; at++) {
    const [before, after] = [items[at - 1], items[at]];
    if (before === undefined || after === undefined || startAt(before) <= startAt(after)) continue;
    return items.toSorted((a, b) => (startAt(a) < startAt(b) ? -1 : startAt(a) > startAt(b) ? 1 : 0));
  }
  return items;
}

/** The maximum difference between the start of a prediction and that of its window, in ms. */
const startTolerance = 1;

/** Returns a function that finds the window nearest to a start within the tolerance; `undefined` if there is none. */
function windowsByStart(starts: readonly number[]): (startMs: number) => number | undefined {
  const order = [...starts.keys()].sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
  const startAt = (place: number) => starts[order[place] ?? -1] ?? Infinity;
  return (startMs) => {
    let from = 0;
    let to = order.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (startAt(middle) < startMs) from = middle + 1;
      else to = middle;
    }
    const isBeforeNearer = from > 0 && startMs - startAt(from - 1) <= startAt(from) - startMs;
    const nearest = isBeforeNearer ? from - 1 : from;
    return Math.abs(startAt(nearest) - startMs) <= startTolerance ? order[nearest] : undefined;
  };
}

/**
 * Assigns each prediction to a block of its window: to one that has its word as a class, otherwise to the next one
 * in order. For blocks that predict boxes, keys or numbers, those count as such words.
 */
class Assigning {
  readonly ofBlocks: (PredictionRecord | undefined)[][];
  readonly #isSpokenOf: readonly ((prediction: PredictionRecord) => boolean)[];

  constructor(blocks: readonly EntryBlock[]) {
    this.#isSpokenOf = blocks.map((at) => at.rule.isSpokenOf(at));
    this.ofBlocks = blocks.map(() => []);
  }

  /** Assigns the predictions of one window, at most one per block. */
  give(window: number, predictions: readonly PredictionRecord[]): void {
    const isFree = (at: number) => this.ofBlocks[at]?.[window] === undefined;
    const take = (at: number, prediction: PredictionRecord) => {
      const list = this.ofBlocks[at];
      if (list !== undefined) list[window] = prediction;
    };
    const wordless = predictions.filter((prediction) => {
      const at = this.#isSpokenOf.findIndex((isSpokenOf, place) => isFree(place) && isSpokenOf(prediction));
      if (at >= 0) take(at, prediction);
      return at < 0;
    });
    for (const prediction of wordless) {
      const at = this.#isSpokenOf.findIndex((_, place) => isFree(place));
      take(at, prediction);
    }
  }
}

/** The predictions at the positions of the windows with the same start, followed by those that match no window. */
function joinByStart(
  predictions: readonly PredictionRecord[],
  blocks: readonly EntryBlock[],
  windows: number,
  sample: SampleEntry['result']['sample'],
): JoinedPredictions {
  const assigning = new Assigning(blocks);
  const starts = blocks
    .map(({ block }) => windowStarts(block, sample, windows))
    .find((list) => list !== null);
  const windowAt = starts ? windowsByStart(starts) : () => undefined;
  const ofWindows = Array.from({ length: windows }, (): PredictionRecord[] => []);
  for (const prediction of predictions) {
    const window = typeof prediction.startMs === 'number' ? windowAt(prediction.startMs) : undefined;
    const group = window === undefined ? undefined : ofWindows[window];
    if (group !== undefined && group.length < blocks.length) group.push(prediction);
    else ofWindows.push([prediction]);
  }
  for (const [window, group] of ofWindows.entries()) assigning.give(window, group);
  return { windows: ofWindows.length, ofBlocks: assigning.ofBlocks };
}

/**
 * Joins the job's predictions of a sample with its windows and deciding blocks: by order if there is one per
 * window, or one per window and block; otherwise by their starts, within 1 ms.
 */
export function joinPredictions(
  { predictions: given, result: { sample } }: SampleEntry,
  blocks: readonly EntryBlock[],
): JoinedPredictions {
  let windows = 0;
  for (const { block } of blocks) windows = Math.max(windows, windowCount(block));
  if (given.length === 0) return { windows, ofBlocks: blocks.map(() => []) };
  const predictions = inOrder(given, ({ startMs }) => startMs);
  if (windows === 0) windows = predictions.length;
  if (predictions.length === windows && blocks.length === 1) return { windows, ofBlocks: [predictions] };
  const each = predictions.length / windows;
  if (each !== 1 && each !== blocks.length) return joinByStart(predictions, blocks, windows, sample);
  const assigning = new Assigning(blocks);
  for (let window = 0; window < windows; window++) {
    assigning.give(window, predictions.slice(window * each, (window + 1) * each));
  }
  return { windows, ofBlocks: assigning.ofBlocks };
}
