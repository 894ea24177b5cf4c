/** What the panel of a learn block must give, and what it receives. */
import type { ComponentType } from 'react';
import type { Classification, SampleEntry } from '../../contract/result-page';
import type { OutcomeRules } from '../../domain/outcome-rules';
import type { JudgedWindow } from '../../domain/verdicts';
import type { WindowPrediction } from '../../domain/windows';
import type { LabelColours } from '../charts/label-colours';

/** The box that the pointer or the focus is on, shared between the list and the picture. */
export interface BoxHighlight {
  id: string | null;
  set: (id: string | null) => void;
}

export interface LearnBlockPanelProps {
  entry: SampleEntry;
  /** What this block said of the sample. */
  block: Classification;
  /** The verdicts of this block on the window; `undefined` where it does not decide, or the job passed it over. */
  part: JudgedWindow | undefined;
  /** The chosen window and its place. */
  window: WindowPrediction;
  index: number;
  colours: LabelColours;
  /** The lowest and highest anomaly score of the run's samples; `null`: not known. */
  anomalyScale: readonly [low: number, high: number] | null;
  highlight: BoxHighlight;
  /** The job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

export interface LearnBlockPanel {
  /** Of the section, such as "Scores"; the window is named after it. */
  heading: string;
  component: ComponentType<LearnBlockPanelProps>;
}
