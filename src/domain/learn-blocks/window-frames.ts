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

/**
 * The label that the block expects of a window; `null` where it does not say. The list has one entry per window, or
 * stretches of windows, which then end at the last one.
 */
export function expectedLabel(
  labels: readonly StructuredLabel[] | null | undefined,
  index: number,
  windows: number,
): string | null {
  if (labels === null || labels === undefined || labels.length === 0) return null;
  if (labels.length === windows) return labels[index]?.label ?? null;
  if (labels.at(-1)?.endIndex !== windows - 1) return null;
  return labels.find(({ startIndex, endIndex }) => startIndex <= index && index <= endIndex)?.label ?? null;
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
  if (stride <= 0 || (total !== null && lastStart >= total)) return { startMs: null, endMs: null };
  const startMs = index * stride;
  return { startMs, endMs: total === null ? null : startMs + total - lastStart };
}
