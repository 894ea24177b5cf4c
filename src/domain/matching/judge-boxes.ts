/** Judges every box of a picture: found, surplus, confused, missed or false. */
import { centreDistance, iou, type Box, type ScoredBox } from './box-matching';
import { boxErrorOf } from './box-error';
import { inSteps, isWithin, reaches, tolerance } from '../metrics/tolerance';
import { TruthIndex, truthsByLabel, type Reach } from './truth-index';
import type { BoxError } from '../../contract/verdict-words';

/**
 * A pair of boxes, or a box without a partner, as indexes into the two lists. Numbers that do not apply are `null`.
 */
export interface JudgedBox {
  truth: number | null;
  said: number | null;
  /** `null`: the pair that makes a truth found. `surplus` shares its truth with such a pair. */
  kind: 'surplus' | 'confused' | 'missed' | 'false' | null;
  overlap: number | null;
  distance: number | null;
  boxError: BoxError | null;
}

/** The minimum overlap of a box with the truth to count as found. */
export const minimumOverlap = 0.5;
/** The maximum distance of a centre from the truth, in units of the picture's sides. */
export const maximumDistance = 0.2;

/** How near boxes must be to form a pair, and where to search for candidates. */
interface Closeness {
  /** Higher is closer; `null`: too far apart. */
  of: (truth: Box, said: Box) => number | null;
  keyOf: (box: Box) => number;
  reachOf: (said: Box) => Reach;
  /** Narrows the search range once a truth as close as `best` has been found. */
  narrow: (reach: Reach, said: Box, best: number) => void;
}

const centreOf = (box: Box) => box.x + box.width / 2;

/** Boxes that share half of their union start no further apart than this, whatever their sizes. */
const byOverlap: Closeness = {
  of(truth, said) {
    const overlap = iou(truth, said);
    return reaches(overlap, minimumOverlap) ? overlap : null;
  },
  keyOf: (box) => box.x,
  reachOf: ({ x, width }) => ({ from: x - width - tolerance, to: x + width / 2 + tolerance }),
  narrow: () => undefined,
};

const byDistance: Closeness = {
  of(truth, said) {
    const distance = centreDistance(truth, said);
    return isWithin(distance, maximumDistance) ? -distance : null;
  },
  keyOf: centreOf,
  reachOf(said) {
    const far = maximumDistance + tolerance;
    return { from: centreOf(said) - far, to: centreOf(said) + far };
  },
  narrow(reach, said, best) {
    reach.from = centreOf(said) + best - tolerance;
    reach.to = centreOf(said) - best + tolerance;
  },
};

/** The closest truth for which `isOpen` is true, ties to the first in the list; `undefined` if there is none. */
function closest(
  index: TruthIndex,
  closeness: Closeness,
  truths: readonly Box[],
  said: Box,
  isOpen: (truth: number, steps: number) => boolean,
): { truth: number; steps: number } | undefined {
  let best: { truth: number; steps: number } | undefined;
  const reach = closeness.reachOf(said);
  index.visit(closeness.keyOf(said), reach, (truth) => {
    const box = truths[truth];
    const close = box === undefined ? null : closeness.of(box, said);
    if (close === null) return;
    const steps = inSteps(close);
    const isCloser = best === undefined || steps > best.steps || (steps === best.steps && truth < best.truth);
    if (!isCloser || !isOpen(truth, steps)) return;
    best = { truth, steps };
    closeness.narrow(reach, said, close);
  });
  return best;
}

/** The indexes of boxes by descending score; equal scores keep their order. */
function byFallingScore(boxes: readonly ScoredBox[]): number[] {
  const scoreAt = (index: number) => boxes[index]?.score ?? 0;
  return boxes.map((_, index) => index).sort((a, b) => scoreAt(b) - scoreAt(a) || a - b);
}

/** A pair found by the job's own matching; several predicted boxes may share a truth. */
export interface GivenPair {
  truth: number;
  said: number;
}

export interface BoxesToJudge {
  truths: readonly Box[];
  said: readonly ScoredBox[];
  /** Whether the block finds centres (FOMO) instead of boxes. */
  byCentre: boolean;
  /** Replaces our own matching of equal labels. */
  pairs?: readonly GivenPair[];
}

const nothing = -1;

class Judging {
  readonly #truths: readonly Box[];
  readonly #said: readonly ScoredBox[];
  readonly #byCentre: boolean;
  readonly #closeness: Closeness;
  readonly #order: readonly number[];
  /** By predicted box: its truth. By truth: the predicted box that found it, or that is confused with it. */
  readonly #truthOf: Int32Array;
  readonly #foundBy: Int32Array;
  readonly #isSurplus: Uint8Array;
  readonly #isConfused: Uint8Array;
  readonly #isIgnored: (truth: number) => boolean;

  constructor({ truths, said, byCentre, pairs }: BoxesToJudge) {
    this.#truths = truths;
    this.#said = said;
    this.#byCentre = byCentre;
    this.#closeness = byCentre ? byDistance : byOverlap;
    this.#order = byFallingScore(said);
    this.#truthOf = new Int32Array(said.length).fill(nothing);
    this.#foundBy = new Int32Array(truths.length).fill(nothing);
    this.#isSurplus = new Uint8Array(said.length);
    this.#isConfused = new Uint8Array(said.length);
    // FOMO ignores truths without area; truths that only the job's own pairs refer to have no known size.
    this.#isIgnored = (truth) => {
      const box = truths[truth];
      return byCentre && pairs === undefined && !(box !== undefined && box.width > 0 && box.height > 0);
    };
    if (pairs === undefined) this.#pairEqualLabels();
    else this.#take(pairs);
  }

  #pair(said: number, truth: number): void {
    this.#truthOf[said] = truth;
    if (this.#foundBy[truth] === nothing) this.#foundBy[truth] = said;
    else this.#isSurplus[said] = 1;
  }

  #take(pairs: readonly GivenPair[]): void {
    const truthOf = new Map(pairs.map(({ said, truth }) => [said, truth]));
    for (const said of this.#order) {
      const truth = truthOf.get(said);
      if (truth !== undefined) this.#pair(said, truth);
    }
  }

  /** Highest score first. A box claims its truth exclusively; centres may share one. */
  #pairEqualLabels(): void {
    if (this.#truths.length === 0) return;
    const isKept = (truth: number) => !this.#isIgnored(truth);
    const indexes = truthsByLabel(this.#truths, isKept, this.#closeness.keyOf);
    for (const said of this.#order) {
      const box = this.#said[said];
      const index = box && indexes.get(box.label);
      if (box === undefined || index === undefined) continue;
      const isOpen = (truth: number) => this.#byCentre || this.#foundBy[truth] === nothing;
      const best = closest(index, this.#closeness, this.#truths, box, isOpen);
      if (best !== undefined) this.#pair(said, best.truth);
    }
  }

  /**
   * Pairs the remaining boxes, of any label, one to one, closest first; ties go to the higher score, then to the
   * first in the list. Every box proposes to its closest truth and yields to a closer box. This gives the same
   * pairs as repeatedly picking the closest of all pairs, without a list of all pairs.
   */
  #pairLeftOver(): void {
    const free = this.#truths.flatMap((_, truth) =>
      this.#foundBy[truth] === nothing && !this.#isIgnored(truth) ? [truth] : [],
    );
    if (free.length === 0) return;
    const asking = this.#order.filter((said) => this.#truthOf[said] === nothing).reverse();
    const index = new TruthIndex(this.#truths, free, this.#closeness.keyOf);
    const heldSteps = new Float64Array(this.#truths.length);
    const rank = new Int32Array(this.#said.length);
    for (const [at, said] of this.#order.entries()) rank[said] = at;
    for (let said = asking.pop(); said !== undefined; said = asking.pop()) {
      const box = this.#said[said];
      if (box === undefined) continue;
      const ownRank = rank[said] ?? 0;
      const best = closest(index, this.#closeness, this.#truths, box, (truth, steps) => {
        const holder = this.#foundBy[truth] ?? nothing;
        const held = heldSteps[truth] ?? 0;
        return holder === nothing || steps > held || (steps === held && ownRank < (rank[holder] ?? 0));
      });
      if (best === undefined) continue;
      const displaced = this.#foundBy[best.truth] ?? nothing;
      if (displaced !== nothing) {
        this.#truthOf[displaced] = nothing;
        this.#isConfused[displaced] = 0;
        asking.push(displaced);
      }
      this.#truthOf[said] = best.truth;
      this.#isConfused[said] = 1;
      this.#foundBy[best.truth] = said;
      heldSteps[best.truth] = best.steps;
    }
  }

  /** Pairs, surplus, confused and false boxes, each by descending score; then the missed truths in order. */
  rows(): JudgedBox[] {
    const isFound = this.#foundBy.map((said) => (said === nothing ? 0 : 1));
    this.#pairLeftOver();
    const errorOf = this.#byCentre ? undefined : boxErrorOf(this.#truths, isFound);
    const groups: JudgedBox[][] = [[], [], [], []];
    for (const said of this.#order) {
      const box = this.#said[said];
      if (box === undefined) continue;
      const at = this.#truthOf[said] ?? nothing;
      const truth = this.#truths[at];
      const isConfused = this.#isConfused[said] === 1;
      const wrong = truth === undefined || isConfused ? errorOf?.(box) : undefined;
      const row: JudgedBox = {
        truth: null,
        said,
        kind: 'false',
        overlap: null,
        distance: null,
        boxError: null,
      };
      if (wrong !== undefined) {
        row.overlap = wrong.overlap;
        row.boxError = wrong.boxError;
      }
      if (truth !== undefined) {
        row.truth = at;
        row.kind = isConfused ? 'confused' : this.#isSurplus[said] === 1 ? 'surplus' : null;
        if (this.#byCentre) row.distance = centreDistance(truth, box);
        else row.overlap = iou(truth, box);
      }
      groups[row.kind === null ? 0 : row.kind === 'surplus' ? 1 : row.kind === 'confused' ? 2 : 3]?.push(row);
    }
    const missed: JudgedBox[] = [];
    for (const truth of this.#truths.keys()) {
      if (this.#foundBy[truth] !== nothing || this.#isIgnored(truth)) continue;
      missed.push({ truth, said: null, kind: 'missed', overlap: null, distance: null, boxError: null });
    }
    return [...groups, missed].flat();
  }
}

/**
 * Judges every box of a picture. Boxes with equal labels pair one to one, highest score first, each with the free
 * truth that it overlaps most, by at least half; centres (FOMO) each pair with the nearest truth within 0.2, which
 * several may share. The remaining boxes pair with remaining truths of any label, closest first. Memory is linear
 * in the number of boxes.
 */
export function judgeBoxes(boxes: BoxesToJudge): JudgedBox[] {
  return boxes.truths.length + boxes.said.length === 0 ? [] : new Judging(boxes).rows();
}
