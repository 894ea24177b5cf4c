/** The windows of an entry as they are shown: what the job said of each, or, where it did not, what the rules say. */
import type { PredictionRecord, SampleEntry } from '../contract/result-page';
import { saidBoxes } from './learn-blocks/found-boxes';
import { labelMapKeys } from './learn-blocks/freeform';
import type { WindowPrediction } from './learn-blocks/learn-block';
import {
  mainClassification,
  windowAnomaly,
  windowConfidence,
  windowPredictions,
} from './learn-blocks/registry';
import { expectedLabel, windowCount, windowSpan } from './learn-blocks/window-frames';
import { unknownReasons } from './outcome';
import { defaultOutcomeRules, hasTrialThresholds, type OutcomeRules } from './outcome-rules';

export type { WindowPrediction } from './learn-blocks/learn-block';

/** An F1 score as 0 to 1; some writers use 0 to 100. */
const asRatio = (f1: number | null | undefined): number | null =>
  f1 === null || f1 === undefined ? null : f1 > 1 ? f1 / 100 : f1;

/** Reasons that lie in the label, and so explain why the job did not judge a window either. */
const labelReasons: ReadonlySet<string | null> = new Set([
  unknownReasons.noSuchClass,
  unknownReasons.noAnomalyLabel,
  unknownReasons.noNumber,
]);

function jobWindow(
  entry: SampleEntry,
  main: ReturnType<typeof mainClassification>,
  prediction: PredictionRecord,
  index: number,
): WindowPrediction {
  const { sample } = entry.result;
  const windows = entry.predictions.length;
  const span = windowSpan(main, sample, prediction, index, windows);
  return {
    startMs: span.startMs,
    endMs: span.endMs,
    expected: prediction.label ?? expectedLabel(main?.expectedLabels, index, windows) ?? sample.label ?? null,
    prediction: prediction.prediction ?? null,
    correct: prediction.predictionCorrect ?? null,
    confidence: windowConfidence(entry, index, prediction),
    anomaly: windowAnomaly(entry, index, prediction),
    f1: asRatio(prediction.f1Score),
    boxes: saidBoxes(main?.structuredResult?.[index], prediction, sample),
    keys: labelMapKeys(main, sample, prediction, index),
    unknownReason: null,
  };
}

/** The job's own windows. Where it did not judge one, the reason is the label's, if the rules see one there. */
function jobWindows(entry: SampleEntry, rules: OutcomeRules): WindowPrediction[] {
  const main = mainClassification(entry);
  const windows = entry.predictions.map((prediction, index) => jobWindow(entry, main, prediction, index));
  if (windows.every(({ correct }) => correct !== null)) return windows;
  const judgedByRules = windowPredictions(entry, rules);
  return windows.map((window, index) => {
    if (window.correct !== null) return window;
    const reason = judgedByRules[index]?.unknownReason ?? null;
    return { ...window, unknownReason: labelReasons.has(reason) ? reason : unknownReasons.notJudged };
  });
}

/**
 * The windows of an entry: the job's predictions, which are the truth about what it said; recomputed from the
 * classifications where there are none or a trial threshold is set. `correct: null` cannot be judged.
 */
export function entryWindows(
  entry: SampleEntry,
  rules: OutcomeRules = defaultOutcomeRules,
): WindowPrediction[] {
  return entry.predictions.length > 0 && !hasTrialThresholds(rules)
    ? jobWindows(entry, rules)
    : windowPredictions(entry, rules);
}

/** How many windows an entry has scores or predictions for; the two lists may differ. */
export function entryWindowCount(entry: SampleEntry): number {
  return entry.result.classifications.reduce(
    (most, block) => Math.max(most, windowCount(block)),
    entry.predictions.length,
  );
}
