/** A FOMO model for the scenes: trained on small pieces of pictures, run on whole ones. */
import type { Variant } from './demo-record';
import { onInt8Grid, quantise, runQuantised } from './quantised-cnn';
import { sceneSide, type PlacedDigit } from './scene-painting';
import type { Random } from './seeded-random';
import { buildNetwork, forward, softmax, type LayerPlan, type Network } from './small-cnn';
import { train, type Example } from './train-cnn';

const inputSide = 96;
const cellSide = 8;
export const gridSide = inputSide / cellSide;

/** Training pieces are a third of the picture wide: nine times as many steps in the same time. */
const pieceSide = 32;
const pieceCells = pieceSide / cellSide;
const piecesPerScene = 6;
const wholeScenes = 1200;

const layers = (classes: number): LayerPlan[] => [
  { kind: 'conv', filters: 8, size: 3, stride: 2, relu: true },
  { kind: 'conv', filters: 16, size: 3, stride: 2, relu: true },
  { kind: 'conv', filters: 24, size: 3, stride: 2, relu: true },
  { kind: 'conv', filters: 24, size: 3, stride: 1, relu: true },
  { kind: 'conv', filters: classes, size: 1, stride: 1, relu: false },
];

/** The picture at half its size, with values scaled to -1..1. */
export function sceneInput(pixels: Uint8Array): Float32Array {
  const input = new Float32Array(inputSide * inputSide * 3);
  const row = sceneSide * 4;
  for (let y = 0; y < inputSide; y++) {
    for (let x = 0; x < inputSide; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = 2 * y * row + 2 * x * 4 + channel;
        const upper = (pixels[from] ?? 0) + (pixels[from + 4] ?? 0);
        const lower = (pixels[from + row] ?? 0) + (pixels[from + row + 4] ?? 0);
        input[(y * inputSide + x) * 3 + channel] = (upper + lower) / 4 / 127.5 - 1;
      }
    }
  }
  return input;
}

/** The correct class of each cell: that of the digit whose box has its centre there; 0 elsewhere. */
export function sceneExample(
  pixels: Uint8Array,
  digits: readonly PlacedDigit[],
  labels: readonly string[],
): Example {
  const classes = new Uint8Array(gridSide * gridSide);
  for (const digit of digits) {
    const { row, column } = cellOf(digit);
    classes[row * gridSide + column] = labels.indexOf(digit.label) + 1;
  }
  return { input: sceneInput(pixels), classes };
}

const cellOf = ({ box }: PlacedDigit) => ({
  row: Math.floor(((box.y + box.height / 2) / sceneSide) * gridSide),
  column: Math.floor(((box.x + box.width / 2) / sceneSide) * gridSide),
});

type TrainingScene = { example: Example; digits: readonly PlacedDigit[] };

/** Three of four pieces contain the centre of a digit, the rest are anywhere. */
function pieces(scene: TrainingScene, random: Random): Example[] {
  const last = gridSide - pieceCells;
  return Array.from({ length: piecesPerScene }, (_, i) => {
    const digit = i % 4 === 0 ? undefined : scene.digits[random.below(scene.digits.length)];
    const place = (cell: number | undefined) =>
      cell === undefined
        ? random.below(last + 1)
        : Math.min(last, Math.max(0, cell - random.below(pieceCells)));
    const cell = digit && cellOf(digit);
    return piece(scene.example, place(cell?.row), place(cell?.column));
  });
}

function piece(example: Example, row: number, column: number): Example {
  const input = new Float32Array(pieceSide * pieceSide * 3);
  for (let y = 0; y < pieceSide; y++) {
    const from = ((row * cellSide + y) * inputSide + column * cellSide) * 3;
    input.set(example.input.subarray(from, from + pieceSide * 3), y * pieceSide * 3);
  }
  const classes = new Uint8Array(pieceCells * pieceCells);
  for (let y = 0; y < pieceCells; y++) {
    const from = (row + y) * gridSide + column;
    classes.set(example.classes.subarray(from, from + pieceCells), y * pieceCells);
  }
  return { input, classes };
}

export type SceneModel = (input: Float32Array, variant: Variant) => Float32Array;

/**
 * Scores for each cell of the grid, background first. Trained first on many small pieces, then on some whole
 * pictures, so that the network also gets cells that are far from any edge.
 */
export function trainSceneModel(
  scenes: readonly TrainingScene[],
  labels: readonly string[],
  random: Random,
): SceneModel {
  const classes = labels.length + 1;
  // A cell with a digit has six times the weight of one without, because most have none.
  const plan = { batch: 4, rate: 0.002, classWeights: [1, ...labels.map(() => 6)], random };
  const small = buildNetwork({ height: pieceSide, width: pieceSide, channels: 3 }, layers(classes), random);
  const smallExamples = scenes.flatMap((scene) => pieces(scene, random));
  train(small, smallExamples, { ...plan, epochs: 2 });

  const network = buildNetwork({ height: inputSide, width: inputSide, channels: 3 }, layers(classes), random);
  copyWeights(small, network);
  const wholeExamples = scenes.slice(0, wholeScenes).map((scene) => scene.example);
  train(network, wholeExamples, { ...plan, epochs: 1 });

  const calibration = wholeExamples.slice(0, 60).map((example) => example.input);
  const quantised = quantise(network, calibration);
  return (input, variant) =>
    variant === 'int8'
      ? onInt8Grid(softmax(runQuantised(quantised, input), classes))
      : softmax(forward(network, input), classes);
}

/** The filters do not depend on the size of the picture. */
function copyWeights(from: Network, to: Network): void {
  from.layers.forEach((layer, i) => {
    const other = to.layers[i];
    if (layer.kind !== 'conv' || other?.kind !== 'conv') return;
    other.weights.set(layer.weights);
    other.bias.set(layer.bias);
  });
}
