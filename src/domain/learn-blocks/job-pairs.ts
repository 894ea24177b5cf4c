/** The job's own matching of centres, from FOMO's debug information, if that is consistent with the boxes. */
import type { Box, ScoredBox } from '../matching/box-matching';
import { boxesOfCentroids, parseFomoDebugInfo, type FomoDebugInfo } from '../matching/fomo-debug-info';
import type { GivenPair } from '../matching/judge-boxes';

/** FOMO outputs a few thousand cells at most; comparing many more centres would take long without benefit. */
const mostCentres = 4000;

const centreOf = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** The truths of the debug information, replaced by the sample's own boxes if each corresponds to one. */
function truthsOf(
  info: FomoDebugInfo,
  boxOf: readonly number[],
  boxes: readonly ScoredBox[],
  own: readonly Box[],
): Box[] {
  const places = boxesOfCentroids(info.truths, own.map(centreOf));
  // The debug information numbers its classes; the found boxes tell which name each number has.
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

/**
 * The job's truths and pairs; the pairs are indexes into its truths and into `boxes`. `null` if they are
 * inconsistent.
 */
export function jobPairs(
  json: string,
  boxes: readonly ScoredBox[],
  own: readonly Box[],
): { truths: readonly Box[]; pairs: readonly GivenPair[] } | null {
  if (boxes.length > mostCentres || own.length > mostCentres) return null;
  const centres = boxes.map(centreOf);
  const info = parseFomoDebugInfo(json, centres);
  const boxOf = info && boxesOfCentroids(info.predictions, centres);
  if (info === null || boxOf === null) return null;
  const withArea = own.filter(({ width, height }) => width > 0 && height > 0);
  const pairs = info.assignments.flatMap(({ truth, prediction }) => {
    const said = boxOf[prediction];
    return said === undefined ? [] : [{ truth, said }];
  });
  return { truths: truthsOf(info, boxOf, boxes, withArea), pairs };
}
