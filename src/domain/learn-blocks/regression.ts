/** The rule of regression blocks: a value is correct if it is within the maximum absolute error of the label. */
import { labelAsNumber } from '../../contract/field-values';
import type { Classification } from '../../contract/schemas/result-page';
import { unknownReasons } from '../outcome';
import { difference, isWithin } from '../metrics/tolerance';
import { newVerdict, type Verdict } from '../verdict';
import { expectedValues } from './expected-values';
import { expectedOf, type LearnBlock } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';
import { setJobResult, setResult, setUnknown } from './verdict-result';
import { classScores } from './window-scores';

type Output = readonly [name: string, value: number];

/** The outputs of one window: all its numbers except the score of an anomaly block. */
const outputsOf = (block: Classification, index: number): readonly Output[] =>
  classScores(block.result?.[index], false);

/** The value that a regression block predicted for a window, which must be its only number; `null` otherwise. */
export function regressionValue(block: Classification, index: number): number | null {
  const outputs = outputsOf(block, index);
  return outputs.length === 1 ? (outputs[0]?.[1] ?? null) : null;
}

/** Compares one value with the expected number. */
function judgeValue(verdict: Verdict, value: number, expected: number | null, maximum: number | null): void {
  if (expected === null) {
    setUnknown(verdict, unknownReasons.noNumber);
    return;
  }
  const error = Math.abs(difference(value, expected));
  verdict.error = error;
  if (maximum === null) setUnknown(verdict, unknownReasons.noThreshold);
  else setResult(verdict, isWithin(error, maximum), 'outside');
}

export const regression: LearnBlock = {
  title: 'Regression',
  types: ['keras-regression'],
  unit: 'window',
  isOneWord: false,
  saysLabels: false,
  hasClasses: false,
  confidence: () => null,
  mainRole: 'error',
  thresholds: (block) => thresholdsOf(block, 'error'),
  detector: null,
  isSpokenOf:
    () =>
    ({ prediction }) =>
      labelAsNumber(prediction) !== null,
  judge(context) {
    const { block, rules, usesJob, sample } = context;
    const maximum = thresholdInForce(block, 'error', 'error', rules);
    return (index, prediction, verdicts) => {
      const outputs = outputsOf(block, index);
      if (outputs.length > 1) {
        const wanted = expectedValues(context.labels(index), sample);
        const numbers = outputs.map(([name]) =>
          Object.hasOwn(wanted, name) ? labelAsNumber(String(wanted[name])) : null,
        );
        if (numbers.every((number) => number !== null)) {
          for (const [at, [name, value]] of outputs.entries()) {
            const verdict = newVerdict(context.id, index);
            verdict.isNumber = true;
            verdict.key = name;
            judgeValue(verdict, value, numbers[at] ?? null, maximum);
            verdicts.push(verdict);
          }
          return null;
        }
      }
      const verdict = newVerdict(context.id, index);
      verdict.isNumber = true;
      const value = regressionValue(block, index);
      if (value !== null) {
        judgeValue(verdict, value, labelAsNumber(expectedOf(context, index, prediction)), maximum);
      } else {
        setUnknown(verdict, outputs.length > 1 ? unknownReasons.noExpectedValues : unknownReasons.noScores);
      }
      if (usesJob && prediction !== undefined) {
        const ofLabel = verdict.unknownReason === unknownReasons.noNumber ? unknownReasons.noNumber : null;
        setJobResult(verdict, prediction.predictionCorrect, 'outside', ofLabel);
      }
      verdicts.push(verdict);
      return null;
    };
  },
  textOf(block, index) {
    const outputs = outputsOf(block, index);
    if (outputs.length === 0) return null;
    if (outputs.length === 1) return String(outputs[0]?.[1]);
    return outputs.map(([name, value]) => `${name}: ${value}`).join(', ');
  },
};
