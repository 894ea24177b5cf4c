/** The verdict: one decision of a model that can be right or wrong, the basis of every count in the dashboard. */
import type { BoxError, VerdictKind, VerdictResult } from '../contract/verdict-words';

/** One verdict. Absent numbers are `null` and match no range. */
export interface Verdict {
  /** The id of the learn block that decided. */
  block: number;
  /** The index of its window in the sample, from 0; for a detection block, of the picture that contains the box. */
  window: number;
  /** The key of a freeform or label-map value, or of one of several regression outputs. */
  key: string | null;
  /** The expected word; `null`: nothing there, no label, or a number (`regression`). */
  expected: string | null;
  /** The predicted word; `null`: missed, nothing predicted, or a number (`regression`). */
  said: string | null;
  /** Exactly one kind if the result is `incorrect`; `surplus` or `null` if it is `correct`. */
  result: VerdictResult;
  kind: VerdictKind | null;
  /** Set on `false` and `confused` boxes of blocks that find boxes; never for FOMO. */
  boxError: BoxError | null;
  /** Score of the top class or of the box; for an anomaly block, its anomaly score. */
  score: number | null;
  /** Score of the expected class minus that of the best other one; negative if another class leads. */
  margin: number | null;
  /** A regression: expected and predicted values are numbers, so no word filter matches. */
  isNumber: boolean;
  /** |said − expected| of a regression. */
  error: number | null;
  /** Intersection over union of a pair; for a false box, the largest with any truth. 0 to 1; `null` for FOMO. */
  overlap: number | null;
  /** Distance between the centres of a FOMO pair, in units of the picture's sides. */
  distance: number | null;
  /** Area of the true box, or else of the predicted one, as a share of the picture. */
  boxSize: number | null;
  /** Classification: the class with the highest score, whatever was predicted. */
  top: string | null;
  /** Classification: the score of the expected class. */
  expectedScore: number | null;
  /** Classification: the class with the second highest score. */
  runnerUp: string | null;
  /** Why it cannot be judged, as shown to users; `null` if it is judged. */
  unknownReason: string | null;
}

/** An empty verdict: not judged, no words, no numbers. */
export function newVerdict(block: number, window: number): Verdict {
  return {
    block,
    window,
    key: null,
    expected: null,
    said: null,
    result: 'unknown',
    kind: null,
    boxError: null,
    score: null,
    margin: null,
    isNumber: false,
    error: null,
    overlap: null,
    distance: null,
    boxSize: null,
    top: null,
    expectedScore: null,
    runnerUp: null,
    unknownReason: null,
  };
}
