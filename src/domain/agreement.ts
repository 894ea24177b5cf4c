/** How far our rules, on the job's own thresholds, say the same as the job itself. */
import type { SampleEntry } from '../contract/result-page';
import { learnBlockOf, mainClassification, windowPredictions } from './learn-blocks/registry';
import { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';

export interface Agreement {
  /** Windows that the job judged. */
  compared: number;
  /** Windows on which the rules agree with the job. */
  agreeing: number;
}

/** Blocks whose prediction is one word, which must be the same; of the others only the verdict is compared. */
const wordBlocks: ReadonlySet<string> = new Set(['classification', 'anomaly', 'visual-anomaly']);

/**
 * Compares the job's verdict on each window with that of the rules on the job's own thresholds. A window that the job
 * judged and the rules cannot counts as not agreeing; entries without predictions or scores compare nothing.
 */
export function entryAgreement(entry: SampleEntry, rules: OutcomeRules = defaultOutcomeRules): Agreement {
  const agreement: Agreement = { compared: 0, agreeing: 0 };
  const main = mainClassification(entry);
  if (main === undefined) return agreement;
  const comparesWords = wordBlocks.has(learnBlockOf(main).name);
  const byRules = windowPredictions(entry, { ...rules, thresholds: undefined });
  for (const [index, { prediction, predictionCorrect }] of entry.predictions.entries()) {
    if (typeof predictionCorrect !== 'boolean') continue;
    agreement.compared += 1;
    const window = byRules[index];
    const isSameVerdict = window?.correct === predictionCorrect;
    if (isSameVerdict && (!comparesWords || window.prediction === prediction)) agreement.agreeing += 1;
  }
  return agreement;
}
