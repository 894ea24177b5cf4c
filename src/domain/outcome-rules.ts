/** The settings for judging a run (anomaly labels, trial thresholds), and the predictions that are no classes. */
import type { Trial } from '../contract/trial';

export interface OutcomeRules {
  /** Labels that mean "this is an anomaly". */
  anomalyLabels: readonly string[];
  /** Labels that mean "this is not an anomaly". */
  noAnomalyLabels: readonly string[];
  /** Trial thresholds by `<learn block id>.<threshold key>`. */
  thresholds?: ReadonlyMap<string, number | string>;
}

/** The predictions of anomaly blocks; also the labels that Studio expects by default. */
export const anomalyWords = { anomaly: 'anomaly', noAnomaly: 'no anomaly' } as const;

/** The prediction of a block whose top class score is below the minimum confidence. */
export const uncertainWord = 'uncertain';

export const defaultOutcomeRules: OutcomeRules = {
  anomalyLabels: [anomalyWords.anomaly],
  noAnomalyLabels: [anomalyWords.noAnomaly],
};

const rulesOfTrials = new WeakMap<Trial, OutcomeRules>();

/** The rules under a trial; returns the same object for the same list. */
export function rulesUnder(trial: Trial): OutcomeRules {
  if (trial.length === 0) return defaultOutcomeRules;
  const thresholds = new Map(trial.map(({ block, key, value }) => [`${block}.${key}`, value]));
  const rules = rulesOfTrials.get(trial) ?? { ...defaultOutcomeRules, thresholds };
  rulesOfTrials.set(trial, rules);
  return rules;
}

/** Whether any trial threshold is set, so that the job's own predictions no longer apply. */
export function hasTrialThresholds(rules: OutcomeRules): boolean {
  return rules.thresholds !== undefined && rules.thresholds.size > 0;
}

/** Whether a label means an anomaly (`true`), no anomaly (`false`), or is not an anomaly label (`null`). */
export function labelMeansAnomaly(label: string | null, rules: OutcomeRules): boolean | null {
  if (label === null) return null;
  if (rules.anomalyLabels.includes(label)) return true;
  return rules.noAnomalyLabels.includes(label) ? false : null;
}
