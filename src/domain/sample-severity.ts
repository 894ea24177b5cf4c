/** How wrong a sample is over all its verdicts: share of wrong ones, the worst, lowest margin, largest error. */
import { higher, lower } from './learn-blocks/window-scores';
import type { Outcome } from './outcome';
import type { JudgedEntry, JudgedWindow } from './verdicts';
import { difference } from './metrics/tolerance';

/** The share of judged verdicts that are incorrect; 0 if the sample is correct without any verdict. */
export function wrongOf({ verdicts }: JudgedEntry, outcome: Outcome): number | null {
  if (verdicts.length === 0) return outcome === 'correct' ? 0 : null;
  let judged = 0;
  let incorrect = 0;
  for (const { result } of verdicts) {
    if (result !== 'unknown') judged += 1;
    if (result === 'incorrect') incorrect += 1;
  }
  return judged === 0 ? null : incorrect / judged;
}

/** The lowest margin of its verdicts. */
export function marginOf({ verdicts }: JudgedEntry): number | null {
  let lowest: number | null = null;
  for (const { margin } of verdicts) lowest = lower(lowest, margin);
  return lowest;
}

/** The largest error of its verdicts. */
export function errorOf({ verdicts }: JudgedEntry): number | null {
  let largest: number | null = null;
  for (const { error } of verdicts) largest = higher(largest, error);
  return largest;
}

function thresholdOf({ at, context }: JudgedWindow): number | null {
  return at.rule.detector?.(at.block, context.rules).threshold ?? null;
}

/**
 * How bad its worst verdict is: the score of a wrongly predicted class or box; the error of a regression; how far
 * an anomaly score is on the wrong side of its threshold. `null` if no such verdict is wrong.
 */
export function worstOf({ verdicts, windows }: JudgedEntry): number | null {
  let worst: number | null = null;
  for (const window of windows) {
    for (let at = window.from; at < window.to; at++) {
      const verdict = verdicts[at];
      if (verdict?.result !== 'incorrect') continue;
      const { kind, score, error } = verdict;
      if (window.at.rule.detector !== null) {
        const threshold = thresholdOf(window);
        if (score !== null && threshold !== null)
          worst = higher(worst, Math.abs(difference(score, threshold)));
      } else if (kind === 'outside') worst = higher(worst, error);
      else if (kind !== 'missed' && kind !== 'anomaly') worst = higher(worst, score);
    }
  }
  return worst;
}
