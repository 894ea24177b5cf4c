/** Sets the result of verdicts, and the kind of error if they are incorrect. */
import { unknownReasons } from '../outcome';
import type { ErrorKind } from '../../contract/verdict-words';
import type { Verdict } from '../verdict';

/** Sets the result to correct, or to incorrect with the given `kind`. */
export function setResult(verdict: Verdict, isCorrect: boolean, kind: ErrorKind): void {
  verdict.result = isCorrect ? 'correct' : 'incorrect';
  verdict.kind = isCorrect ? null : kind;
  verdict.unknownReason = null;
}

/** Marks the verdict as one that cannot be judged, with the reason in words. */
export function setUnknown(verdict: Verdict, reason: string): void {
  verdict.result = 'unknown';
  verdict.kind = null;
  verdict.unknownReason = reason;
}

/** Sets the result that the job gave; `reason` explains why the job did not judge, if the label explains it. */
export function setJobResult(
  verdict: Verdict,
  isCorrect: boolean | null | undefined,
  kind: ErrorKind,
  reason: string | null = null,
): void {
  if (typeof isCorrect === 'boolean') setResult(verdict, isCorrect, kind);
  else setUnknown(verdict, reason ?? unknownReasons.notJudged);
}
