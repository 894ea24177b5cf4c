/** The outcome of a sample as a sentence about its labels, which several learn blocks use. */
import type { SampleEntry } from '../../contract/schemas/result-page';
import type { Outcome } from '../../domain/outcome';
import { anomalyWords, uncertainWord, type OutcomeRules } from '../../domain/outcome-rules';
import type { Verdict } from '../../domain/verdict';
import type { WindowPrediction } from '../../domain/windows';
import { formatCount, formatScore } from '../ui/numbers-in-words';

/** Plain words, or a label, which is emphasised. */
export type SentencePart = string | { label: string };

export interface JudgedSample {
  /** With the size of its picture, if that is known. */
  entry: SampleEntry;
  /** The verdicts that determine the outcome, and their windows. */
  verdicts: readonly Verdict[];
  windows: readonly WindowPrediction[];
  /** The first window as shown, which is judged with the size of the picture; `undefined` if there is none. */
  shown: WindowPrediction | undefined;
  outcome: Outcome;
  /** The rules for judging them. */
  rules: OutcomeRules;
}

/** The score of a prediction that the sentence states. */
type ShownScore = 'confidence' | 'anomaly';

const labelOrNothing = (label: string | null): SentencePart => (label === null ? 'nothing' : { label });

function scoreWords({ prediction, confidence, anomaly }: WindowPrediction, score: ShownScore): string {
  if (score === 'anomaly' || prediction === anomalyWords.anomaly) {
    return anomaly === null ? '' : ` at anomaly score ${formatScore(anomaly)}`;
  }
  if (confidence === null) return '';
  return prediction === uncertainWord
    ? `, since the best score was only ${formatScore(confidence)}`
    : ` at ${formatScore(confidence)}`;
}

function oneWindow(window: WindowPrediction, score: ShownScore): SentencePart[] {
  const { prediction, expected, correct } = window;
  const said = ['Said ', labelOrNothing(prediction), scoreWords(window, score)];
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
function someWindows(windows: readonly WindowPrediction[], total: number): SentencePart[] {
  const [first, second, ...rest] = countedPredictions(windows);
  const parts: SentencePart[] = ['Said '];
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

function allRight(windows: readonly WindowPrediction[]): SentencePart[] {
  const judged = windows.filter(({ correct }) => correct !== null);
  const which =
    judged.length === windows.length
      ? `all ${formatCount(judged.length)} windows`
      : `the ${formatCount(judged.length)} of ${formatCount(windows.length)} windows that can be judged`;
  const [only, another] = countedPredictions(judged);
  if (only === undefined || another !== undefined) return [`As expected in ${which}.`];
  return ['Said ', labelOrNothing(only[0]), ` in ${which}, as expected.`];
}

/** The predicted and expected labels, and the score of an only window; empty if nothing was predicted. */
export function labelSentence(
  { windows, outcome }: JudgedSample,
  score: ShownScore = 'confidence',
): SentencePart[] {
  const [first] = windows;
  if (first === undefined) return [];
  if (windows.length === 1) return first.prediction === null ? [] : oneWindow(first, score);
  if (outcome === 'correct') return allRight(windows);
  const telling = outcome === 'incorrect' ? windows.filter(({ correct }) => correct === false) : windows;
  return telling.every(({ prediction }) => prediction === null) ? [] : someWindows(telling, windows.length);
}
