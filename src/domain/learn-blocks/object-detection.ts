/** The rule of object detection: boxes of at least the minimum score, matched to ground truth by overlap or centre. */
import type { Classification, PredictionRecord } from '../../contract/schemas/result-page';
import type { SampleRecord } from '../../contract/schemas/sample';
import { relativeBoxes, type Box, type ScoredBox } from '../matching/box-matching';
import { judgeBoxes, type JudgedBox } from '../matching/judge-boxes';
import { unknownReasons } from '../outcome';
import { newVerdict, type Verdict } from '../verdict';
import { foundBoxes, labelsInText } from './found-boxes';
import { jobPairs } from './job-pairs';
import type { BlockContext, LearnBlock } from './learn-block';
import { thresholdInForce, thresholdsOf } from './thresholds';
import { setUnknown } from './verdict-result';
import { topBoxScore } from './window-scores';

/** Whether the block finds centres (FOMO) instead of boxes; the rules differ. */
export const findsCentres = (block: Classification): boolean => block.objectDetectionLastLayer === 'fomo';

/** Whether a box with this score is kept: exactly at the threshold, boxes are kept and FOMO's centres are not. */
function keepsScore(block: Classification, score: number, minimum: number | null): boolean {
  if (minimum === null) return true;
  return findsCentres(block) ? score > minimum : score >= minimum;
}

/** The true and predicted boxes of one window, in ratios of the picture, and how each was judged. */
export interface Picture {
  said: readonly ScoredBox[];
  truths: readonly Box[];
  /** `null`: there is no ground truth to compare the boxes with. */
  judged: readonly JudgedBox[] | null;
}

/** The boxes of the job's prediction if it decides; otherwise those that the block found at or above its threshold. */
function saidBoxes(
  { block, sample, usesJob }: BlockContext,
  index: number,
  prediction: PredictionRecord | undefined,
  isKept: (box: ScoredBox) => boolean,
): { found: readonly ScoredBox[]; said: readonly ScoredBox[] } | null {
  const ofJob = usesJob ? prediction?.boundingBoxes : undefined;
  const found = ofJob ?? foundBoxes(block.structuredResult?.[index], prediction, sample);
  if (found === null) return null;
  return { found, said: ofJob === null || ofJob === undefined ? found.filter(isKept) : ofJob };
}

/** Returns a function from a window to its boxes; `null` if the run does not contain the found boxes. */
export function picturesOf(
  context: BlockContext,
): (index: number, prediction: PredictionRecord | undefined) => Picture | null {
  const { block, sample, rules } = context;
  const byCentre = findsCentres(block);
  const minimum = thresholdInForce(block, 'score', 'score', rules);
  const isKept = ({ score }: ScoredBox) => keepsScore(block, score, minimum);
  const own = relativeBoxes(sample);
  return (index, prediction) => {
    const boxes = saidBoxes(context, index, prediction, isKept);
    if (boxes === null) return null;
    const { found, said } = boxes;
    const json = byCentre && context.usesDebugInfo ? block.structuredResult?.[index]?.debugInfoJson : null;
    const ofJob = json ? jobPairs(json, found, own ?? []) : null;
    if (ofJob !== null) {
      // The pairs are indexes into all found boxes; a higher threshold does not change the remaining pairs.
      const placeOf = new Map(said.map((box, place) => [box, place]));
      const pairs = ofJob.pairs.flatMap((pair) => {
        const box = found[pair.said];
        const place = box && placeOf.get(box);
        return place === undefined ? [] : [{ ...pair, said: place }];
      });
      const judged = judgeBoxes({ truths: ofJob.truths, said, byCentre, pairs });
      return { said, truths: ofJob.truths, judged };
    }
    if (own === null) return { said, truths: [], judged: null };
    return { said, truths: own, judged: judgeBoxes({ truths: own, said, byCentre }) };
  };
}

/** Why the boxes of a sample cannot be compared with ground truth. */
const missingTruth = (sample: SampleRecord) =>
  sample.boundingBoxes ? unknownReasons.noPictureSize : unknownReasons.noTruthBoxes;

const areaOf = ({ width, height }: Box) => width * height;

/** Area of the true box, or of the predicted one if there is no true box or only its centre is known. */
function sizeOf(truth: Box | undefined, said: ScoredBox | undefined): number | null {
  if (truth !== undefined && (areaOf(truth) > 0 || said === undefined)) return areaOf(truth);
  return said === undefined ? null : areaOf(said);
}

function verdictOf(id: number, window: number, row: JudgedBox, { truths, said }: Picture): Verdict {
  const verdict = newVerdict(id, window);
  const truth = row.truth === null ? undefined : truths[row.truth];
  const box = row.said === null ? undefined : said[row.said];
  const { kind } = row;
  verdict.expected = truth?.label ?? null;
  verdict.said = box?.label ?? null;
  verdict.result = kind === null || kind === 'surplus' ? 'correct' : 'incorrect';
  verdict.kind = kind;
  verdict.boxError = row.boxError;
  verdict.score = box?.score ?? null;
  verdict.overlap = row.overlap;
  verdict.distance = row.distance;
  verdict.boxSize = sizeOf(truth, box);
  return verdict;
}

export const objectDetection: LearnBlock = {
  title: 'Object detection',
  types: ['keras-object-detection', 'keras-akida-object-detection'],
  unit: 'box',
  isOneWord: false,
  saysLabels: true,
  hasClasses: false,
  confidence: ({ block }, index, prediction) => topBoxScore(block.structuredResult?.[index], prediction),
  mainRole: 'score',
  thresholds: (block) => thresholdsOf(block, 'score'),
  detector: null,
  isSpokenOf:
    () =>
    ({ boundingBoxes }) =>
      boundingBoxes !== null && boundingBoxes !== undefined,
  judge(context) {
    const { id, sample } = context;
    const pictureOf = picturesOf(context);
    return (index, prediction, verdicts) => {
      const picture = pictureOf(index, prediction);
      if (picture?.judged) {
        for (const row of picture.judged) verdicts.push(verdictOf(id, index, row, picture));
        return null;
      }
      if (picture === null) return unknownReasons.noBoxes;
      const reason = missingTruth(sample);
      for (const box of picture.said) {
        const verdict = newVerdict(id, index);
        verdict.said = box.label;
        verdict.score = box.score;
        verdict.boxSize = areaOf(box);
        setUnknown(verdict, reason);
        verdicts.push(verdict);
      }
      return reason;
    };
  },
  textOf(_block, _index, verdicts, from, reason) {
    if (reason === unknownReasons.noBoxes) return null;
    const labels = new Set<string>();
    for (let at = from; at < verdicts.length; at++) {
      const said = verdicts[at]?.said ?? null;
      if (said !== null) labels.add(said);
    }
    return labelsInText(labels);
  },
};
