/** The rule of anomaly blocks (K-means, GMM, Keras): `anomaly` where the score is above the threshold. */
import type { Classification } from '../../contract/result-page';
import { unknownReasons } from '../outcome';
import { anomalyWords, labelMeansAnomaly, type OutcomeRules } from '../outcome-rules';
import { windowOf, type LearnBlock, type PredictContext, type WindowPrediction } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';
import { blockAnomaly } from './window-scores';

/** Whether a window should have been an anomaly: by the job's expected outcome, else by its label; `null`: unknown. */
function expectedAnomaly(
  block: Classification,
  index: number,
  windows: number,
  expected: string | null,
  rules: OutcomeRules,
): boolean | null {
  const outcomes = block.expectedAnomalyOutcome ?? [];
  const stated = outcomes.length === windows ? (outcomes[index]?.label ?? null) : null;
  if (stated === anomalyWords.anomaly) return true;
  if (stated === anomalyWords.noAnomaly) return false;
  return labelMeansAnomaly(stated, rules) ?? labelMeansAnomaly(expected, rules);
}

/**
 * The windows of any anomaly block: `anomaly` where `isAnomaly` says so of a window's score and the threshold.
 * Without a threshold there is no prediction.
 */
export function predictAnomalies(
  block: Classification,
  { frames, rules }: PredictContext,
  scoreOf: (index: number) => number | null,
  isAnomaly: (score: number, threshold: number) => boolean,
): WindowPrediction[] {
  const threshold = thresholdInForce(block, 'anomaly', 'anomaly', rules);
  return frames.map((frame, index) => {
    const score = scoreOf(index);
    if (score === null) return windowOf(frame, { unknownReason: unknownReasons.noScores });
    if (threshold === null) return windowOf(frame, { unknownReason: unknownReasons.noThreshold });
    const said = isAnomaly(score, threshold);
    const prediction = said ? anomalyWords.anomaly : anomalyWords.noAnomaly;
    const expected = expectedAnomaly(block, index, frames.length, frame.expected, rules);
    if (expected === null)
      return windowOf(frame, { prediction, unknownReason: unknownReasons.noAnomalyLabel });
    return windowOf(frame, { prediction, correct: said === expected });
  });
}

export const anomaly: LearnBlock = {
  name: 'anomaly',
  title: 'Anomaly detection',
  types: ['anomaly', 'anomaly-gmm', 'keras-anomaly'],
  scoreRange: null,
  confidence: 'none',
  trial: 'both-ways',
  mainRole: 'anomaly',
  thresholds: (block) => thresholdsOf(block, 'anomaly'),
  predict: (block, context) =>
    predictAnomalies(
      block,
      context,
      (index) => blockAnomaly(block, index),
      (score, threshold) => score > threshold,
    ),
};
