/** What every learn block must give: the types it answers to, its thresholds, and its verdicts on each window. */
import type { Classification, PredictionRecord } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import type { OutcomeRules } from '../outcome-rules';
import type { Verdict } from '../verdict';
import type { Threshold, ThresholdRole } from './thresholds';
import type { WindowLabels } from './window-frames';
import type { ConfidenceSource } from './window-scores';

export type LearnBlockName =
  'classification' | 'regression' | 'anomaly' | 'object-detection' | 'visual-anomaly' | 'freeform';

/** How one anomaly block scores windows, by its own threshold. */
export interface AnomalyDetector {
  /** `null`: the run has none. */
  threshold: number | null;
  scoreOf: (index: number, prediction: PredictionRecord | undefined) => number | null;
  isAnomaly: (score: number, threshold: number) => boolean;
}

/** What the verdicts of one block on one sample are made from. */
export interface BlockContext {
  /** The id that its verdicts carry. */
  id: number;
  block: Classification;
  sample: SampleRecord;
  rules: OutcomeRules;
  /** What the block's list of expected labels says of a window. */
  labels: WindowLabels;
  /** Whether the job's own words decide where there are some; not so under a trial threshold. */
  usesJob: boolean;
  /** Whether the job's own matching of centres may be used. */
  usesDebugInfo: boolean;
  /** The anomaly blocks that run next to this one. */
  detectors: readonly AnomalyDetector[];
  /** Whether a score named `anomaly` is that of a class. */
  anomalyIsClass: boolean;
}

/**
 * Adds the verdicts on one window; `prediction` is what the job said of it. Returns why the window cannot be judged,
 * where its verdicts may be none that could say so.
 */
export type JudgeWindow = (
  index: number,
  prediction: PredictionRecord | undefined,
  verdicts: Verdict[],
) => string | null;

export interface LearnBlock {
  name: LearnBlockName;
  title: string;
  /** The types of Studio's learn blocks that follow this rule. */
  types: readonly string[];
  /** The ends of its scores; `null`: they have none. */
  scoreRange: readonly [low: number, high: number] | null;
  /** What its confidence is read from. */
  confidence: ConfidenceSource;
  /** `upward`: what lay below the job's own threshold was discarded, so that no lower one can be tried. */
  trial: 'both-ways' | 'upward';
  /** The role of its main threshold; `null`: no threshold changes its verdicts. */
  mainRole: ThresholdRole | null;
  thresholds: (classification: Classification) => readonly Threshold[];
  /** How an anomaly block scores windows; `null` for all other blocks. */
  detector: ((block: Classification, rules: OutcomeRules) => AnomalyDetector) | null;
  /** Whether one prediction of the job covers several verdicts, so that its word is the window's and not theirs. */
  isCoveredAsWhole: boolean;
  /**
   * Whether a prediction, of which there may be several for one window, speaks of this block: whether it is something
   * that only a block of this kind says.
   */
  isSpokenOf: (
    at: Pick<BlockContext, 'block' | 'anomalyIsClass'>,
  ) => (prediction: PredictionRecord) => boolean;
  judge: (context: BlockContext) => JudgeWindow;
  /**
   * What the block says of a window in one text; its verdicts on it are those from `from` on, and `reason` is why there
   * are none. `null`: nothing.
   */
  textOf: (
    block: Classification,
    index: number,
    verdicts: readonly Verdict[],
    from: number,
    reason: string | null,
  ) => string | null;
}

/** A label or a prediction as a word; an empty text is none. */
export const wordOrNull = (text: string | null | undefined): string | null =>
  text === undefined || text === '' ? null : text;

/**
 * The label that is expected of a window; `null`: none. The job's own comes first, since its result was reached by
 * comparing with that one; then the block's, then the sample's.
 */
export function expectedOf(
  { labels, sample }: Pick<BlockContext, 'labels' | 'sample'>,
  index: number,
  prediction: PredictionRecord | undefined,
): string | null {
  return wordOrNull(prediction?.label ?? labels(index)?.label ?? sample.label);
}
