/** What is wrong with a box, in TIDE's terms (arXiv:2008.08115). */
import { iou, type Box } from './box-matching';
import { isWithin, reaches, tolerance } from '../metrics/tolerance';
import { TruthIndex } from './truth-index';
import type { BoxError } from '../../contract/verdict-words';

/**
 * Overlaps with a truth: from the first value on the truth counts as found, up to the second the box is background.
 */
const foreground = 0.5;
const background = 0.1;

export interface WrongBox {
  boxError: BoxError;
  /** The largest overlap with any truth; `null` if there is no truth. */
  overlap: number | null;
}

/** The first error whose test a wrong box meets, in the order of TIDE's own code. */
function firstError(same: number, other: number, used: number, any: number): BoxError {
  if (reaches(same, background) && isWithin(same, foreground)) return 'localisation';
  if (reaches(other, foreground)) return 'class';
  if (reaches(used, foreground)) return 'duplicate';
  return isWithin(any, background) ? 'background' : 'both';
}

/**
 * Returns a function that classifies the error of a wrong box; `isUsed` is 1 for truths that a box of their label
 * found.
 */
export function boxErrorOf(truths: readonly Box[], isUsed: Int32Array): (said: Box) => WrongBox {
  let index: TruthIndex | undefined;
  return (said) => {
    index ??= new TruthIndex(truths, [...truths.keys()], (box) => box.x);
    let same = 0;
    let other = 0;
    let used = 0;
    const reach = { from: said.x - index.widest - tolerance, to: said.x + said.width + tolerance };
    index.visit(said.x, reach, (truth) => {
      const box = truths[truth];
      if (box === undefined) return;
      const overlap = iou(box, said);
      if (box.label !== said.label) other = Math.max(other, overlap);
      else {
        same = Math.max(same, overlap);
        if (isUsed[truth] === 1) used = Math.max(used, overlap);
      }
    });
    const overlap = Math.max(same, other);
    return {
      boxError: firstError(same, other, used, overlap),
      overlap: truths.length === 0 ? null : overlap,
    };
  };
}
