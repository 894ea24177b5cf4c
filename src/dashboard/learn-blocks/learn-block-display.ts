/** The interface of a learn block in the dashboard: its panel, its overlay over a picture, and its sentence. */
import type { ComponentType } from 'react';
import type { Classification, SampleEntry } from '../../contract/schemas/result-page';
import type { OutcomeRules } from '../../domain/outcome-rules';
import type { JudgedWindow } from '../../domain/verdicts';
import type { WindowPrediction } from '../../domain/windows';
import type { LabelColours } from '../charts/label-colours';
import type { Highlight, PictureOverlay } from './picture-overlay';
import type { JudgedSample, SentencePart } from './label-sentence';

/** The result of one block on one window of a sample. */
export interface BlockResult {
  entry: SampleEntry;
  block: Classification;
  /** The verdicts of this block on the window; `undefined` if it does not decide, or the job skipped it. */
  part: JudgedWindow | undefined;
  window: WindowPrediction;
  index: number;
  /** The lowest and highest anomaly score of the run's samples; `null`: not known. */
  anomalyScale: readonly [low: number, high: number] | null;
  /** With the job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

export interface LearnBlockPanelProps extends BlockResult {
  colours: LabelColours;
  highlight: Highlight;
}

export interface LearnBlockDisplay {
  /** The heading of the panel, such as "Scores"; the window's name is appended. */
  heading: string;
  panel: ComponentType<LearnBlockPanelProps>;
  /** What it draws over the picture of a sample; `null`: nothing, on this window or ever. */
  overlay: ((result: BlockResult) => PictureOverlay | null) | null;
  /** The outcome of a sample on which it decides. */
  sentence: (judged: JudgedSample) => SentencePart[];
}
