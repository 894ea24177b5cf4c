/** The rule of visual anomaly blocks: `anomaly` if the highest cell, or the mean, reaches the threshold. */
import type { Classification, PredictionRecord } from '../../contract/schemas/result-page';
import type { OutcomeRules } from '../outcome-rules';
import { anomalyBlock, judgeAnomalies } from './judge-anomalies';
import type { AnomalyDetector, LearnBlock } from './learn-block';
import { thresholdInForce, usesMeanScore } from './thresholds';
import { anomalyKey, highestCell, meanCell } from './window-scores';

/**
 * The score that decides a window: the grid's stated mean or maximum, otherwise that of its cells, otherwise the
 * score among the class scores.
 */
export function visualAnomalyScore(
  block: Classification,
  index: number,
  prediction: PredictionRecord | undefined,
  byMean: boolean,
): number | null {
  const result = block.anomalyResult?.[index];
  const grid = result?.scores ?? prediction?.anomalyScores;
  const score = byMean ? (result?.meanScore ?? meanCell(grid)) : (result?.maxScore ?? highestCell(grid));
  return score ?? block.result?.[index]?.[anomalyKey] ?? null;
}

function detector(block: Classification, rules: OutcomeRules): AnomalyDetector {
  const byMean = usesMeanScore(block, rules);
  return {
    threshold: thresholdInForce(block, 'anomaly', 'anomaly', rules),
    scoreOf: (index, prediction) => visualAnomalyScore(block, index, prediction, byMean),
    isAnomaly: (score, threshold) => score >= threshold,
  };
}

export const visualAnomaly: LearnBlock = {
  ...anomalyBlock,
  title: 'Visual anomaly detection',
  types: ['keras-visual-anomaly'],
  detector,
  judge: (context) => judgeAnomalies(context, detector(context.block, context.rules)),
};
