/** Which of a picture's boxes were found, which are false and which are missed, for the list and the overlay alike. */
import type { Classification } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import {
  matchBoxes,
  matchCentroids,
  relativeBoxes,
  type Box,
  type ScoredBox,
} from '../../domain/box-matching';
import { boxesOfCentroids, parseFomoDebugInfo, type FomoDebugInfo } from '../../domain/fomo-debug-info';
import { findsCentres, minimumOverlap } from '../../domain/learn-blocks/object-detection';

/** A box that the model said. */
export interface SaidBox extends ScoredBox {
  id: string;
  /** `null`: there is no ground truth to hold it against. */
  isMatched: boolean | null;
  /** Index of the truth that it matches. */
  truth: number | null;
  /** Overlap (IoU) or distance of the centres with that truth. */
  closeness: number | null;
}

/** A ground-truth box. */
export interface TruthBox extends Box {
  id: string;
  /** `null`: the rule leaves it out. */
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

interface Pairing {
  truths: readonly Box[];
  pairs: readonly { truth: number; prediction: number; closeness: number }[];
  missed: readonly number[];
}

const centreOf = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** The truths of the debug information, with the sample's own boxes in their places where each has one. */
function truthsOf(
  info: FomoDebugInfo,
  boxOf: readonly number[],
  boxes: readonly ScoredBox[],
  own: readonly Box[],
) {
  const places = boxesOfCentroids(info.truths, own.map(centreOf));
  // The debug information numbers its classes; a match tells which name a number stands for.
  const names = new Map<number, string>();
  for (const [index, { label }] of info.predictions.entries()) {
    const box = boxes[boxOf[index] ?? -1];
    if (box !== undefined) names.set(label, box.label);
  }
  return info.truths.map(({ x, y, label }, index): Box => {
    const place = own[places?.[index] ?? -1];
    return place ?? { label: names.get(label) ?? `class ${label}`, x, y, width: 0, height: 0 };
  });
}

/** The job's own matching of centres; `null` where there is none, or it does not fit the boxes. */
function pairingOfJob(
  json: string | null | undefined,
  boxes: readonly ScoredBox[],
  own: readonly Box[],
): Pairing | null {
  if (json === null || json === undefined) return null;
  const centres = boxes.map(centreOf);
  const info = parseFomoDebugInfo(json, centres);
  const boxOf = info && boxesOfCentroids(info.predictions, centres);
  if (info === null || boxOf === null) return null;
  const pairs = info.assignments.flatMap(({ truth, prediction, distance }) => {
    const box = boxOf[prediction];
    return box === undefined ? [] : [{ truth, prediction: box, closeness: distance }];
  });
  const found = new Set(pairs.map(({ truth }) => truth));
  return {
    truths: truthsOf(info, boxOf, boxes, own),
    pairs,
    missed: info.truths.flatMap((_, index) => (found.has(index) ? [] : [index])),
  };
}

function pairingByRule(byCentre: boolean, truths: readonly Box[], boxes: readonly ScoredBox[]): Pairing {
  if (byCentre) {
    const match = matchCentroids(truths, boxes);
    return {
      truths,
      pairs: match.pairs.map(({ distance, ...pair }) => ({ ...pair, closeness: distance })),
      missed: match.unmatchedTruths,
    };
  }
  const match = matchBoxes(truths, boxes, { minIou: minimumOverlap });
  return {
    truths,
    pairs: match.pairs.map(({ iou, ...pair }) => ({ ...pair, closeness: iou })),
    missed: match.unmatchedTruths,
  };
}

/** The boxes of one window against the ground truth: by the job's own matching where it is kept, else by the rule. */
export function boxVerdicts(
  block: Classification,
  sample: SampleRecord,
  boxes: readonly ScoredBox[],
  index: number,
): BoxVerdicts {
  const byCentre = findsCentres(block);
  const own = relativeBoxes(sample);
  const ofJob = byCentre
    ? pairingOfJob(block.structuredResult?.[index]?.debugInfoJson, boxes, own ?? [])
    : null;
  const pairing = ofJob ?? (own === null ? null : pairingByRule(byCentre, own, boxes));
  const pairOf = new Map(pairing?.pairs.map((pair) => [pair.prediction, pair]));
  const found = new Set(pairing?.pairs.map(({ truth }) => truth));
  const missed = new Set(pairing?.missed);
  return {
    said: boxes.map((box, at) => ({
      ...box,
      id: `said-${at}`,
      isMatched: pairing === null ? null : pairOf.has(at),
      truth: pairOf.get(at)?.truth ?? null,
      closeness: pairOf.get(at)?.closeness ?? null,
    })),
    truths: (pairing?.truths ?? []).map((box, at) => ({
      ...box,
      id: `truth-${at}`,
      isFound: found.has(at) ? true : missed.has(at) ? false : null,
    })),
    byCentre,
    isJudged: pairing !== null,
  };
}

/** How many boxes were found, missed and false. Several predictions may share a truth, which counts once as found. */
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
