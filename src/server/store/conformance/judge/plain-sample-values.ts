/** The values of a whole sample, from its verdicts and its record, by a plain loop. */
import type { Classification, PredictionRecord, SampleEntry } from '../../../../contract/schemas/result-page';
import type { VerdictResult } from '../../../../contract/verdict-words';
import type { Verdict } from '../../../../domain/verdict';
import { saidBoxes, trueBoxes } from './plain-box-verdicts';
import {
  classScores,
  decidingBlocks,
  distanceBetween,
  hasAnomalyClass,
  isAnomalyKind,
  isNumber,
  jobAt,
  kindOf,
  thresholdOf,
  windowCount,
  wordOrNull,
  type JudgedRecord,
  type Place,
} from './plain-record';
import { outputsOf } from './plain-value-verdicts';
import { verdictsAt } from './plain-verdicts';
import { placesOf } from './plain-windows';

/** The values of a sample that come from the predictions; `null` if there is none. */
export interface PlainSampleValues {
  outcome: VerdictResult;
  prediction: string | null;
  /** The share of incorrect among judged verdicts. */
  wrong: number | null;
  margin: number | null;
  error: number | null;
  worst: number | null;
  confidence: number | null;
  anomaly: number | null;
  f1: number | null;
}

const isSet = <Value>(value: Value | null | undefined): value is Value =>
  value !== null && value !== undefined;
const orNull = (numbers: readonly (number | null | undefined)[], pick: (a: number, b: number) => number) => {
  const found = numbers.filter(isSet);
  return found.length === 0 ? null : found.reduce((a, b) => pick(a, b));
};
const lowest = (numbers: readonly (number | null | undefined)[]) => orNull(numbers, Math.min);
const highest = (numbers: readonly (number | null | undefined)[]) => orNull(numbers, Math.max);

/** Incorrect if one is, correct if at least one is judged and all judged ones are correct. */
function together(results: readonly VerdictResult[]): VerdictResult {
  if (results.includes('incorrect')) return 'incorrect';
  return results.includes('correct') ? 'correct' : 'unknown';
}

/** The outcome of one window: for boxes, keys and outputs the job's word, if there is one. */
function outcomeAt(place: Place): VerdictResult {
  const correct = jobAt(place)?.predictionCorrect;
  const hasSeveral = place.kind === 'boxes' || place.kind === 'keys' || place.kind === 'numbers';
  if (hasSeveral && isSet(correct)) return correct ? 'correct' : 'incorrect';
  const verdicts = verdictsAt(place);
  const isEmptyPicture = place.kind === 'boxes' && saidBoxes(place) !== null && trueBoxes(place) !== null;
  if (verdicts.length === 0 && isEmptyPicture) return 'correct';
  return together(verdicts.map(({ result }) => result));
}

function worstOf(entry: SampleEntry, verdicts: readonly Verdict[]): number | null {
  return highest(
    verdicts.map((verdict) => {
      const block = decidingBlocks(entry).find(({ blockId }) => blockId === verdict.block)?.block;
      if (verdict.result !== 'incorrect' || block === undefined) return null;
      if (kindOf(block) === 'numbers') return verdict.error;
      if (isAnomalyKind(kindOf(block))) {
        const threshold = thresholdOf(block);
        return verdict.score === null || threshold === null
          ? null
          : distanceBetween(verdict.score, threshold);
      }
      const counts = verdict.kind === 'confused' || verdict.kind === 'false' || verdict.kind === 'uncertain';
      return counts ? verdict.score : null;
    }),
  );
}

/** The top number of a window of a block of an unknown kind, if its numbers can be scores: all within 0 to 1. */
function topOfUnknown(scores: Record<string, number | null>): number | null {
  const numbers = Object.entries(scores).flatMap(([name, score]) => (name === 'anomaly' ? [] : [score]));
  return numbers.some((score) => score !== null && (score < 0 || score > 1)) ? null : highest(numbers);
}

/**
 * The top score of one window of a block; for boxes, of the job's if it lists them, otherwise of all in the result.
 */
function topScoreAt(
  entry: SampleEntry,
  block: Classification,
  window: number,
  boxes: PredictionRecord['boundingBoxes'],
): number | null {
  const kind = kindOf(block);
  const ofBoxes = highest(boxes?.map(({ score }) => score) ?? block.structuredResult?.[window]?.scores ?? []);
  if (kind === 'classes') return highest(classScores(entry, block, window).map(([, score]) => score));
  if (kind === 'keys') return topOfUnknown(block.result?.[window] ?? {}) ?? ofBoxes;
  return kind === 'boxes' ? ofBoxes : null;
}

/** The lowest of the windows' top scores, including windows without a verdict. */
function confidenceOf(entry: SampleEntry, places: readonly Place[]): number | null {
  const most = Math.max(
    ...places.map(({ window }) => window + 1),
    ...entry.result.classifications.map(windowCount),
    0,
  );
  const windows = Array.from({ length: most }, (_, window) => window);
  return lowest(
    entry.result.classifications.flatMap((block) =>
      windows.map((window) => {
        const place = places.find((one) => one.block === block && one.window === window);
        return topScoreAt(entry, block, window, place?.prediction?.boundingBoxes);
      }),
    ),
  );
}

/** The highest anomaly score of any window, or the highest cell of any grid. */
function anomalyOf(entry: SampleEntry): number | null {
  const cells = entry.predictions.flatMap(({ anomalyScores }) => anomalyScores ?? []).flat();
  const ofGrids = entry.result.classifications.flatMap(({ anomalyResult }) =>
    (anomalyResult ?? []).flatMap(({ scores, maxScore }) => [maxScore, ...(scores ?? []).flat()]),
  );
  const ofWindows = entry.result.classifications
    .filter((block) => kindOf(block) !== 'classes' || !hasAnomalyClass(entry, block))
    .flatMap(({ result }) => (result ?? []).flatMap((scores) => Object.entries(scores)))
    .flatMap(([name, score]) => (name === 'anomaly' && isNumber(score) ? [score] : []));
  return highest([...cells, ...ofGrids, ...ofWindows]);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Ignoring case, then as written. */
const byText = (a: string, b: string) => order(a.toLowerCase(), b.toLowerCase()) || order(a, b);

/** The prediction for a window as one text: the job's own, otherwise composed as for the kind of block. */
function textAt(place: Place): string | null {
  const ofJob = wordOrNull(jobAt(place)?.prediction);
  if (ofJob !== null) return ofJob;
  if (place.kind === 'boxes') {
    const boxes = saidBoxes(place);
    const labels = [...new Set(boxes?.map(({ label }) => label))];
    return boxes === null ? null : labels.sort(byText).join(', ') || '-';
  }
  if (place.kind === 'numbers') {
    const outputs = outputsOf(place);
    const texts = outputs.map(([name, value]) => (outputs.length > 1 ? `${name}: ${value}` : String(value)));
    return texts.join(', ') || null;
  }
  const words = verdictsAt(place).flatMap(({ said }) => said ?? []);
  return words.length === 0 ? null : words.join(', ');
}

const startOf = ({ prediction }: Place) => prediction?.startMs ?? Infinity;

/** The predictions as one text per window, sorted by start; empty if there are none. */
export function plainTexts(entry: JudgedRecord): string[] {
  const blocks = decidingBlocks(entry).map(({ block }) => block);
  const inOrder = placesOf(entry).sort(
    (a, b) =>
      // If both have no start, the difference is NaN, which counts as equal.
      startOf(a) - startOf(b) || a.window - b.window || blocks.indexOf(a.block) - blocks.indexOf(b.block),
  );
  return inOrder.map(textAt).filter(isSet);
}

/** The most frequent text of the windows; of equally frequent ones, the one that starts earliest. */
function predictionOf(entry: JudgedRecord): string | null {
  const said = plainTexts(entry);
  const times = (text: string) => said.filter((other) => other === text).length;
  return said.reduce<string | null>(
    (best, text) => (best === null || times(text) > times(best) ? text : best),
    null,
  );
}

/** F1 over the boxes of a window; two that share a truth of FOMO are both right. `null`: no boxes, or not judged. */
function f1At(place: Place): number | null {
  const verdicts = verdictsAt(place);
  const isKnown = saidBoxes(place) !== null && trueBoxes(place) !== null;
  if (place.kind !== 'boxes' || !isKnown) return null;
  const right = verdicts.filter(({ result }) => result === 'correct').length;
  const wrong = verdicts.filter(({ result }) => result === 'incorrect');
  const sides = wrong.flatMap(({ expected, said }) => [expected, said]).filter(isSet).length;
  return verdicts.length === 0 ? 1 : (2 * right) / (2 * right + sides);
}

/** The scale of `f1Score` in a run, from all its values: some tools use 0 to 100. */
export function f1ScaleOf(entries: readonly SampleEntry[]): 1 | 100 {
  const scores = entries.flatMap(({ predictions }) => predictions.map(({ f1Score }) => f1Score ?? 0));
  return scores.some((score) => score > 1) ? 100 : 1;
}

/** The values of a sample over all its verdicts, ignoring filters. */
export function plainSampleValues(
  entry: JudgedRecord,
  verdicts: readonly Verdict[],
  f1Scale: 1 | 100 = 1,
): PlainSampleValues {
  const places = placesOf(entry);
  const outcome = together(places.map(outcomeAt));
  const judged = verdicts.filter(({ result }) => result !== 'unknown');
  const incorrect = judged.filter(({ result }) => result === 'incorrect');
  const isCorrectWithout = verdicts.length === 0 && outcome === 'correct';
  const f1 = lowest(
    entry.predictions.length > 0 && entry.isTried !== true
      ? entry.predictions.map(({ f1Score }) => (isSet(f1Score) ? f1Score / f1Scale : null))
      : places.map(f1At),
  );
  return {
    outcome,
    prediction: predictionOf(entry),
    wrong: judged.length > 0 ? incorrect.length / judged.length : isCorrectWithout ? 0 : null,
    margin: lowest(verdicts.map(({ margin }) => margin)),
    error: highest(verdicts.map(({ error }) => error)),
    worst: worstOf(entry, verdicts),
    confidence: confidenceOf(entry, places),
    anomaly: anomalyOf(entry),
    f1,
  };
}
