/** Reads a record slowly and plainly: blocks, windows, thresholds, scores, expected words. Shares no product rule. */
import type {
  AnomalyResult,
  Classification,
  PredictionRecord,
  SampleEntry,
} from '../../../../contract/schemas/result-page';
import type { StructuredLabel } from '../../../../contract/schemas/sample';
import type { Trial } from '../../../../contract/trial';
import { newVerdict, type Verdict } from '../../../../domain/verdict';

export type BlockKind = 'classes' | 'numbers' | 'anomaly' | 'picture-anomaly' | 'boxes' | 'keys';

/** A record to be judged: under a trial its thresholds differ, and the job's predictions do not count. */
export interface JudgedRecord extends SampleEntry {
  isTried?: boolean;
}

/** A place of a block that can have a verdict: a window, with the job's prediction if there is one. */
export interface Place {
  entry: JudgedRecord;
  block: Classification;
  /** Its id; if it has none, its position in the record, from 1. */
  blockId: number;
  kind: BlockKind;
  window: number;
  prediction: PredictionRecord | null;
}

const kindByType = new Map<string, BlockKind>([
  ['keras', 'classes'],
  ['keras-transfer-image', 'classes'],
  ['keras-transfer-kws', 'classes'],
  ['keras-akida', 'classes'],
  ['keras-akida-transfer-image', 'classes'],
  ['keras-regression', 'numbers'],
  ['anomaly', 'anomaly'],
  ['anomaly-gmm', 'anomaly'],
  ['keras-anomaly', 'anomaly'],
  ['keras-visual-anomaly', 'picture-anomaly'],
  ['keras-object-detection', 'boxes'],
  ['keras-akida-object-detection', 'boxes'],
]);

export function kindOf(block: Classification): BlockKind {
  const kind = kindByType.get(block.learnBlock.type) ?? 'keys';
  return kind === 'classes' && (block.labelMapResult ?? []).length > 0 ? 'keys' : kind;
}

export const isAnomalyKind = (kind: BlockKind) => kind === 'anomaly' || kind === 'picture-anomaly';

export interface DecidingBlock {
  block: Classification;
  blockId: number;
}

/** The model of predictions whose record has no block: their words are treated as those of a classifier. */
const unknownModel: DecidingBlock = { block: { learnBlock: { type: 'keras' } }, blockId: -1 };

/** The blocks that have verdicts: anomaly blocks only if there is no other. */
export function decidingBlocks({ result, predictions }: SampleEntry): DecidingBlock[] {
  const blocks = result.classifications.map((block, at) => ({
    block,
    blockId: block.learnBlock.id ?? at + 1,
  }));
  const others = blocks.filter(({ block }) => !isAnomalyKind(kindOf(block)));
  if (others.length > 0) return others;
  return blocks.length > 0 || predictions.length === 0 ? blocks : [unknownModel];
}

/**
 * The record under a trial: each tried threshold gets its new value, if that has the same type, number or word, as
 * before.
 */
export function underTrial({ result, predictions }: SampleEntry, trial: Trial): JudgedRecord {
  if (trial.length === 0) return { result, predictions };
  const classifications = result.classifications.map((block, at): Classification => {
    const tried = trial.filter((one) => one.block === (block.learnBlock.id ?? at + 1));
    const thresholds = (block.thresholds ?? []).map((threshold) => {
      const value = tried.find(({ key }) => key === threshold.key)?.value;
      return typeof value === typeof threshold.value ? { ...threshold, value } : threshold;
    });
    return { ...block, thresholds };
  });
  return { result: { ...result, classifications }, predictions, isTried: true };
}

/** The job's prediction at a place, if it counts. */
export const jobAt = ({ entry, prediction }: Place): PredictionRecord | null =>
  entry.isTried === true ? null : prediction;

export const anomalyBlocks = ({ result }: SampleEntry) =>
  result.classifications.filter((block) => isAnomalyKind(kindOf(block)));

/** The number of windows of the block. */
export function windowCount(block: Classification): number {
  const { result, anomalyResult, structuredResult, labelMapResult } = block;
  if (kindOf(block) === 'boxes') return (structuredResult ?? []).length;
  return Math.max((result ?? []).length, (anomalyResult ?? []).length, (labelMapResult ?? []).length);
}

/** The maximum error of computed numbers. */
export const tolerance = 1e-9;

/** The difference of two numbers; if it is infinite, the largest number. */
export function distanceBetween(a: number, b: number): number {
  const distance = a > b ? a - b : b - a;
  return distance === Infinity ? Number.MAX_VALUE : distance;
}

export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const preferredKeys: Record<BlockKind, readonly string[]> = {
  classes: ['min_confidence', 'min_score'],
  numbers: ['max_absolute_error'],
  anomaly: ['min_anomaly_score', 'min_score'],
  'picture-anomaly': ['min_anomaly_score', 'min_score'],
  boxes: ['min_score', 'min_score_box'],
  keys: [],
};

/**
 * The number that decides in this block: by its usual key, otherwise its first number, otherwise the deprecated
 * field.
 */
export function thresholdOf(block: Classification): number | null {
  const thresholds = (block.thresholds ?? []).filter(({ value }) => isNumber(value));
  for (const key of preferredKeys[kindOf(block)]) {
    const value = thresholds.find((threshold) => threshold.key === key)?.value;
    if (isNumber(value)) return value;
  }
  const first = thresholds[0]?.value ?? block.minimumConfidenceRating;
  return isNumber(first) ? first : null;
}

const ownNumber = (scores: object, key: string): number | null => {
  const found = Object.entries(scores).find(([name]) => name === key)?.[1];
  return isNumber(found) ? found : null;
};

const largest = (numbers: readonly number[]) =>
  numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b));

const highestOf = (...numbers: readonly (number | null | undefined)[]) =>
  largest(numbers.filter((number) => number !== null && number !== undefined));

function pictureScore(block: Classification, found: AnomalyResult): number | null {
  const cells = (found.scores ?? []).flat();
  const takesMean = (block.thresholds ?? []).some(
    ({ key, value }) => key === 'anomaly_scoring_aggregation_method' && value === 'mean',
  );
  if (!takesMean) return found.maxScore ?? largest(cells);
  return found.meanScore ?? (cells.length === 0 ? null : cells.reduce((a, b) => a + b) / cells.length);
}

/** The anomaly score of one window of an anomaly block; for a picture without its own grid, that of the job's grid. */
export function anomalyScore(
  block: Classification,
  window: number,
  prediction: PredictionRecord | null,
): number | null {
  if (kindOf(block) !== 'picture-anomaly') {
    return highestOf(
      ownNumber(block.result?.[window] ?? {}, 'anomaly'),
      block.anomalyResult?.[window]?.maxScore,
      ...(block.anomalyResult?.[window]?.scores ?? []).flat(),
    );
  }
  const found = block.anomalyResult?.[window] ?? {};
  const ofPicture = pictureScore(block, { ...found, scores: found.scores ?? prediction?.anomalyScores });
  return ofPicture ?? ownNumber(block.result?.[window] ?? {}, 'anomaly');
}

/** Whether a score is an anomaly: for pictures at or above the threshold, for all others above it. */
export function isAnomalous(block: Classification, score: number, threshold: number): boolean {
  return kindOf(block) === 'picture-anomaly' ? score >= threshold : score > threshold;
}

const sumOf = (scores: object, leftOut: string | null) =>
  Object.entries(scores).reduce(
    (sum, [name, score]) => sum + (name !== leftOut && isNumber(score) ? score : 0),
    0,
  );

/** Whether `anomaly` is a class of this classifier, and not the score of an anomaly block. */
export function hasAnomalyClass(entry: SampleEntry, block: Classification): boolean {
  if (anomalyBlocks(entry).length === 0) return true;
  const windows = block.result ?? [];
  const sumsToOne = (leftOut: string | null) =>
    windows.every((scores) => Math.abs(sumOf(scores, leftOut) - 1) <= 0.02 + tolerance);
  return sumsToOne(null) && !sumsToOne('anomaly');
}

/** The class scores of one window, in the order of the record. */
export function classScores(entry: SampleEntry, block: Classification, window: number): [string, number][] {
  const keepsAnomaly = hasAnomalyClass(entry, block);
  return Object.entries(block.result?.[window] ?? {}).flatMap(([name, score]): [string, number][] =>
    isNumber(score) && (keepsAnomaly || name !== 'anomaly') ? [[name, score]] : [],
  );
}

/** All classes in any window of the block, with or without a score. */
export function classesOf(entry: SampleEntry, block: Classification): string[] {
  const names = (block.result ?? []).flatMap((scores) => Object.keys(scores));
  const keepsAnomaly = hasAnomalyClass(entry, block);
  return [...new Set(names)].filter((name) => keepsAnomaly || name !== 'anomaly');
}

/** A word, or `null`: an empty text counts as none. */
export const wordOrNull = (text: string | null | undefined) =>
  text === undefined || text === '' ? null : text;

/**
 * The entry for a window in the list of expected labels: one per window, or ranges of windows up to the last one. A
 * shorter list was truncated if labels change within the sample; otherwise it is ignored.
 */
function entryAt({ entry, block, window }: Place): StructuredLabel | undefined {
  const labels = block.expectedLabels ?? [];
  const last = (windowCount(block) || entry.predictions.length) - 1;
  const areStretches =
    labels.length <= last &&
    labels.at(-1)?.endIndex === last &&
    labels.every(
      ({ startIndex, endIndex }, at) =>
        startIndex > (labels[at - 1]?.endIndex ?? -1) && endIndex >= startIndex,
    );
  const isCut = (entry.result.sample.structuredLabels ?? []).length > 0;
  if (!areStretches) return labels.length > last || isCut ? labels[window] : undefined;
  return labels.find(({ startIndex, endIndex }) => startIndex <= window && window <= endIndex);
}

/** The expected label of a window: the one that the job compared with, if it is given. `null`: no label. */
export function expectedLabel(place: Place): string | null {
  const own = place.prediction?.label ?? entryAt(place)?.label;
  if (typeof own === 'string') return wordOrNull(own);
  const { label, structuredLabels } = place.entry.result.sample;
  const isChanging = (place.block.expectedLabels ?? []).length > 0 && (structuredLabels ?? []).length > 0;
  return isChanging ? null : wordOrNull(label);
}

const valuesOf = (map: unknown): [string, unknown][] =>
  typeof map === 'object' && map !== null
    ? Object.entries(map).filter(([, value]) => value !== null && value !== undefined)
    : [];

/** The values of a label map by key, as words; keys without a value are left out. */
export const wordsByKey = (map: unknown): Map<string, string> =>
  new Map(
    valuesOf(map).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );

/** The expected values by key: the window's own, otherwise the sample's. */
export function expectedByKey(place: Place): Map<string, string> {
  const own = entryAt(place)?.['labelMap'];
  const ofWindow = valuesOf(own).find(([name]) => name === 'labels')?.[1];
  return wordsByKey(ofWindow ?? place.entry.result.sample.labelMap?.labels);
}

/** A text parsed as a number, or `null`. */
export function readNumber(text: string | null | undefined): number | null {
  const trimmed = (text ?? '').trim();
  if (!/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) return null;
  return isNumber(Number(trimmed)) ? Number(trimmed) : null;
}

/** An empty verdict at this place. */
export const emptyVerdict = ({ blockId, window }: Place): Verdict => newVerdict(blockId, window);

/** The result, from the job's own word or ours. */
export const resultOf = (isCorrect: boolean | null | undefined): Verdict['result'] =>
  isCorrect === true ? 'correct' : isCorrect === false ? 'incorrect' : 'unknown';
