/** The verdicts of detection blocks (pairs, confused, missed, false boxes), by comparing all boxes and truths. */
import type { BoxError } from '../../../../contract/verdict-words';
import type { Verdict } from '../../../../domain/verdict';
import { emptyVerdict, isNumber, jobAt, thresholdOf, tolerance, type Place } from './plain-record';

interface Box {
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface SaidBox extends Box {
  score: number;
}

const leastOverlap = 0.5;
const backgroundOverlap = 0.1;
const farthest = 0.2;

const areaOf = ({ width, height }: Box) => width * height;

function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  const together = areaOf(a) + areaOf(b) - shared;
  // Rounding may make the quotient of two equal boxes greater than 1.
  return together > 0 ? Math.min(1, shared / together) : 0;
}

const distanceOf = (a: Box, b: Box) =>
  Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);

const isFomo = ({ block }: Place) => block.objectDetectionLastLayer === 'fomo';

/** Whether a box is kept: at or above the threshold; a centre of FOMO only above it, as in its own code. */
const isKept = (place: Place, score: number) => {
  const threshold = thresholdOf(place.block);
  return threshold === null || (isFomo(place) ? score > threshold : score >= threshold);
};

/**
 * The predicted boxes: the job's own, otherwise the kept ones of the result; `null`: not known. Ratios of the
 * picture rarely exceed 1, so boxes with a number above 2 are in pixels.
 */
export function saidBoxes(place: Place): SaidBox[] | null {
  const { entry, block, window, prediction } = place;
  const ofJob = jobAt(place)?.boundingBoxes;
  if (ofJob) return [...ofJob];
  // Under a trial, the job's boxes are only used if the record has no others.
  const standIns = prediction?.boundingBoxes?.filter(({ score }) => isKept(place, score)) ?? null;
  const found = block.structuredResult?.[window];
  if (!found?.boxes) return standIns;
  const size = entry.result.sample.imageDimensions;
  const arePixels = found.boxes.flat().some((number) => Math.abs(number) > 2);
  const boxes = found.boxes.map(([x, y, width, height], at): SaidBox | null => {
    const label = found.labels?.[at];
    const score = found.scores?.[at];
    if (label === undefined || !isNumber(score) || (arePixels && !size)) return null;
    if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return null;
    const unit = arePixels && size ? size : { width: 1, height: 1 };
    return {
      label,
      score,
      x: x / unit.width,
      y: y / unit.height,
      width: width / unit.width,
      height: height / unit.height,
    };
  });
  const known = boxes.filter((box) => box !== null);
  return known.length < boxes.length ? standIns : known.filter(({ score }) => isKept(place, score));
}

/** The true boxes as ratios of the picture; `null` if the truth is not known. */
export function trueBoxes(place: Place): Box[] | null {
  const { boundingBoxes, imageDimensions } = place.entry.result.sample;
  if (!boundingBoxes) return null;
  if (boundingBoxes.length === 0) return [];
  if (!imageDimensions) return null;
  const { width, height } = imageDimensions;
  const boxes = boundingBoxes.map((box) => ({
    label: box.label,
    x: box.x / width,
    y: box.y / height,
    width: box.width / width,
    height: box.height / height,
  }));
  return isFomo(place) ? boxes.filter(({ width: w, height: h }) => w > 0 && h > 0) : boxes;
}

interface Pair {
  said: SaidBox;
  truth: Box;
}

/** Highest score first; equal scores keep the order of the list. */
const byScore = (boxes: readonly SaidBox[]) => [...boxes].sort((a, b) => b.score - a.score);

/** The truth of this label with the largest overlap, if it is sufficient; the first of equal ones. */
function bestByOverlap(box: SaidBox, truths: readonly Box[]): Box | null {
  let best: Box | null = null;
  for (const truth of truths) {
    if (truth.label !== box.label || overlapOf(box, truth) < leastOverlap - tolerance) continue;
    if (best === null || overlapOf(box, truth) > overlapOf(box, best) + tolerance) best = truth;
  }
  return best;
}

/** The nearest truth of this label, if it is near enough; the first of equal ones. */
function bestByDistance(box: SaidBox, truths: readonly Box[]): Box | null {
  let best: Box | null = null;
  for (const truth of truths) {
    if (truth.label !== box.label || distanceOf(box, truth) > farthest + tolerance) continue;
    if (best === null || distanceOf(box, truth) < distanceOf(box, best) - tolerance) best = truth;
  }
  return best;
}

/** The closest pair of all remaining boxes, of any labels; ties go to the higher score, then to the first. */
function closestPair(said: readonly SaidBox[], truths: readonly Box[], fomo: boolean): Pair | null {
  let best: Pair | null = null;
  // Larger is closer, for both measures.
  const closeness = ({ said: box, truth }: Pair) => (fomo ? -distanceOf(box, truth) : overlapOf(box, truth));
  const enough = fomo ? -farthest : leastOverlap;
  for (const box of said) {
    for (const truth of truths) {
      const pair = { said: box, truth };
      if (closeness(pair) < enough - tolerance) continue;
      const ahead = best === null ? Infinity : closeness(pair) - closeness(best);
      const isTie = Math.abs(ahead) <= tolerance;
      if (isTie ? best !== null && box.score > best.said.score : ahead > 0) best = pair;
    }
  }
  return best;
}

/**
 * TIDE's tests in the order of its own code, each over all truths; `used` are those that a box of their label
 * found.
 */
function boxErrorOf(box: SaidBox, truths: readonly Box[], used: readonly Box[]): BoxError {
  const most = (among: readonly Box[]) =>
    among.reduce((largest, truth) => Math.max(largest, overlapOf(box, truth)), 0);
  const hasOwnLabel = ({ label }: Box) => label === box.label;
  const own = most(truths.filter(hasOwnLabel));
  if (own >= backgroundOverlap - tolerance && own <= leastOverlap + tolerance) return 'localisation';
  if (most(truths.filter((truth) => !hasOwnLabel(truth))) >= leastOverlap - tolerance) return 'class';
  if (most(used.filter(hasOwnLabel)) >= leastOverlap - tolerance) return 'duplicate';
  return most(truths) <= backgroundOverlap + tolerance ? 'background' : 'both';
}

/** The pairs by label, and the surplus boxes of FOMO. */
function pairsByLabel(said: readonly SaidBox[], truths: readonly Box[], fomo: boolean) {
  const pairs: Pair[] = [];
  const surplus: Pair[] = [];
  for (const box of byScore(said)) {
    const taken = pairs.map(({ truth }) => truth);
    const truth = fomo
      ? bestByDistance(box, truths)
      : bestByOverlap(
          box,
          truths.filter((candidate) => !taken.includes(candidate)),
        );
    if (truth === null) continue;
    if (taken.includes(truth)) surplus.push({ said: box, truth });
    else pairs.push({ said: box, truth });
  }
  return { pairs, surplus };
}

/** The verdicts of one picture. */
export function boxVerdicts(place: Place): Verdict[] {
  const said = saidBoxes(place);
  const truths = trueBoxes(place);
  if (said === null) return [];
  const empty = emptyVerdict(place);
  if (truths === null) {
    const unknownReason = 'The true boxes of this picture are not known';
    return said.map((box) => ({
      ...empty,
      said: box.label,
      score: box.score,
      boxSize: areaOf(box),
      unknownReason,
    }));
  }
  const fomo = isFomo(place);
  const { pairs, surplus } = pairsByLabel(said, truths, fomo);
  const paired = [...pairs, ...surplus];
  let freeSaid = said.filter((box) => !paired.some((pair) => pair.said === box));
  let freeTruths = truths.filter((truth) => !paired.some((pair) => pair.truth === truth));
  const confused: Pair[] = [];
  for (;;) {
    const pair = closestPair(freeSaid, freeTruths, fomo);
    if (pair === null) break;
    confused.push(pair);
    freeSaid = freeSaid.filter((box) => box !== pair.said);
    freeTruths = freeTruths.filter((truth) => truth !== pair.truth);
  }
  const ofPair = ({ said: box, truth }: Pair): Verdict => ({
    ...empty,
    expected: truth.label,
    said: box.label,
    score: box.score,
    overlap: fomo ? null : overlapOf(box, truth),
    distance: fomo ? distanceOf(box, truth) : null,
    boxSize: areaOf(truth),
  });
  const used = pairs.map(({ truth }) => truth);
  const errorOf = (box: SaidBox) => (fomo ? null : boxErrorOf(box, truths, used));
  return [
    ...pairs.map((pair): Verdict => ({ ...ofPair(pair), result: 'correct' })),
    ...surplus.map((pair): Verdict => ({ ...ofPair(pair), result: 'correct', kind: 'surplus' })),
    ...confused.map((pair): Verdict => ({
      ...ofPair(pair),
      result: 'incorrect',
      kind: 'confused',
      boxError: errorOf(pair.said),
    })),
    ...freeTruths.map((truth): Verdict => ({
      ...empty,
      expected: truth.label,
      boxSize: areaOf(truth),
      result: 'incorrect',
      kind: 'missed',
    })),
    ...freeSaid.map((box): Verdict => ({
      ...empty,
      said: box.label,
      score: box.score,
      boxSize: areaOf(box),
      overlap:
        fomo || truths.length === 0
          ? null
          : truths.reduce((most, truth) => Math.max(most, overlapOf(box, truth)), 0),
      result: 'incorrect',
      kind: 'false',
      boxError: errorOf(box),
    })),
  ];
}
