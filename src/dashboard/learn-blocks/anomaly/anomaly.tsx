/** The anomaly score of one window and its threshold. */
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import { blockAnomaly } from '../../../domain/learn-blocks/window-scores';
import { AnomalyLine } from '../anomaly-line';
import { labelSentence } from '../label-sentence';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';

function AnomalyPanel({ block, index, anomalyScale, rules }: LearnBlockPanelProps) {
  const score = blockAnomaly(block, index);
  if (score === null) return <p className="dim">The run has no anomaly score of this window.</p>;
  return (
    <AnomalyLine
      score={score}
      threshold={thresholdInForce(block, 'anomaly', 'anomaly', rules)}
      scale={anomalyScale}
      keeps="above"
    />
  );
}

export const anomaly: LearnBlockDisplay = {
  heading: 'Anomaly',
  panel: AnomalyPanel,
  overlay: null,
  sentence: (judged) => labelSentence(judged, 'anomaly'),
};
