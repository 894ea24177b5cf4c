/** What every learn block must provide: the types that it handles, its thresholds, and its verdicts on each window. */
import type { Classification, PredictionRecord } from '../../contract/schemas/result-page';
import type { SampleRecord } from '../../contract/schemas/sample';
import type { OutcomeRules } from '../outcome-rules';
import type { Verdict } from '../verdict';
import type { Threshold, ThresholdRole } from './thresholds';
import type { WindowLabels } from './window-frames';

/** What a verdict is about: a whole window, a box in a picture, or the value of a key. */
export type VerdictUnit = 'window' | 'box' | 'key';

/** How one anomaly block scores windows, and its own threshold. */
export interface AnomalyDetector {
  /** `null`: the run has none. */
  threshold: number | null;
  scoreOf: (index: number, prediction: PredictionRecord | undefined) => number | null;
  isAnomaly: (score: number, threshold: number) => boolean;
}

/** The input for the verdicts of one block on one sample. */
export interface BlockContext {
  /** The block id in its verdicts. */
  id: number;
  block: Classification;
  sample: SampleRecord;
  rules: OutcomeRules;
  /** The labels of windows according to the block's list of expected labels. */
  labels: WindowLabels;
  /** Whether the job's own predictions decide, if there are any; not the case under a trial threshold. */
  usesJob: boolean;
  /** Whether the job's own matching of centres may be used. */
  usesDebugInfo: boolean;
  /** The anomaly blocks that run together with this one. */
  detectors: readonly AnomalyDetector[];
  /** Whether a score named `anomaly` belongs to a class. */
  anomalyIsClass: boolean;
}

/**
 * Adds the verdicts on one window; `prediction` is the job's. Returns the reason if the window cannot be judged and
 * there may be no verdict to carry that reason.
 */
export type JudgeWindow = (
  index: number,
  prediction: PredictionRecord | undefined,
  verdicts: Verdict[],
) => string | null;

export interface LearnBlock {
  title: string;
  /** Studio's learn block types that follow this rule. */
  types: readonly string[];
  /** What one of its verdicts is about. */
  unit: VerdictUnit;
  /**
   * Whether a window has exactly one verdict, whose words are those of the window. Otherwise the prediction of a
   * window may cover several verdicts, or a number: then the job's word belongs to the window, not to each verdict.
   */
  isOneWord: boolean;
  /** Whether it predicts labels, rather than numbers or the values of keys. */
  saysLabels: boolean;
  /** Whether its scores are those of classes. */
  hasClasses: boolean;
  /** Its confidence in one window; `null` if it has none. */
  confidence: (
    at: Pick<BlockContext, 'block' | 'anomalyIsClass'>,
    index: number,
    prediction: PredictionRecord | undefined,
  ) => number | null;
  /** The role of its main threshold; `null`: no threshold changes its verdicts. */
  mainRole: ThresholdRole | null;
  thresholds: (classification: Classification) => readonly Threshold[];
  /** How an anomaly block scores windows; `null` for all other blocks. */
  detector: ((block: Classification, rules: OutcomeRules) => AnomalyDetector) | null;
  /**
   * Whether a prediction (a window may have several) belongs to this block: whether only a block of this kind
   * predicts such a value.
   */
  isSpokenOf: (
    at: Pick<BlockContext, 'block' | 'anomalyIsClass'>,
  ) => (prediction: PredictionRecord) => boolean;
  judge: (context: BlockContext) => JudgeWindow;
  /**
   * The block's prediction for a window as one text; its verdicts on the window start at `from`, and `reason` says
   * why there are none. `null` if there is no prediction.
   */
  textOf: (
    block: Classification,
    index: number,
    verdicts: readonly Verdict[],
    from: number,
    reason: string | null,
  ) => string | null;
}

/** A label or a prediction as a word; an empty text counts as none. */
export const wordOrNull = (text: string | null | undefined): string | null =>
  text === undefined || text === '' ? null : text;

/**
 * The expected label of a window; `null` if there is none. The job's own comes first, since its result was computed
 * by comparison with it; then the block's, then the sample's.
 */
export function expectedOf(
  { labels, sample }: Pick<BlockContext, 'labels' | 'sample'>,
  index: number,
  prediction: PredictionRecord | undefined,
): string | null {
  return wordOrNull(prediction?.label ?? labels(index)?.label ?? sample.label);
}
