/** The rule of classification blocks: the top class, `uncertain` below the minimum confidence, or `anomaly`. */
import type { Classification, PredictionRecord } from '../../contract/schemas/result-page';
import { unknownReasons } from '../outcome';
import { anomalyWords, labelMeansAnomaly, uncertainWord, type OutcomeRules } from '../outcome-rules';
import { difference } from '../metrics/tolerance';
import type { ErrorKind } from '../../contract/verdict-words';
import { newVerdict, type Verdict } from '../verdict';
import { expectedOf, wordOrNull, type BlockContext, type LearnBlock } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';
import { setJobResult, setResult, setUnknown } from './verdict-result';
import { anomalyKey, isClassOf, topScore, type Scores } from './window-scores';

/**
 * Whether the prediction is right; `null` if the label is neither a class nor an anomaly label that could be
 * predicted.
 */
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
  // "no anomaly" matches every class, but can only be expected of a block that could have predicted "anomaly".
  return meansAnomaly === false && watchesAnomalies ? said !== anomalyWords.anomaly : null;
}

/** Sets the top class, its score, the runner-up, and the margin of the expected class over the best other one. */
function readScores(verdict: Verdict, scores: Scores, withAnomaly: boolean): void {
  let top: string | null = null;
  let highest = -Infinity;
  let runnerUp: string | null = null;
  let runnerUpScore = -Infinity;
  for (const label in scores) {
    const score = scores[label];
    if (typeof score !== 'number' || (label === anomalyKey && !withAnomaly)) continue;
    if (top === null || score > highest) {
      runnerUp = top;
      runnerUpScore = highest;
      top = label;
      highest = score;
    } else if (runnerUp === null || score > runnerUpScore) {
      runnerUp = label;
      runnerUpScore = score;
    }
  }
  if (top === null) return;
  verdict.top = top;
  verdict.score = highest;
  verdict.runnerUp = runnerUp;
  const { expected } = verdict;
  if (expected === null || !isClassOf(scores, expected, withAnomaly)) return;
  const expectedScore = scores[expected] ?? null;
  verdict.expectedScore = expectedScore;
  if (expectedScore !== null && runnerUp !== null) {
    verdict.margin = difference(expectedScore, expected === top ? runnerUpScore : highest);
  }
}

/** Whether any anomaly block of the sample calls the window an anomaly; `null` if none can tell. */
function detectsAnomaly(
  { detectors, anomalyIsClass }: BlockContext,
  scores: Scores,
  index: number,
  prediction: PredictionRecord | undefined,
): boolean | null {
  // The score of the only anomaly block may be listed among the class scores.
  const standIn = detectors.length === 1 && !anomalyIsClass ? (scores[anomalyKey] ?? null) : null;
  let detects: boolean | null = null;
  for (const { threshold, scoreOf, isAnomaly } of detectors) {
    const score = scoreOf(index, prediction) ?? standIn;
    if (score === null || threshold === null) continue;
    detects = detects === true || isAnomaly(score, threshold);
  }
  return detects;
}

/** Whether a word is a class of the model. */
type IsClass = (word: string) => boolean;

/**
 * The classes of a block are those of all its windows: a class whose score is missing in one window is a class
 * there too.
 */
function classesOf(block: Classification, withAnomaly: boolean): IsClass {
  let classes: Set<string> | undefined;
  return (word) => {
    // Most words are found in the first window; the other windows are read only for the rest, and only once.
    if (Object.hasOwn(block.result?.[0] ?? {}, word)) return withAnomaly || word !== anomalyKey;
    classes ??= new Set((block.result ?? []).flatMap((scores) => Object.keys(scores)));
    return classes.has(word) && (withAnomaly || word !== anomalyKey);
  };
}

/** How a word is wrong: it is another class, or one of the two words that are not classes. */
function kindOf(said: string | null, isClass: IsClass): ErrorKind {
  if (said === null) return 'missed';
  const isOwnWord = said === uncertainWord || said === anomalyWords.anomaly;
  if (!isOwnWord || isClass(said)) return 'confused';
  return said === uncertainWord ? 'uncertain' : 'anomaly';
}

export const classification: LearnBlock = {
  title: 'Classification',
  types: ['keras', 'keras-transfer-image', 'keras-transfer-kws', 'keras-akida', 'keras-akida-transfer-image'],
  unit: 'window',
  isOneWord: true,
  saysLabels: true,
  hasClasses: true,
  confidence: ({ block, anomalyIsClass }, index) => topScore(block.result?.[index], anomalyIsClass),
  mainRole: 'score',
  thresholds: (block) => thresholdsOf(block, 'score'),
  detector: null,
  isSpokenOf: ({ block, anomalyIsClass }) => {
    const isClass = classesOf(block, anomalyIsClass);
    return ({ prediction }) => typeof prediction === 'string' && isClass(prediction);
  },
  judge(context) {
    const { block, rules, usesJob, anomalyIsClass } = context;
    const minimum = thresholdInForce(block, 'score', 'score', rules);
    const isClass = classesOf(block, anomalyIsClass);
    const judgeByRules = (
      verdict: Verdict,
      scores: Scores | undefined,
      prediction: PredictionRecord | undefined,
    ) => {
      const { top, score, expected } = verdict;
      if (scores === undefined || top === null || score === null) {
        setUnknown(verdict, unknownReasons.noScores);
        return;
      }
      const detects = detectsAnomaly(context, scores, verdict.window, prediction);
      const said =
        detects === true ? anomalyWords.anomaly : minimum !== null && score < minimum ? uncertainWord : top;
      verdict.said = said;
      const isKnown = verdict.expectedScore !== null || (expected !== null && isClass(expected));
      const isRight = isCorrect(said, expected, isKnown, detects !== null, rules);
      if (isRight === null) setUnknown(verdict, unknownReasons.noSuchClass);
      else setResult(verdict, isRight, kindOf(said, isClass));
    };
    return (index, prediction, verdicts) => {
      const verdict = newVerdict(context.id, index);
      verdict.expected = expectedOf(context, index, prediction);
      const scores = block.result?.[index];
      if (scores !== undefined) readScores(verdict, scores, anomalyIsClass);
      if (!usesJob || prediction === undefined) judgeByRules(verdict, scores, prediction);
      else {
        verdict.said = wordOrNull(prediction.prediction);
        const isKnown =
          verdict.top === null ||
          verdict.expectedScore !== null ||
          (verdict.expected !== null && isClass(verdict.expected)) ||
          labelMeansAnomaly(verdict.expected, rules) !== null;
        setJobResult(
          verdict,
          prediction.predictionCorrect,
          kindOf(verdict.said, isClass),
          isKnown ? null : unknownReasons.noSuchClass,
        );
      }
      verdicts.push(verdict);
      return null;
    };
  },
  textOf: (_block, _index, verdicts, from) => verdicts[from]?.said ?? null,
};
