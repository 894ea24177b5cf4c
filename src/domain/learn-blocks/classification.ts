/** The rule of classification blocks: the top class, `uncertain` below the minimum confidence, or `anomaly`. */
import { unknownReasons } from '../outcome';
import { anomalyWords, labelMeansAnomaly, type OutcomeRules } from '../outcome-rules';
import { windowOf, type LearnBlock } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';
import { isClassOf, topClass } from './window-scores';

/** What a classification block says where its top score is below the minimum confidence. */
export const uncertainWord = 'uncertain';

/** Whether the prediction is right; `null`: the label is neither a class nor an anomaly label that could be said. */
function isCorrect(
  said: string,
  expected: string | null,
  isClass: boolean,
  watchesAnomalies: boolean,
  rules: OutcomeRules,
): boolean | null {
  if (isClass) return said === expected;
  const meansAnomaly = labelMeansAnomaly(expected, rules);
  if (meansAnomaly === true) return said === anomalyWords.anomaly;
  // "no anomaly" is right of every class, but only a block that could have said "anomaly" can be held to it.
  return meansAnomaly === false && watchesAnomalies ? said !== anomalyWords.anomaly : null;
}

export const classification: LearnBlock = {
  name: 'classification',
  title: 'Classification',
  types: ['keras', 'keras-transfer-image', 'keras-transfer-kws', 'keras-akida', 'keras-akida-transfer-image'],
  scoreRange: [0, 1],
  confidence: 'classes',
  trial: 'both-ways',
  mainRole: 'score',
  thresholds: (block) => thresholdsOf(block, 'score'),
  predict(block, { frames, rules, anomalyThreshold }) {
    const minimum = thresholdInForce(block, 'score', 'score', rules);
    const anomalyLimit = anomalyThreshold ?? thresholdInForce(block, 'anomaly', 'score', rules);
    return frames.map((frame, index) => {
      const scores = block.result?.[index];
      const top = topClass(scores);
      if (scores === undefined || top === null) {
        return windowOf(frame, { unknownReason: unknownReasons.noScores });
      }
      const watchesAnomalies = anomalyLimit !== null && frame.anomaly !== null;
      let prediction = minimum !== null && top.score < minimum ? uncertainWord : top.label;
      if (anomalyLimit !== null && frame.anomaly !== null && frame.anomaly > anomalyLimit) {
        prediction = anomalyWords.anomaly;
      }
      const { expected } = frame;
      const isClass = expected !== null && isClassOf(scores, expected);
      const correct = isCorrect(prediction, expected, isClass, watchesAnomalies, rules);
      const unknownReason = correct === null ? unknownReasons.noSuchClass : null;
      return windowOf(frame, { prediction, correct, unknownReason });
    });
  },
};
