/** The times of a sample's windows and their expected labels, before any verdict. */
import type { Classification, PredictionRecord } from '../../contract/schemas/result-page';
import type { SampleRecord, StructuredLabel } from '../../contract/schemas/sample';

export interface Span {
  startMs: number | null;
  endMs: number | null;
}

/** The number of windows in a block's lists; `resultCount` may be higher. */
export function windowCount(block: Classification): number {
  return Math.max(
    block.result?.length ?? 0,
    block.structuredResult?.length ?? 0,
    block.anomalyResult?.length ?? 0,
    block.labelMapResult?.length ?? 0,
  );
}

/** The label of a window according to a list of labels; `undefined` if the list does not cover it. */
export type WindowLabels = (index: number) => StructuredLabel | undefined;

const noLabels: WindowLabels = () => undefined;

/** Whether labels form consecutive ranges that end at the last window. */
function areStretches(labels: readonly StructuredLabel[], windows: number): boolean {
  let end = -1;
  for (const { startIndex, endIndex } of labels) {
    if (startIndex <= end || endIndex < startIndex) return false;
    end = endIndex;
  }
  return end === windows - 1;
}

/** The range that contains a window, in a list of consecutive ranges. */
function stretchAt(labels: readonly StructuredLabel[], index: number): StructuredLabel | undefined {
  let from = 0;
  let to = labels.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((labels[middle]?.endIndex ?? Infinity) < index) from = middle + 1;
    else to = middle;
  }
  const label = labels[from];
  return label !== undefined && label.startIndex <= index ? label : undefined;
}

/** The label of each window according to a block's list, which has one entry per window, or ranges of windows. */
export function windowLabels(
  labels: readonly StructuredLabel[] | null | undefined,
  windows: number,
): WindowLabels {
  if (labels === null || labels === undefined || labels.length === 0) return noLabels;
  if (labels.length < windows && areStretches(labels, windows)) return (index) => stretchAt(labels, index);
  return (index) => labels[index];
}

/** Means "no label", which differs from falling back to the sample's label. */
const unlabelled: StructuredLabel = { startIndex: 0, endIndex: 0, label: '' };

/**
 * What a block expects of its windows. If labels change within the sample, a truncated list
 * (`truncateStructuredLabels`) is still valid for the first windows, and nothing is known about the others.
 */
export function expectedLabels(
  block: Classification | undefined,
  { structuredLabels }: SampleRecord,
  windows: number,
): WindowLabels {
  const labels = block?.expectedLabels ?? [];
  const count = (block && windowCount(block)) || windows;
  const labelAt = windowLabels(labels, count);
  if (labels.length === 0) return labelAt;
  if ((structuredLabels ?? []).length > 0) return (index) => labelAt(index) ?? unlabelled;
  return labels.length < count && !areStretches(labels, count) ? noLabels : labelAt;
}

/** The start of each window, from its list of labels with one entry per window; `null` if it has no such list. */
export function windowStarts(
  { expectedLabels: labels, intervalMs }: Classification,
  sample: SampleRecord,
  windows: number,
): number[] | null {
  // Older servers give the interval of the values only in the sample.
  const interval = intervalMs || sample.intervalMs;
  if (!interval || labels?.length !== windows) return null;
  return labels.map(({ startIndex }) => startIndex * interval);
}

const spanOfPrediction = (prediction: PredictionRecord): Span => ({
  startMs: prediction.startMs ?? null,
  endMs: prediction.endMs ?? null,
});

/**
 * The time span of a window: that of its prediction; otherwise the whole sample, if it is the only window;
 * otherwise computed from the stride of the windows, with the maximum possible length. `null` if the run does not
 * tell.
 */
export function windowSpan(
  block: Classification | undefined,
  sample: SampleRecord,
  prediction: PredictionRecord | undefined,
  index: number,
  windows: number,
): Span {
  if (typeof prediction?.startMs === 'number') return spanOfPrediction(prediction);
  const total = sample.totalLengthMs ?? null;
  if (windows === 1) return { startMs: 0, endMs: total };
  const stride = block?.intervalMs ?? 0;
  const lastStart = stride * (windows - 1);
  if (stride <= 0 || lastStart >= (total ?? Infinity)) return { startMs: null, endMs: null };
  const startMs = index * stride;
  return { startMs, endMs: total === null ? null : total - (lastStart - startMs) };
}
