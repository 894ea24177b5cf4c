/** Random true and predicted boxes on a coarse grid, so that equal scores and exact thresholds are common. */
import fc from 'fast-check';
import type { Classification, PredictionRecord, ResultRecord } from '../../../contract/result-page';

type Sample = ResultRecord['sample'];
type SaidBox = NonNullable<PredictionRecord['boundingBoxes']>[number];

const labels = ['boat', 'bird', '__proto__'];
const label = fc.constantFrom('boat', 'boat', 'boat', ...labels);
const scores = fc.constantFrom(0.25, 0.5, 0.5, 0.75, 0.75, 1);
const place = fc.constantFrom(0, 1, 4);
const size = fc.constantFrom(1, 2, 2, 3);

/** A position and size in tenths of the picture's sides. */
const inTenths = fc.record({ x: place, y: place, width: size, height: size });

const saidBox: fc.Arbitrary<SaidBox> = fc
  .tuple(label, scores, inTenths)
  .map(([word, score, { x, y, width, height }]) => ({
    label: word,
    score,
    x: x / 10,
    y: y / 10,
    width: width / 10,
    height: height / 10,
  }));

/** The boxes of one picture. */
export const arbitraryBoxes = fc.array(saidBox, { maxLength: 6 });

/** The ground truth of a picture: its boxes in pixels, its size, its label; `null` if the sample is not a picture. */
export const arbitraryTruth: fc.Arbitrary<Pick<
  Sample,
  'label' | 'boundingBoxes' | 'imageDimensions'
> | null> = fc.option(
  fc
    .tuple(
      fc.array(fc.tuple(label, inTenths, fc.integer({ min: 0, max: 12 })), { maxLength: 5 }),
      fc.constantFrom({ width: 100, height: 100 }, { width: 320, height: 240 }, { width: 96, height: 96 }),
    )
    .map(([boxes, imageDimensions]) => ({
      label: boxes.map(([word]) => word).join(', ') || '-',
      imageDimensions,
      boundingBoxes: boxes.map(([word, { x, y, width, height }, flat]) => ({
        label: word,
        x: (x * imageDimensions.width) / 10,
        y: (y * imageDimensions.height) / 10,
        width: flat === 0 ? 0 : (width * imageDimensions.width) / 10,
        height: (height * imageDimensions.height) / 10,
      })),
    })),
  { freq: 2 },
);

/** A detection block of any kind, with the boxes found in each picture. */
export const arbitraryBoxBlock = (
  pictures: number,
): fc.Arbitrary<Partial<Classification> & { type: string }> =>
  fc
    .record({
      type: fc.constantFrom('keras-object-detection', 'keras-akida-object-detection'),
      lastLayer: fc.constantFrom('fomo', 'yolov5', 'mobilenet-ssd'),
      found: fc.array(arbitraryBoxes, { minLength: pictures, maxLength: pictures }),
      threshold: fc.option(fc.constantFrom(0.25, 0.5), { freq: 6 }),
    })
    .map(({ type, lastLayer, found, threshold }) => ({
      type,
      objectDetectionLastLayer: lastLayer,
      structuredResult: found.map((boxes) => ({
        boxes: boxes.map(({ x, y, width, height }) => [x, y, width, height]),
        labels: boxes.map((box) => box.label),
        scores: boxes.map(({ score }) => score),
      })),
      thresholds: threshold === null ? [] : [{ key: 'min_score', value: threshold }],
    }));
