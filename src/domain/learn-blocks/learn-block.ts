/** What every learn block must give: the types it answers to, its thresholds, and its verdict on each window. */
import type { Classification, PredictionRecord } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import type { ScoredBox } from '../box-matching';
import type { OutcomeRules } from '../outcome-rules';
import type { Threshold, ThresholdRole } from './thresholds';
import type { ConfidenceSource } from './window-scores';

export type LearnBlockName =
  'classification' | 'regression' | 'anomaly' | 'object-detection' | 'visual-anomaly' | 'freeform';

/** One window before any verdict: where it is, what is expected of it, and its scores. */
export interface WindowFrame {
  /** `null` where the run does not say. */
  startMs: number | null;
  endMs: number | null;
  expected: string | null;
  /** The top class score or box score; `null` where the block has none. */
  confidence: number | null;
  anomaly: number | null;
}

/** One key of a freeform or label-map result; all values as text. */
export interface KeyPrediction {
  key: string;
  value: string;
  expected: string | null;
  /** `null`: there is no expected value. */
  correct: boolean | null;
}

/** What was said of one window, and whether that is right. */
export interface WindowPrediction extends WindowFrame {
  prediction: string | null;
  /** `null`: it cannot be judged, and `unknownReason` says why. */
  correct: boolean | null;
  /** 0 to 1, for object detection. */
  f1: number | null;
  /** In ratios of the picture, for object detection. */
  boxes: readonly ScoredBox[];
  /** For freeform blocks and label maps. */
  keys: readonly KeyPrediction[];
  unknownReason: string | null;
}

/** What a block needs beside its own classification to judge the windows of one sample. */
export interface PredictContext {
  sample: SampleRecord;
  /** A frame for every window of the block. */
  frames: readonly WindowFrame[];
  /** The job's predictions, window by window; empty where their number is not that of the windows. */
  predictions: readonly PredictionRecord[];
  rules: OutcomeRules;
  /** The score above which the anomaly block that runs beside this one says `anomaly`; `null`: there is none. */
  anomalyThreshold: number | null;
}

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
  /** A verdict for every frame, by the rules alone: what the job itself said is not looked at. */
  predict: (classification: Classification, context: PredictContext) => WindowPrediction[];
}

/** A window with a verdict; what is not given is "none". */
export function windowOf(
  frame: WindowFrame,
  verdict: Partial<Omit<WindowPrediction, keyof WindowFrame>>,
): WindowPrediction {
  return {
    startMs: frame.startMs,
    endMs: frame.endMs,
    expected: frame.expected,
    confidence: frame.confidence,
    anomaly: frame.anomaly,
    prediction: verdict.prediction ?? null,
    correct: verdict.correct ?? null,
    f1: verdict.f1 ?? null,
    boxes: verdict.boxes ?? [],
    keys: verdict.keys ?? [],
    unknownReason: verdict.unknownReason ?? null,
  };
}
