/** The thresholds of a learn block, as shown and as used: the role of each, and its trial value. */
import { labelAsNumber } from '../../contract/field-values';
import type { BlockThreshold, Classification } from '../../contract/schemas/result-page';
import type { OutcomeRules } from '../outcome-rules';

/**
 * What a threshold decides: a class or box score, an anomaly score, an absolute error, or how a grid is aggregated.
 */
export type ThresholdRole = 'score' | 'anomaly' | 'error' | 'aggregation';

export interface Threshold {
  key: string;
  /** For people: the block's own description, otherwise the key. */
  description: string;
  helpText: string;
  /** The job's value, which may be a word. `null`: it has none. */
  value: number | string | null;
  suggestedValue: number | null;
  /** The words that the value may be, if the block lists them. */
  options: readonly { description: string; value: string }[];
  /** `null`: it is shown, but none of our rules uses it. */
  role: ThresholdRole | null;
}

/** The key of the threshold that is created from the deprecated `minimumConfidenceRating`. */
export const deprecatedThresholdKey = 'minimum_confidence_rating';

// Studio does not document its keys: known keys come first, but any threshold can be recognised by its description.
const knownKeys: Record<ThresholdRole, readonly string[]> = {
  score: ['min_score', 'min_score_box', 'min_confidence', 'minimum_confidence', deprecatedThresholdKey],
  anomaly: ['min_anomaly_score', 'minimum_anomaly_score', 'max_anomaly_score'],
  error: ['max_error', 'maximum_error', 'max_absolute_error', 'maximum_absolute_error'],
  aggregation: ['anomaly_scoring_aggregation_method'],
};

const words: Record<ThresholdRole, RegExp> = {
  score: /scor|confiden|probab/i,
  anomaly: /anomal/i,
  error: /error/i,
  aggregation: /aggregat/i,
};

const deprecatedDescriptions: Record<ThresholdRole, string> = {
  score: 'Minimum confidence',
  anomaly: 'Maximum score before a window is an anomaly',
  error: 'Maximum absolute error',
  aggregation: '',
};

type RawThreshold = Pick<BlockThreshold, 'key' | 'value' | 'description'>;

/** A threshold's value as a number, also parsed from text such as "0.6"; `null` for other words. */
export function thresholdNumber(value: BlockThreshold['value']): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return labelAsNumber(value);
}

function hasWords(threshold: RawThreshold, role: ThresholdRole): boolean {
  return words[role].test(threshold.key) || words[role].test(threshold.description ?? '');
}

/**
 * The role according to a threshold's description; more specific words win ("anomaly score" is not about class
 * scores).
 */
function spokenRole(threshold: RawThreshold): ThresholdRole | null {
  if (hasWords(threshold, 'aggregation')) return 'aggregation';
  if (thresholdNumber(threshold.value) === null) return null;
  if (hasWords(threshold, 'anomaly')) return 'anomaly';
  if (hasWords(threshold, 'error')) return 'error';
  return hasWords(threshold, 'score') ? 'score' : null;
}

const isNumeric = (threshold: RawThreshold) => thresholdNumber(threshold.value) !== null;

/**
 * The threshold that has a role: by a known key, otherwise by its description, otherwise, for the block's main
 * role, the first number; `undefined` if there is none.
 */
function decidingThreshold<T extends RawThreshold>(
  thresholds: readonly T[],
  role: ThresholdRole,
  mainRole: ThresholdRole | null,
): T | undefined {
  for (const key of knownKeys[role]) {
    const known = thresholds.find(
      (threshold) => threshold.key === key && (role === 'aggregation' || isNumeric(threshold)),
    );
    if (known !== undefined) return known;
  }
  const spoken = thresholds.find((threshold) => spokenRole(threshold) === role);
  if (spoken !== undefined || role !== mainRole) return spoken;
  return thresholds.find((threshold) => isNumeric(threshold) && spokenRole(threshold) !== 'aggregation');
}

/** The deprecated rating as a threshold, if the block's own list has no number for its main role. */
function deprecatedThreshold(
  classification: Classification,
  mainRole: ThresholdRole | null,
): { key: string; description: string; value: number } | undefined {
  const value = classification.minimumConfidenceRating;
  if (mainRole === null || typeof value !== 'number') return undefined;
  if (decidingThreshold(classification.thresholds ?? [], mainRole, mainRole) !== undefined) return undefined;
  return { key: deprecatedThresholdKey, description: deprecatedDescriptions[mainRole], value };
}

/** All thresholds of a learn block in order, each with its role; `mainRole` is that of the block's kind. */
export function thresholdsOf(
  classification: Classification,
  mainRole: ThresholdRole | null,
): readonly Threshold[] {
  const own = classification.thresholds ?? [];
  const deprecated = deprecatedThreshold(classification, mainRole);
  const roles: readonly ThresholdRole[] = ['score', 'anomaly', 'error', 'aggregation'];
  const keyByRole = new Map(roles.map((role) => [role, decidingThreshold(own, role, mainRole)?.key]));
  const listed = own.map((threshold): Threshold => {
    const { key, description, helpText, value, suggestedValue, dropdownOptions } = threshold;
    // The main role comes first: a plain "min_score" in an anomaly block is the anomaly threshold.
    const role = [mainRole, ...roles].find((name) => name !== null && keyByRole.get(name) === key) ?? null;
    return {
      key,
      description: description || key,
      helpText: helpText ?? '',
      value: value ?? null,
      suggestedValue: suggestedValue ?? null,
      options: dropdownOptions ?? [],
      role,
    };
  });
  if (deprecated === undefined) return listed;
  return [...listed, { ...deprecated, helpText: '', suggestedValue: null, options: [], role: mainRole }];
}

/** The value for a role: the trial value if it is valid, otherwise the job's; `undefined` if there is none. */
function thresholdValue(
  classification: Classification,
  role: ThresholdRole,
  mainRole: ThresholdRole | null,
  { thresholds: trial }: OutcomeRules,
): BlockThreshold['value'] {
  const threshold =
    decidingThreshold(classification.thresholds ?? [], role, mainRole) ??
    (role === mainRole ? deprecatedThreshold(classification, mainRole) : undefined);
  if (threshold === undefined || trial === undefined) return threshold?.value;
  const tried = trial.get(`${classification.learnBlock.id}.${threshold.key}`);
  if (tried === undefined) return threshold.value;
  return role === 'aggregation' || thresholdNumber(tried) !== null ? tried : threshold.value;
}

/** The number for a role under the rules; a trial value that is not a number is ignored. `null` if there is none. */
export function thresholdInForce(
  classification: Classification,
  role: ThresholdRole,
  mainRole: ThresholdRole | null,
  rules: OutcomeRules,
): number | null {
  return thresholdNumber(thresholdValue(classification, role, mainRole, rules));
}

/** Whether a grid of anomaly scores is aggregated by its mean; the default is its highest cell. */
export function usesMeanScore(classification: Classification, rules: OutcomeRules): boolean {
  const method = thresholdValue(classification, 'aggregation', 'anomaly', rules);
  return typeof method === 'string' && /mean|average|avg/i.test(method);
}
