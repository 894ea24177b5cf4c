/** The verdict: one decision of a model that can be right or wrong; what every count on the screen is made of. */
import type { BoxError, VerdictKind, VerdictResult } from '../contract/verdict-words';

/** One verdict. Absent numbers are `null` and match no range. */
export interface Verdict {
  /** The id of the learn block that decided. */
  block: number;
  /** The place of its window in the sample, from 0; for a detection block, of the picture that the box is in. */
  window: number;
  /** The key of a freeform or label-map value, or of one of several regression outputs. */
  key: string | null;
  /** The expected word; `null`: nothing there, no label, or a number (`regression`). */
  expected: string | null;
  /** The word that was said; `null`: missed, nothing said, or a number (`regression`). */
  said: string | null;
  /** Exactly one kind where the result is `incorrect`; `surplus` or `null` where it is `correct`. */
  result: VerdictResult;
  kind: VerdictKind | null;
  /** On `false` and `confused` boxes of blocks that find boxes; FOMO has none. */
  boxError: BoxError | null;
  /** Score of the top class, or of the box; of an anomaly block its anomaly score. */
  score: number | null;
  /** Score of the expected class minus the best other one; negative where another class leads. */
  margin: number | null;
  /** A regression: what was expected and said are numbers, so that no word filter matches it. */
  isNumber: boolean;
  /** |said − expected| of a regression. */
  error: number | null;
  /** Intersection over union of a pair; of a false box the largest with any truth. 0 to 1; FOMO has none. */
  overlap: number | null;
  /** Distance of the centres of a FOMO pair, in units of the picture's sides. */
  distance: number | null;
  /** Area of the true box, else of the said one, as a share of the picture. */
  boxSize: number | null;
  /** Classification: the class with the highest score, whatever was said. */
  top: string | null;
  /** Classification: the score of the expected class. */
  expectedScore: number | null;
  /** Classification: the class with the second highest score. */
  runnerUp: string | null;
  /** Why it cannot be judged, in words for the page; `null` where it is judged. */
  unknownReason: string | null;
}

/** A verdict without anything in it yet: not judged, no words, no numbers. */
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
