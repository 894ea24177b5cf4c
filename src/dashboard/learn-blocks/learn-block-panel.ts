/** The interface of a learn block's panel, and its properties. */
import type { ComponentType } from 'react';
import type { Classification, SampleEntry } from '../../contract/schemas/result-page';
import type { OutcomeRules } from '../../domain/outcome-rules';
import type { JudgedWindow } from '../../domain/verdicts';
import type { WindowPrediction } from '../../domain/windows';
import type { LabelColours } from '../charts/label-colours';

/** The hovered or focused box, shared between the list and the picture. */
export interface BoxHighlight {
  id: string | null;
  set: (id: string | null) => void;
}

export interface LearnBlockPanelProps {
  entry: SampleEntry;
  /** The result of this block on the sample. */
  block: Classification;
  /** The verdicts of this block on the window; `undefined` if it does not decide, or the job skipped it. */
  part: JudgedWindow | undefined;
  /** The selected window and its index. */
  window: WindowPrediction;
  index: number;
  colours: LabelColours;
  /** The lowest and highest anomaly score of the run's samples; `null`: not known. */
  anomalyScale: readonly [low: number, high: number] | null;
  highlight: BoxHighlight;
  /** With the job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

export interface LearnBlockPanel {
  /** The heading of the section, such as "Scores"; the window's name is appended. */
  heading: string;
  component: ComponentType<LearnBlockPanelProps>;
}
