/** The rule of regression blocks: the value, correct where it is within the maximum absolute error of the label. */
import { labelAsNumber } from '../../contract/field-values';
import type { Classification } from '../../contract/result-page';
import { unknownReasons } from '../outcome';
import { windowOf, type LearnBlock } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';
import { classScores } from './window-scores';

/** The value that a regression block gave for a window: under `value`, else its only number; `null`: none. */
export function regressionValue(block: Classification, index: number): number | null {
  const outputs = classScores(block.result?.[index]);
  const output =
    outputs.find(([name]) => name === 'value') ?? (outputs.length === 1 ? outputs[0] : undefined);
  return output?.[1] ?? null;
}

export const regression: LearnBlock = {
  name: 'regression',
  title: 'Regression',
  types: ['keras-regression'],
  scoreRange: null,
  confidence: 'none',
  trial: 'both-ways',
  mainRole: 'error',
  thresholds: (block) => thresholdsOf(block, 'error'),
  predict(block, { frames, rules }) {
    const maximumError = thresholdInForce(block, 'error', 'error', rules);
    return frames.map((frame, index) => {
      const value = regressionValue(block, index);
      if (value === null) return windowOf(frame, { unknownReason: unknownReasons.noScores });
      const prediction = String(value);
      const expected = labelAsNumber(frame.expected);
      if (expected === null) return windowOf(frame, { prediction, unknownReason: unknownReasons.noNumber });
      if (maximumError === null) {
        return windowOf(frame, { prediction, unknownReason: unknownReasons.noThreshold });
      }
      return windowOf(frame, { prediction, correct: Math.abs(value - expected) <= maximumError });
    });
  },
};
