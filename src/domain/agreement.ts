/** How far our rules, with the job's own thresholds, agree with the job. */
import type { SampleEntry } from '../contract/schemas/result-page';
import { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';
import { judgeEntry } from './verdicts';

export interface Agreement {
  /** Windows that the job judged. */
  compared: number;
  /** Windows on which the rules agree with the job. */
  agreeing: number;
}

/**
 * Compares the job's verdict on each window with that of the rules under the job's own thresholds. A window that
 * the job judged but the rules cannot judge counts as a disagreement; entries without predictions or scores are not
 * compared.
 */
export function entryAgreement(entry: SampleEntry, rules: OutcomeRules = defaultOutcomeRules): Agreement {
  const agreement: Agreement = { compared: 0, agreeing: 0 };
  if (entry.result.classifications.length === 0) return agreement;
  const { windows } = judgeEntry(entry, { ...rules, thresholds: undefined }, 'rules');
  for (const { at, prediction, correct, text } of windows) {
    if (typeof prediction?.predictionCorrect !== 'boolean') continue;
    agreement.compared += 1;
    // Texts of several words or numbers may be formatted differently, so only the verdict is compared.
    const isSameWord = !at.rule.isOneWord || text === prediction.prediction;
    if (isSameWord && correct === prediction.predictionCorrect) agreement.agreeing += 1;
  }
  return agreement;
}
