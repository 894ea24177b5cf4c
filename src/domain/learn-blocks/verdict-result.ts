/** Gives verdicts their result, and the kind of error where they are incorrect. */
import { unknownReasons } from '../outcome';
import type { ErrorKind } from '../../contract/verdict-words';
import type { Verdict } from '../verdict';

/** Correct, or incorrect in the way that `kind` says. */
export function setResult(verdict: Verdict, isCorrect: boolean, kind: ErrorKind): void {
  verdict.result = isCorrect ? 'correct' : 'incorrect';
  verdict.kind = isCorrect ? null : kind;
  verdict.unknownReason = null;
}

/** It cannot be judged, for a reason in words. */
export function setUnknown(verdict: Verdict, reason: string): void {
  verdict.result = 'unknown';
  verdict.kind = null;
  verdict.unknownReason = reason;
}

/** As the job said; `reason` explains why it did not judge, where the label does. */
export function setJobResult(
  verdict: Verdict,
  isCorrect: boolean | null | undefined,
  kind: ErrorKind,
  reason: string | null = null,
): void {
  if (typeof isCorrect === 'boolean') setResult(verdict, isCorrect, kind);
  else setUnknown(verdict, reason ?? unknownReasons.notJudged);
}
