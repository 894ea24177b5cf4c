/** The outcome of a sample in words: prediction, expectation, and the size of the error. */
import { labelAsNumber } from '../../../contract/field-values';
import type { SampleEntry } from '../../../contract/schemas/result-page';
import { uncertainWord } from '../../../domain/learn-blocks/classification';
import { learnBlockOf, mainClassification } from '../../../domain/learn-blocks/registry';
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import type { Outcome } from '../../../domain/outcome';
import { anomalyWords, type OutcomeRules } from '../../../domain/outcome-rules';
import { difference } from '../../../domain/metrics/tolerance';
import type { Verdict } from '../../../domain/verdict';
import type { WindowPrediction } from '../../../domain/windows';
import { countVerdicts, type BoxVerdicts } from '../../learn-blocks/box-verdicts';
import { formatValue } from '../../learn-blocks/values-in-words';
import { formatCount, formatScore } from '../../ui/numbers-in-words';

/** Plain words, or a label, which is emphasised. */
export type OutcomePart = string | { label: string };

export interface OutcomeWords {
  title: 'Incorrect.' | 'Correct.' | 'Unknown.';
  parts: readonly OutcomePart[];
}

export interface JudgedSample {
  entry: SampleEntry;
  /** The verdicts that determine the outcome, and their windows. */
  verdicts: readonly Verdict[];
  windows: readonly WindowPrediction[];
  outcome: Outcome;
  unknownReason: string | null;
  /** The rules for judging them. */
  rules: OutcomeRules;
  /** For object detection: the boxes of the first window. */
  boxes: BoxVerdicts | null;
}

const titles = { incorrect: 'Incorrect.', correct: 'Correct.', unknown: 'Unknown.' } as const;

const labelOrNothing = (label: string | null): OutcomePart => (label === null ? 'nothing' : { label });

function scoreWords({ prediction, confidence, anomaly }: WindowPrediction, isAnomalyBlock: boolean): string {
  if (isAnomalyBlock || prediction === anomalyWords.anomaly) {
    return anomaly === null ? '' : ` at anomaly score ${formatScore(anomaly)}`;
  }
  if (confidence === null) return '';
  return prediction === uncertainWord
    ? `, since the best score was only ${formatScore(confidence)}`
    : ` at ${formatScore(confidence)}`;
}

function oneWindow(window: WindowPrediction, isAnomalyBlock: boolean): OutcomePart[] {
  const { prediction, expected, correct } = window;
  const said = ['Said ', labelOrNothing(prediction), scoreWords(window, isAnomalyBlock)];
  if (expected === null) return [...said, '.'];
  if (correct === true && prediction === expected) return [...said, ', as expected.'];
  return [...said, ', expected ', { label: expected }, '.'];
}

/** The predictions with their counts, most frequent first. */
function countedPredictions(
  windows: readonly WindowPrediction[],
): [prediction: string | null, count: number][] {
  const counts = new Map<string | null, number>();
  for (const { prediction } of windows) counts.set(prediction, (counts.get(prediction) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** "Said *stairs* in 5 of 7 windows, expected *running*." for the given windows. */
function someWindows(windows: readonly WindowPrediction[], total: number): OutcomePart[] {
  const [first, second, ...rest] = countedPredictions(windows);
  const parts: OutcomePart[] = ['Said '];
  if (first !== undefined) parts.push(labelOrNothing(first[0]), ` in ${formatCount(first[1])}`);
  if (second !== undefined) {
    parts.push(
      rest.length === 0 ? ' and ' : ', ',
      labelOrNothing(second[0]),
      ` in ${formatCount(second[1])}`,
    );
  }
  if (rest.length > 0) {
    const others = rest.reduce((sum, [, count]) => sum + count, 0);
    parts.push(` and something else in ${formatCount(others)}`);
  }
  parts.push(` of ${formatCount(total)} windows`);
  const expected = new Set(windows.map((window) => window.expected));
  const [only] = expected;
  if (expected.size > 1) parts.push(', where other labels were expected');
  else if (only !== undefined && only !== null) parts.push(', expected ', { label: only });
  return [...parts, '.'];
}

function allRight(windows: readonly WindowPrediction[]): OutcomePart[] {
  const judged = windows.filter(({ correct }) => correct !== null);
  const which =
    judged.length === windows.length
      ? `all ${formatCount(judged.length)} windows`
      : `the ${formatCount(judged.length)} of ${formatCount(windows.length)} windows that can be judged`;
  const [only, another] = countedPredictions(judged);
  if (only === undefined || another !== undefined) return [`As expected in ${which}.`];
  return ['Said ', labelOrNothing(only[0]), ` in ${which}, as expected.`];
}

function labelWords({ windows, outcome }: JudgedSample, isAnomalyBlock: boolean): OutcomePart[] {
  const [first] = windows;
  if (first === undefined) return [];
  if (windows.length === 1) return first.prediction === null ? [] : oneWindow(first, isAnomalyBlock);
  if (outcome === 'correct') return allRight(windows);
  const telling = outcome === 'incorrect' ? windows.filter(({ correct }) => correct === false) : windows;
  return telling.every(({ prediction }) => prediction === null) ? [] : someWindows(telling, windows.length);
}

/** "Found 3 of 4 boxes, 1 false." */
function boxWords(boxes: BoxVerdicts, f1: number | null): OutcomePart[] {
  const { truths, found, falseAlarms } = countVerdicts(boxes);
  const score = f1 === null ? '' : `, F1 ${formatScore(f1)}`;
  const noun = (count: number) => (count === 1 ? 'box' : 'boxes');
  if (!boxes.isJudged) return [`Said ${formatCount(boxes.said.length)} ${noun(boxes.said.length)}.`];
  if (truths === 0 && falseAlarms === 0) return ['There was nothing to find, and nothing was found.'];
  if (truths === 0)
    return [`There was nothing to find; ${formatCount(falseAlarms)} false ${noun(falseAlarms)}${score}.`];
  const falsely = falseAlarms === 0 ? 'none false' : `${formatCount(falseAlarms)} false`;
  return [`Found ${formatCount(found)} of ${formatCount(truths)} ${noun(truths)}, ${falsely}${score}.`];
}

function regressionWords({ entry, windows, rules }: JudgedSample): OutcomePart[] {
  const block = mainClassification(entry);
  const allowed = block === undefined ? null : thresholdInForce(block, 'error', 'error', rules);
  const allowedWords = allowed === null ? '' : `, allowed ${formatValue(allowed)}`;
  const errors = windows.flatMap(({ prediction, expected }) => {
    const [said, truth] = [labelAsNumber(prediction), labelAsNumber(expected)];
    return said === null || truth === null ? [] : [{ said, truth, error: Math.abs(difference(said, truth)) }];
  });
  const [first] = errors;
  if (first === undefined) {
    const said = labelAsNumber(windows[0]?.prediction);
    return windows.length === 1 && said !== null ? [`Said ${formatValue(said)}.`] : [];
  }
  if (windows.length === 1) {
    const { said, truth, error } = first;
    const off = `off by ${formatValue(error)}${allowedWords}`;
    return [`Said ${formatValue(said)}, expected ${formatValue(truth)}: ${off}.`];
  }
  const wrong = windows.filter(({ correct }) => correct === false).length;
  const worst = errors.reduce((most, { error }) => Math.max(most, error), 0);
  return [
    `Off by too much in ${formatCount(wrong)} of ${formatCount(windows.length)} windows, ` +
      `by ${formatValue(worst)} at most${allowedWords}.`,
  ];
}

function keyWords(keys: readonly Verdict[]): OutcomePart[] {
  const judged = keys.filter(({ result }) => result !== 'unknown');
  if (judged.length === 0)
    return [`Said ${formatCount(keys.length)} ${keys.length === 1 ? 'value' : 'values'}.`];
  const right = judged.filter(({ result }) => result === 'correct').length;
  const noun = judged.length === 1 ? 'value is' : 'values are';
  return [`${formatCount(right)} of ${formatCount(judged.length)} ${noun} as expected.`];
}

function wordsOfBlock(judged: JudgedSample): OutcomePart[] {
  const { entry, verdicts, windows, boxes } = judged;
  const main = mainClassification(entry);
  const name = main === undefined ? 'classification' : learnBlockOf(main).name;
  switch (name) {
    case 'object-detection':
      return boxes !== null && windows.length === 1
        ? boxWords(boxes, windows[0]?.f1 ?? null)
        : labelWords(judged, false);
    case 'regression':
      return regressionWords(judged);
    case 'freeform': {
      const keys = verdicts.filter(({ key }) => key !== null);
      return keys.length > 0 ? keyWords(keys) : labelWords(judged, false);
    }
    case 'anomaly':
    case 'visual-anomaly':
      return labelWords(judged, true);
    case 'classification':
      return labelWords(judged, false);
  }
}

/** The outcome as a sentence; if it is unknown, the sentence ends with the reason. */
export function outcomeWords(judged: JudgedSample): OutcomeWords {
  const { outcome, unknownReason } = judged;
  const parts = wordsOfBlock(judged);
  if (unknownReason !== null) parts.push(`${parts.length === 0 ? '' : ' '}${unknownReason}.`);
  return { title: titles[outcome], parts };
}
