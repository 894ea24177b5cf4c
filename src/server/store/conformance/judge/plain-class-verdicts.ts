/** The verdicts of classifiers and of anomaly blocks that decide: one per window. */
import type { Verdict } from '../../../../domain/verdict';
import {
  anomalyBlocks,
  anomalyScore,
  classesOf,
  classScores,
  distanceBetween,
  emptyVerdict,
  expectedLabel,
  hasAnomalyClass,
  isAnomalous,
  jobAt,
  resultOf,
  thresholdOf,
  wordOrNull,
  type Place,
} from './plain-record';

/** For each anomaly block that can tell, whether it considers this window an anomaly by its own threshold. */
function anomalyWords({ entry, block: classifier, window, prediction }: Place): boolean[] {
  const blocks = anomalyBlocks(entry);
  return blocks.flatMap((block) => {
    // The score of the only anomaly block may be among the class scores.
    const rodeAlong =
      blocks.length === 1 && !hasAnomalyClass(entry, classifier)
        ? classifier.result?.[window]?.['anomaly']
        : null;
    const score = anomalyScore(block, window, prediction) ?? rodeAlong ?? null;
    const threshold = thresholdOf(block);
    return score === null || threshold === null ? [] : [isAnomalous(block, score, threshold)];
  });
}

function kindOfClassError(said: string | null, classes: readonly string[]): Verdict['kind'] {
  if (said === null) return 'missed';
  if (said === 'uncertain' && !classes.includes('uncertain')) return 'uncertain';
  if (said === 'anomaly' && !classes.includes('anomaly')) return 'anomaly';
  return 'confused';
}

/** The verdict of one window of a classifier. */
export function classVerdict(place: Place): Verdict {
  const { entry, block, window } = place;
  const ofJob = jobAt(place);
  const scores = classScores(entry, block, window);
  const classes = classesOf(entry, block);
  const ranked = [...scores].sort(([, a], [, b]) => b - a);
  const [top, runnerUp] = ranked;
  const expected = expectedLabel(place);
  const expectedScore = scores.find(([name]) => name === expected)?.[1] ?? null;
  const bestOther = ranked.find(([name]) => name !== expected)?.[1];
  const verdict: Verdict = {
    ...emptyVerdict(place),
    expected,
    score: top?.[1] ?? null,
    margin:
      expectedScore === null || bestOther === undefined
        ? null
        : distanceBetween(expectedScore, bestOther) * Math.sign(expectedScore - bestOther),
    top: top?.[0] ?? null,
    runnerUp: runnerUp?.[0] ?? null,
    expectedScore,
  };
  if (ofJob !== null) {
    verdict.said = wordOrNull(ofJob.prediction);
    verdict.result = resultOf(ofJob.predictionCorrect);
    if (verdict.result === 'unknown') verdict.unknownReason = 'The job did not judge this prediction';
  } else if (top === undefined) {
    verdict.unknownReason = 'The window has no scores';
  } else {
    const minimum = thresholdOf(block);
    verdict.said = minimum === null || top[1] >= minimum ? top[0] : 'uncertain';
    const words = anomalyWords(place);
    if (words.includes(true)) verdict.said = 'anomaly';
    if (expected === null) verdict.unknownReason = 'The window has no label';
    else if (classes.includes(expected) || expected === 'anomaly')
      verdict.result = resultOf(verdict.said === expected);
    // An anomaly label that no classifier predicts: every word except "anomaly" is right, if "anomaly" was
    // possible.
    else if (expected === 'no anomaly' && words.length > 0)
      verdict.result = resultOf(verdict.said !== 'anomaly');
    else verdict.unknownReason = 'The label is no class of the model';
  }
  if (verdict.result === 'incorrect') verdict.kind = kindOfClassError(verdict.said, classes);
  return verdict;
}

/** The expected outcome of a window: a single entry applies to all windows; if there is none, the window's label. */
function expectedOutcome(place: Place): string | null {
  const outcomes = place.block.expectedAnomalyOutcome ?? [];
  const own = (outcomes.length === 1 ? outcomes[0] : outcomes[place.window])?.label;
  return own === 'anomaly' || own === 'no anomaly' ? own : expectedLabel(place);
}

/** The verdict of one window of an anomaly block. */
export function anomalyVerdict(place: Place): Verdict {
  const { block, window, prediction } = place;
  const ofJob = jobAt(place);
  const score = anomalyScore(block, window, prediction);
  const threshold = thresholdOf(block);
  const expected = expectedOutcome(place);
  const verdict: Verdict = { ...emptyVerdict(place), expected, score };
  if (ofJob !== null) {
    verdict.said = wordOrNull(ofJob.prediction);
    verdict.result = resultOf(ofJob.predictionCorrect);
    if (verdict.result === 'unknown') verdict.unknownReason = 'The job did not judge this prediction';
  } else if (score === null || threshold === null) {
    verdict.unknownReason = 'The window has no anomaly score, or the block no threshold';
  } else {
    verdict.said = isAnomalous(block, score, threshold) ? 'anomaly' : 'no anomaly';
    if (expected === 'anomaly' || expected === 'no anomaly')
      verdict.result = resultOf(verdict.said === expected);
    else verdict.unknownReason = 'The label says neither anomaly nor no anomaly';
  }
  if (verdict.result === 'incorrect') verdict.kind = verdict.said === null ? 'missed' : 'confused';
  return verdict;
}
