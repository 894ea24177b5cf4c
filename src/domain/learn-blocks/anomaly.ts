/** The rule of anomaly blocks (K-means, GMM, Keras): `anomaly` if the score is above the threshold. */
import { anomalyBlock, judgeAnomalies } from './judge-anomalies';
import type { LearnBlock } from './learn-block';
import { thresholdInForce } from './thresholds';
import { blockAnomaly } from './window-scores';

const detector: LearnBlock['detector'] = (block, rules) => ({
  threshold: thresholdInForce(block, 'anomaly', 'anomaly', rules),
  scoreOf: (index) => blockAnomaly(block, index),
  isAnomaly: (score, threshold) => score > threshold,
});

export const anomaly: LearnBlock = {
  ...anomalyBlock,
  title: 'Anomaly detection',
  types: ['anomaly', 'anomaly-gmm', 'keras-anomaly'],
  detector,
  judge: (context) => judgeAnomalies(context, detector(context.block, context.rules)),
};
