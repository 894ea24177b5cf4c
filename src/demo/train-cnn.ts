/** Trains a small network: gradients by backpropagation, optimisation by Adam. */
import { forward, softmax, type ConvLayer, type Network } from './small-cnn';
import { shuffled, type Random } from './seeded-random';

/** `classes` contains the correct class of each cell of the output grid (one cell for a classifier). */
export type Example = { input: Float32Array; classes: Uint8Array };

type TrainingPlan = {
  epochs: number;
  batch: number;
  rate: number;
  /** The weight of a cell by its correct class; all equal if absent. */
  classWeights?: readonly number[];
  random: Random;
};

type Trained = { value: Float32Array; gradient: Float32Array; mean: Float32Array; square: Float32Array };

type Gradients = Map<ConvLayer, { weights: Trained; bias: Trained }>;

const trained = (value: Float32Array): Trained => ({
  value,
  gradient: new Float32Array(value.length),
  mean: new Float32Array(value.length),
  square: new Float32Array(value.length),
});

export function emptyGradients(network: Network): Gradients {
  const gradients: Gradients = new Map();
  for (const layer of network.layers) {
    if (layer.kind === 'conv')
      gradients.set(layer, { weights: trained(layer.weights), bias: trained(layer.bias) });
  }
  return gradients;
}

/**
 * Changes the network's weights in place; returns the mean loss of each epoch. The learning rate decreases linearly
 * to a tenth.
 */
export function train(network: Network, examples: readonly Example[], plan: TrainingPlan): number[] {
  const gradients = emptyGradients(network);
  const steps = plan.epochs * Math.ceil(examples.length / plan.batch);
  const losses: number[] = [];
  let step = 0;
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    let loss = 0;
    const order = shuffled(examples, plan.random);
    for (let start = 0; start < order.length; start += plan.batch) {
      const batch = order.slice(start, start + plan.batch);
      for (const example of batch) loss += addGradients(network, gradients, example, plan.classWeights);
      step++;
      adamStep(gradients, plan.rate * (1 - (0.9 * step) / steps), batch.length, step);
    }
    losses.push(loss / examples.length);
  }
  return losses;
}

/** Adds one example's gradients to the accumulated ones; returns its cross-entropy loss. */
export function addGradients(
  network: Network,
  gradients: Gradients,
  example: Example,
  classWeights?: readonly number[],
): number {
  const outputs = forward(network, example.input);
  const classes = network.output.channels;
  const scores = softmax(outputs, classes);
  let flow = new Float32Array(outputs.length);
  let loss = 0;
  example.classes.forEach((right, place) => {
    const weight = (classWeights?.[right] ?? 1) / example.classes.length;
    for (let c = 0; c < classes; c++) {
      const score = scores[place * classes + c] ?? 0;
      flow[place * classes + c] = weight * (score - (c === right ? 1 : 0));
      if (c === right) loss -= weight * Math.log(Math.max(score, 1e-12));
    }
  });
  for (let index = network.layers.length - 1; index >= 0; index--) {
    const layer = network.layers[index];
    if (!layer) break;
    const back = new Float32Array(index > 0 ? (network.layers[index - 1]?.values.length ?? 0) : 0);
    const sums = layer.kind === 'conv' ? gradients.get(layer) : undefined;
    if (layer.kind === 'conv' && sums) {
      const patchFlow = convGradients(layer, flow, sums.weights.gradient, sums.bias.gradient, index > 0);
      if (patchFlow) scatter(layer.gather, patchFlow, back);
    } else if (layer.kind === 'max-pool') {
      scatter(layer.winners, flow, back);
    }
    flow = back;
  }
  return loss;
}

function scatter(places: Int32Array, values: Float32Array, into: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const place = places[i] ?? -1;
    if (place >= 0) into[place] = (into[place] ?? 0) + (values[i] ?? 0);
  }
}

/**
 * Adds to the gradients of the layer's weights; returns the gradient of its patches, if requested. Most of `flow`
 * is zero behind a pool or a ReLU, so each patch first lists the relevant filters, then processes them four at a
 * time: one read of the patch serves four.
 */
function convGradients(
  layer: ConvLayer,
  flow: Float32Array,
  weightSums: Float32Array,
  biasSums: Float32Array,
  wantsPatchFlow: boolean,
): Float32Array | undefined {
  const { patches, weights, values, depth, relu } = layer;
  const filters = layer.bias.length;
  const patchFlow = new Float32Array(wantsPatchFlow ? patches.length : 0);
  const firsts = new Int32Array(filters + 3);
  const slopes = new Float64Array(filters + 3);
  for (let patch = 0, out = 0; out < values.length; patch += depth) {
    let active = 0;
    for (let filter = 0; filter < filters; filter++, out++) {
      const slope = flow[out] ?? 0;
      if (slope === 0 || (relu && (values[out] ?? 0) <= 0)) continue;
      biasSums[filter] = (biasSums[filter] ?? 0) + slope;
      firsts[active] = filter * depth;
      slopes[active++] = slope;
    }
    // The last group of four is padded with zero gradients, which change nothing.
    slopes.fill(0, active);
    for (let i = 0; i < active; i += 4) {
      const f0 = firsts[i] ?? 0;
      const f1 = firsts[i + 1] ?? 0;
      const f2 = firsts[i + 2] ?? 0;
      const f3 = firsts[i + 3] ?? 0;
      const s0 = slopes[i] ?? 0;
      const s1 = slopes[i + 1] ?? 0;
      const s2 = slopes[i + 2] ?? 0;
      const s3 = slopes[i + 3] ?? 0;
      for (let k = 0; k < depth; k++) {
        const value = patches[patch + k] ?? 0;
        weightSums[f0 + k] = (weightSums[f0 + k] ?? 0) + s0 * value;
        weightSums[f1 + k] = (weightSums[f1 + k] ?? 0) + s1 * value;
        weightSums[f2 + k] = (weightSums[f2 + k] ?? 0) + s2 * value;
        weightSums[f3 + k] = (weightSums[f3 + k] ?? 0) + s3 * value;
      }
      if (!wantsPatchFlow) continue;
      for (let k = 0; k < depth; k++) {
        const sum =
          s0 * (weights[f0 + k] ?? 0) +
          s1 * (weights[f1 + k] ?? 0) +
          s2 * (weights[f2 + k] ?? 0) +
          s3 * (weights[f3 + k] ?? 0);
        patchFlow[patch + k] = (patchFlow[patch + k] ?? 0) + sum;
      }
    }
  }
  return wantsPatchFlow ? patchFlow : undefined;
}

function adamStep(gradients: Gradients, rate: number, batch: number, step: number): void {
  const meanLeft = 1 - 0.9 ** step;
  const squareLeft = 1 - 0.999 ** step;
  for (const { weights, bias } of gradients.values()) {
    for (const { value, gradient, mean, square } of [weights, bias]) {
      for (let i = 0; i < value.length; i++) {
        const slope = (gradient[i] ?? 0) / batch;
        const m = 0.9 * (mean[i] ?? 0) + 0.1 * slope;
        const s = 0.999 * (square[i] ?? 0) + 0.001 * slope * slope;
        mean[i] = m;
        square[i] = s;
        value[i] = (value[i] ?? 0) - (rate * (m / meanLeft)) / (Math.sqrt(s / squareLeft) + 1e-7);
        gradient[i] = 0;
      }
    }
  }
}
