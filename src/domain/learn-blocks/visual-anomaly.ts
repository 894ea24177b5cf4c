/** The rule of visual anomaly blocks: `anomaly` where the highest cell, or the mean, reaches the threshold. */
import type { Classification, PredictionRecord } from '../../contract/result-page';
import { predictAnomalies } from './anomaly';
import type { LearnBlock } from './learn-block';
import { thresholdsOf, usesMeanScore } from './thresholds';
import { anomalyKey, highestCell, meanCell } from './window-scores';

/**
 * The score that decides a window: the grid's stated mean or maximum, else that of its cells, else the score beside
 * the class scores.
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

export const visualAnomaly: LearnBlock = {
  name: 'visual-anomaly',
  title: 'Visual anomaly detection',
  types: ['keras-visual-anomaly'],
  scoreRange: null,
  confidence: 'none',
  trial: 'both-ways',
  mainRole: 'anomaly',
  thresholds: (block) => thresholdsOf(block, 'anomaly'),
  predict(block, context) {
    const byMean = usesMeanScore(block, context.rules);
    return predictAnomalies(
      block,
      context,
      (index) => visualAnomalyScore(block, index, context.predictions[index], byMean),
      (score, threshold) => score >= threshold,
    );
  },
};
