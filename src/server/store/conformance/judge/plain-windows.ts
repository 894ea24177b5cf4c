/** Assigns predictions to windows and blocks by the rules of joining; slow and obvious. */
import type { PredictionRecord, SampleEntry } from '../../../../contract/schemas/result-page';
import {
  classesOf,
  decidingBlocks,
  kindOf,
  readNumber,
  windowCount,
  type BlockKind,
  type DecidingBlock,
  type JudgedRecord,
  type Place,
} from './plain-record';

/** Predictions by their start; equal starts keep the order of the record, and those without a start come last. */
const byStart = (predictions: readonly PredictionRecord[]): PredictionRecord[] =>
  [...predictions].sort((a, b) => (a.startMs ?? Infinity) - (b.startMs ?? Infinity) || 0);

/** The start of each window in ms, from the first deciding block whose expected labels have one entry per window. */
function windowStarts(entry: SampleEntry, blocks: readonly DecidingBlock[], count: number): number[] {
  for (const { block } of blocks) {
    const intervalMs = block.intervalMs || (entry.result.sample.intervalMs ?? 0);
    const labels = block.expectedLabels ?? [];
    if (intervalMs !== 0 && labels.length === count) {
      return labels.map(({ startIndex }) => startIndex * intervalMs);
    }
  }
  return [];
}

/** The window whose start is nearest to the prediction's, within 1 ms; `null` if there is none. */
function windowAt(starts: readonly number[], { startMs }: PredictionRecord): number | null {
  let best: number | null = null;
  let nearest = 1;
  for (const [window, start] of starts.entries()) {
    const distance = Math.abs(start - (startMs ?? Infinity));
    if (distance > 1 || (best !== null && distance >= nearest)) continue;
    best = window;
    nearest = distance;
  }
  return best;
}

interface Groups {
  /** By window. */
  ofWindow: PredictionRecord[][];
  withoutWindow: PredictionRecord[];
}

function groupsOf(entry: SampleEntry, blocks: readonly DecidingBlock[], count: number): Groups {
  const sorted = byStart(entry.predictions);
  if (sorted.length === count) {
    return { ofWindow: sorted.map((prediction) => [prediction]), withoutWindow: [] };
  }
  if (sorted.length === count * blocks.length) {
    const ofWindow = Array.from({ length: count }, (_, window) =>
      sorted.slice(window * blocks.length, (window + 1) * blocks.length),
    );
    return { ofWindow, withoutWindow: [] };
  }
  const starts = windowStarts(entry, blocks, count);
  const groups: Groups = { ofWindow: Array.from({ length: count }, () => []), withoutWindow: [] };
  for (const prediction of sorted) {
    const window = windowAt(starts, prediction);
    const group = window === null ? undefined : groups.ofWindow[window];
    if (group === undefined || group.length === blocks.length) groups.withoutWindow.push(prediction);
    else group.push(prediction);
  }
  return groups;
}

const isAnomalyWord = ({ prediction }: PredictionRecord) =>
  prediction === 'anomaly' || prediction === 'no anomaly';

/** Whether only blocks of this kind make such a prediction. */
const isOfKind: Record<
  BlockKind,
  (prediction: PredictionRecord, entry: SampleEntry, at: DecidingBlock) => boolean
> = {
  classes: ({ prediction }, entry, { block }) =>
    typeof prediction === 'string' && classesOf(entry, block).includes(prediction),
  anomaly: isAnomalyWord,
  'picture-anomaly': isAnomalyWord,
  numbers: ({ prediction }) => readNumber(prediction) !== null,
  boxes: ({ boundingBoxes }) => Boolean(boundingBoxes),
  keys: ({ labelMapPredictions }) => Boolean(labelMapPredictions),
};

/**
 * Assigns each prediction of one window to a block: first those that have a word of a block, then the rest in
 * order.
 */
function shareOut(
  entry: SampleEntry,
  blocks: readonly DecidingBlock[],
  group: readonly PredictionRecord[],
): { at: DecidingBlock; prediction: PredictionRecord }[] {
  const free = [...blocks];
  const shared: { at: DecidingBlock; prediction: PredictionRecord }[] = [];
  const take = (prediction: PredictionRecord, at: DecidingBlock | undefined) => {
    if (at === undefined) return;
    free.splice(free.indexOf(at), 1);
    shared.push({ at, prediction });
  };
  for (const prediction of group)
    take(
      prediction,
      free.find((at) => isOfKind[kindOf(at.block)](prediction, entry, at)),
    );
  const taken = shared.map(({ prediction }) => prediction);
  for (const prediction of group) if (!taken.includes(prediction)) take(prediction, free[0]);
  return shared;
}

/**
 * All places of a sample that can have verdicts: those that the job predicted, or all if it predicted none. By
 * window, and within a window by block.
 */
export function placesOf(entry: JudgedRecord): Place[] {
  const blocks = decidingBlocks(entry);
  const placeAt = (
    { block, blockId }: DecidingBlock,
    window: number,
    prediction: PredictionRecord | null,
  ): Place => ({ entry, block, blockId, kind: kindOf(block), window, prediction });
  const count = Math.max(0, ...blocks.map(({ block }) => windowCount(block)));
  if (entry.predictions.length === 0) {
    return Array.from({ length: count }, (_, window) =>
      blocks
        .filter(({ block }) => window < windowCount(block))
        .map((deciding) => placeAt(deciding, window, null)),
    ).flat();
  }
  const { ofWindow, withoutWindow } = groupsOf(entry, blocks, count);
  const groups = [...ofWindow, ...withoutWindow.map((prediction) => [prediction])];
  return groups.flatMap((group, window) =>
    shareOut(entry, blocks, group)
      .sort((a, b) => blocks.indexOf(a.at) - blocks.indexOf(b.at))
      .map(({ at, prediction }) => placeAt(at, window, prediction)),
  );
}
