/** The boxes found in one window, as ratios of the picture, wherever the run stores them. */
import type { PredictionRecord, StructuredResult } from '../../contract/schemas/result-page';
import type { SampleRecord } from '../../contract/schemas/sample';
import type { ScoredBox } from '../matching/box-matching';
import { compareText } from '../text-match';

/** The label of an image without boxes, as in Studio. */
const noBoxesWord = '-';

/** The labels of boxes as one text: each once, in text order, or `-` if there are no boxes. */
export function labelsInText(labels: ReadonlySet<string>): string {
  return labels.size === 0 ? noBoxesWord : [...labels].toSorted(compareText).join(', ');
}

/** The API does not state the unit. Ratios are rarely outside 0..1, while a box in pixels has some value above 2. */
const isInPixels = (boxes: readonly (readonly number[])[]) =>
  boxes.some((box) => box.some((value) => Math.abs(value) > 2));

/** The boxes of a structured result; `null` if a label, a score or the size of the picture is missing. */
function structuredBoxes(result: StructuredResult | undefined, sample: SampleRecord): ScoredBox[] | null {
  if (result?.boxes === null || result?.boxes === undefined) return null;
  const inPixels = isInPixels(result.boxes);
  const width = inPixels ? sample.imageDimensions?.width : 1;
  const height = inPixels ? sample.imageDimensions?.height : 1;
  const found: ScoredBox[] = [];
  for (const [index, [x, y, boxWidth, boxHeight]] of result.boxes.entries()) {
    const label = result.labels?.[index];
    const score = result.scores?.[index];
    if (label === undefined || score === undefined || !width || !height) return null;
    if (x === undefined || y === undefined || boxWidth === undefined || boxHeight === undefined) return null;
    found.push({
      label,
      score,
      x: x / width,
      y: y / height,
      width: boxWidth / width,
      height: boxHeight / height,
    });
  }
  return found;
}

/** The boxes that a block found in a window, otherwise those of the job's prediction; `null` if there are neither. */
export function foundBoxes(
  result: StructuredResult | undefined,
  prediction: PredictionRecord | undefined,
  sample: SampleRecord,
): readonly ScoredBox[] | null {
  return structuredBoxes(result, sample) ?? prediction?.boundingBoxes ?? null;
}
