/** Where the windows of a sample lie in time and what is expected of each, before any verdict. */
import type { Classification, PredictionRecord } from '../../contract/result-page';
import type { SampleRecord, StructuredLabel } from '../../contract/sample';

export interface Span {
  startMs: number | null;
  endMs: number | null;
}

/** How many windows a block's lists hold; `resultCount` may promise more than there are. */
export function windowCount(block: Classification): number {
  return Math.max(
    block.result?.length ?? 0,
    block.structuredResult?.length ?? 0,
    block.anomalyResult?.length ?? 0,
    block.labelMapResult?.length ?? 0,
  );
}

/** What a list of labels says of a window; `undefined` where it does not say. */
export type WindowLabels = (index: number) => StructuredLabel | undefined;

const noLabels: WindowLabels = () => undefined;

/** Whether stretches follow each other and end at the last window. */
function areStretches(labels: readonly StructuredLabel[], windows: number): boolean {
  let end = -1;
  for (const { startIndex, endIndex } of labels) {
    if (startIndex <= end || endIndex < startIndex) return false;
    end = endIndex;
  }
  return end === windows - 1;
}

/** The stretch that holds a window, in a list of those that follow each other. */
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

/** What a block's list of labels says of its windows: it has one entry for each, or stretches of windows. */
export function windowLabels(
  labels: readonly StructuredLabel[] | null | undefined,
  windows: number,
): WindowLabels {
  if (labels === null || labels === undefined || labels.length === 0) return noLabels;
  if (labels.length < windows && areStretches(labels, windows)) return (index) => stretchAt(labels, index);
  return (index) => labels[index];
}

/** No label, rather than that of the sample. */
const unlabelled: StructuredLabel = { startIndex: 0, endIndex: 0, label: '' };

/**
 * What a block expects of its windows. Where labels change within the sample, a list that is cut short
 * (`truncateStructuredLabels`) still speaks of the first windows, and nothing is known of the others.
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

/** When each window of a block starts, by its list of labels with one entry for each; `null` where it does not say. */
export function windowStarts(
  { expectedLabels: labels, intervalMs }: Classification,
  sample: SampleRecord,
  windows: number,
): number[] | null {
  // Older servers give the interval of the values with the sample only.
  const interval = intervalMs || sample.intervalMs;
  if (!interval || labels?.length !== windows) return null;
  return labels.map(({ startIndex }) => startIndex * interval);
}

const spanOfPrediction = (prediction: PredictionRecord): Span => ({
  startMs: prediction.startMs ?? null,
  endMs: prediction.endMs ?? null,
});

/**
 * Where a window lies: as its prediction says; else the whole sample, if it is the only one; else from the stride of
 * the windows, each as long as it can be. `null` where the run does not say.
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
