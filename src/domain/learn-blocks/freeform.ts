/** The rule of freeform blocks and label maps: judged key by key, if a value is expected. */
import type { Classification, PredictionRecord } from '../../contract/schemas/result-page';
import { unknownReasons } from '../outcome';
import { newVerdict } from '../verdict';
import { expectedValues } from './expected-values';
import { expectedOf, wordOrNull, type BlockContext, type LearnBlock } from './learn-block';
import { thresholdsOf } from './thresholds';
import { setJobResult, setResult, setUnknown } from './verdict-result';
import { classScores, topBoxScore, topScore, type Scores } from './window-scores';

/** One key of a freeform or label-map result; all values as text. */
export interface KeyPrediction {
  key: string;
  /** `null`: a value was expected but not predicted. */
  value: string | null;
  /** `null`: no value was expected. */
  expected: string | null;
  /** `null`: there is no expected value. */
  correct: boolean | null;
}

type Values = Readonly<Record<string, unknown>>;

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

/** The value of a key as text; `null` if there is none. */
function valueAt(values: Values, key: string): string | null {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return value === undefined || value === null ? null : asText(value);
}

/** Every predicted or expected key with both values; predicted keys come first. */
export function keyPredictions(given: Values, wanted: Values): KeyPrediction[] {
  const keys: KeyPrediction[] = [];
  for (const key of Object.keys(given)) {
    const value = valueAt(given, key);
    const expected = valueAt(wanted, key);
    if (value === null) continue;
    keys.push({ key, value, expected, correct: expected === null ? null : value === expected });
  }
  for (const key of Object.keys(wanted)) {
    const expected = valueAt(wanted, key);
    if (expected !== null && valueAt(given, key) === null) {
      keys.push({ key, value: null, expected, correct: false });
    }
  }
  return keys;
}

/** The predicted values of a window: the job's or the block's label map, otherwise raw numbers. */
function valuesSaid(
  block: Classification,
  index: number,
  prediction: PredictionRecord | undefined,
  usesJob: boolean,
): Values {
  const ofJob = prediction?.labelMapPredictions ?? undefined;
  const ofBlock = block.labelMapResult?.[index];
  const map = usesJob ? (ofJob ?? ofBlock) : (ofBlock ?? ofJob);
  return map ?? block.result?.[index] ?? {};
}

/** The keys of one window, predicted or expected. */
export function windowKeys(
  { block, sample, labels, usesJob }: BlockContext,
  index: number,
  prediction: PredictionRecord | undefined,
): KeyPrediction[] {
  const said = valuesSaid(block, index, prediction, usesJob);
  return keyPredictions(said, expectedValues(labels(index), sample));
}

/** The top number of a window if its numbers can be scores: all within 0 to 1. */
function topRatio(scores: Scores | undefined): number | null {
  const values = classScores(scores, false);
  if (values.some(([, score]) => score < 0 || score > 1)) return null;
  return topScore(scores, false);
}

export const freeform: LearnBlock = {
  title: 'Freeform',
  types: ['keras-freeform', 'vlm'],
  unit: 'key',
  isOneWord: false,
  saysLabels: false,
  hasClasses: false,
  confidence: ({ block }, index, prediction) =>
    topRatio(block.result?.[index]) ?? topBoxScore(block.structuredResult?.[index], prediction),
  mainRole: null,
  thresholds: (block) => thresholdsOf(block, null),
  detector: null,
  isSpokenOf:
    () =>
    ({ labelMapPredictions }) =>
      labelMapPredictions !== null && labelMapPredictions !== undefined,
  judge: (context) => (index, prediction, verdicts) => {
    const keys = windowKeys(context, index, prediction);
    for (const { key, value, expected, correct } of keys) {
      const verdict = newVerdict(context.id, index);
      verdict.key = key;
      verdict.expected = expected === null ? null : `${key}: ${expected}`;
      verdict.said = value === null ? null : `${key}: ${value}`;
      if (correct === null) setUnknown(verdict, unknownReasons.noExpectedValues);
      else setResult(verdict, correct, value === null ? 'missed' : 'confused');
      verdicts.push(verdict);
    }
    if (keys.length > 0) return null;
    if (!context.usesJob || prediction === undefined) return unknownReasons.noScores;
    // Text without keys, such as the output of a language model, is one verdict; only the job can judge it.
    const verdict = newVerdict(context.id, index);
    verdict.expected = expectedOf(context, index, prediction);
    verdict.said = wordOrNull(prediction.prediction);
    setJobResult(verdict, prediction.predictionCorrect, verdict.said === null ? 'missed' : 'confused');
    verdicts.push(verdict);
    return null;
  },
  textOf(_block, _index, verdicts, from) {
    const said = verdicts.slice(from).flatMap((verdict) => verdict.said ?? []);
    return said.length === 0 ? null : said.join(', ');
  },
};
