/** Computes the outcome of a sample from its windows, and the reasons why an outcome may be unknown. */
import type { outcomes } from '../contract/fields';

export type Outcome = (typeof outcomes)[number];

/** The number of windows of a sample, of those that can be judged, and of those that are correct. */
export interface WindowCounts {
  total: number;
  judged: number;
  correct: number;
}

/** Why a window cannot be judged, as shown to users. */
export const unknownReasons = {
  noPredictions: 'The run has no predictions for this sample',
  notJudged: 'The job did not judge these predictions',
  noSuchClass: "The label is none of the model's classes",
  noAnomalyLabel: 'The label says neither "anomaly" nor "no anomaly"',
  noNumber: 'The label is no number',
  noTruthBoxes: 'The sample has no list of ground-truth boxes',
  noPictureSize: 'The size of the picture is missing, so its boxes cannot be compared',
  noScores: 'The run has no scores for this window',
  noBoxes: 'The run does not say which boxes were found',
  noThreshold: 'The run has no threshold for this learn block',
  noExpectedValues: 'The sample has no expected values',
} as const;

/**
 * Counts windows by whether they are correct; `null` cannot be judged. The results of several blocks on one window
 * are consecutive, and the window is correct if all results that can be judged are.
 */
export function countWindows(
  windows: Iterable<{ readonly index: number; readonly correct: boolean | null }>,
): WindowCounts {
  const counts: WindowCounts = { total: 0, judged: 0, correct: 0 };
  let last: { index: number; correct: boolean | null } | null = null;
  const add = (window: { correct: boolean | null } | null) => {
    if (window === null) return;
    counts.total += 1;
    if (window.correct !== null) counts.judged += 1;
    if (window.correct === true) counts.correct += 1;
  };
  for (const { index, correct } of windows) {
    if (last !== null && last.index === index) {
      if (last.correct !== false) last.correct = correct ?? last.correct;
    } else {
      add(last);
      last = { index, correct };
    }
  }
  add(last);
  return counts;
}

/**
 * `incorrect` if any window is incorrect, `correct` if at least one can be judged and all those are correct,
 * otherwise `unknown`.
 */
export function sampleOutcome(windows: WindowCounts): Outcome {
  if (windows.judged === 0) return 'unknown';
  return windows.correct === windows.judged ? 'correct' : 'incorrect';
}

/**
 * How many of the judged windows are correct: "7 of 9 windows"; windows that cannot be judged are mentioned
 * separately.
 */
export function windowsSentence({ total, judged, correct }: WindowCounts): string {
  if (total === 0) return 'no windows';
  const noun = (count: number) => (count === 1 ? 'window' : 'windows');
  if (judged === 0) return `${total} ${noun(total)}, not judged`;
  const sentence = `${correct} of ${judged} ${noun(judged)}`;
  return judged === total ? sentence : `${sentence}, ${total - judged} not judged`;
}
