/** Which boxes of a picture were found, false or missed, for both the list and the overlay. */
import type { Classification } from '../../../contract/schemas/result-page';
import type { SampleRecord } from '../../../contract/schemas/sample';
import { relativeBoxes, type Box, type ScoredBox } from '../../../domain/matching/box-matching';
import type { JudgedBox } from '../../../domain/matching/judge-boxes';
import { findsCentres, picturesOf } from '../../../domain/learn-blocks/object-detection';
import type { JudgedWindow } from '../../../domain/verdicts';

/** A predicted box. */
export interface SaidBox extends ScoredBox {
  id: string;
  /** `null`: there is no ground truth to compare it with. */
  isMatched: boolean | null;
  /** Index of the truth that it matches. */
  truth: number | null;
  /** Overlap (IoU) with that truth, or distance between the centres. */
  closeness: number | null;
}

/** A ground-truth box. */
export interface TruthBox extends Box {
  id: string;
  /** `null`: the rule ignores it. */
  isFound: boolean | null;
}

/** Boxes in ratios of the picture, in the order of the record. */
export interface BoxVerdicts {
  said: readonly SaidBox[];
  truths: readonly TruthBox[];
  /** Whether centres are matched by distance (FOMO), not boxes by overlap. */
  byCentre: boolean;
  /** Whether there is ground truth to compare with. */
  isJudged: boolean;
}

const isHit = ({ kind }: JudgedBox) => kind === null || kind === 'surplus';

function judgedBoxes(
  block: Classification,
  sample: SampleRecord,
  part: JudgedWindow | undefined,
): BoxVerdicts {
  const picture = part === undefined ? null : picturesOf(part.context)(part.index, part.prediction);
  const said = picture?.said ?? [];
  const truths = picture?.judged ? picture.truths : (relativeBoxes(sample) ?? []);
  const judged = picture?.judged ?? null;
  const ofSaid = new Map(judged?.map((row) => [row.said, row]));
  const isFound = new Map(
    judged?.flatMap((row) => (row.truth === null ? [] : [[row.truth, isHit(row)] as const])),
  );
  return {
    said: said.map((box, at) => {
      const row = ofSaid.get(at);
      const hit = row !== undefined && isHit(row) ? row : undefined;
      return {
        ...box,
        id: `said-${at}`,
        isMatched: judged === null ? null : hit !== undefined,
        truth: hit?.truth ?? null,
        closeness: hit?.overlap ?? hit?.distance ?? null,
      };
    }),
    truths: truths.map((box, at) => ({ ...box, id: `truth-${at}`, isFound: isFound.get(at) ?? null })),
    byCentre: findsCentres(block),
    isJudged: judged !== null,
  };
}

const known = new WeakMap<JudgedWindow, BoxVerdicts>();

/**
 * The boxes of one window as its verdicts judge them; `part` is the block's result. Computed once, since panel,
 * overlay and sentence need them, and every box is compared with every other.
 */
export function boxVerdicts(
  block: Classification,
  sample: SampleRecord,
  part: JudgedWindow | undefined,
): BoxVerdicts {
  const before = part && known.get(part);
  if (before !== undefined) return before;
  const verdicts = judgedBoxes(block, sample, part);
  if (part !== undefined) known.set(part, verdicts);
  return verdicts;
}

/** The number of found, missed and false boxes. Several predictions may share a truth, which counts once as found. */
export function countVerdicts({ said, truths }: BoxVerdicts): {
  truths: number;
  found: number;
  missed: number;
  falseAlarms: number;
} {
  const found = truths.filter(({ isFound }) => isFound === true).length;
  const missed = truths.filter(({ isFound }) => isFound === false).length;
  const falseAlarms = said.filter(({ isMatched }) => isMatched === false).length;
  return { truths: found + missed, found, missed, falseAlarms };
}
