/** A small convolutional network in plain typed arrays: layers, forward pass and output scores. */
import type { Random } from './seeded-random';

type Shape = { height: number; width: number; channels: number };

export type LayerPlan =
  | { kind: 'conv'; filters: number; size: number; stride: number; relu: boolean }
  | { kind: 'dense'; filters: number; relu: boolean }
  | { kind: 'max-pool' };

/**
 * A convolution, implemented as "gather patches, multiply by the filters": a dense layer is one patch that contains
 * the whole input. `gather` has the index of the input value for each patch value, or -1 where the patch extends
 * over the edge.
 */
export type ConvLayer = {
  kind: 'conv';
  output: Shape;
  depth: number;
  relu: boolean;
  gather: Int32Array;
  weights: Float32Array;
  bias: Float32Array;
  patches: Float32Array;
  values: Float32Array;
};

/** Halves height and width: `winners` contains the index of each maximum in the input. */
type PoolLayer = {
  kind: 'max-pool';
  output: Shape;
  gather: Int32Array;
  winners: Int32Array;
  values: Float32Array;
};

type Layer = ConvLayer | PoolLayer;
export type Network = { input: Shape; output: Shape; layers: Layer[] };

const shapeSize = (shape: Shape): number => shape.height * shape.width * shape.channels;

/**
 * A network with random weights, scaled to the number of inputs of each layer so that signals neither vanish nor
 * explode.
 */
export function buildNetwork(input: Shape, plan: readonly LayerPlan[], random: Random): Network {
  let shape = input;
  const layers = plan.map((step): Layer => {
    const layer = step.kind === 'max-pool' ? poolLayer(shape) : convLayer(shape, step, random);
    shape = layer.output;
    return layer;
  });
  return { input, output: shape, layers };
}

function convLayer(input: Shape, step: Exclude<LayerPlan, { kind: 'max-pool' }>, random: Random): ConvLayer {
  const dense = step.kind === 'dense';
  const patch = dense
    ? { height: input.height, width: input.width, stride: 1, before: 0 }
    : { height: step.size, width: step.size, stride: step.stride, before: Math.floor((step.size - 1) / 2) };
  const output = {
    height: dense ? 1 : Math.ceil(input.height / patch.stride),
    width: dense ? 1 : Math.ceil(input.width / patch.stride),
    channels: step.filters,
  };
  const depth = patch.height * patch.width * input.channels;
  const gather = new Int32Array(output.height * output.width * depth);
  let next = 0;
  for (let row = 0; row < output.height; row++) {
    for (let column = 0; column < output.width; column++) {
      for (let dy = 0; dy < patch.height; dy++) {
        for (let dx = 0; dx < patch.width; dx++) {
          const y = row * patch.stride + dy - patch.before;
          const x = column * patch.stride + dx - patch.before;
          const inside = y >= 0 && y < input.height && x >= 0 && x < input.width;
          for (let channel = 0; channel < input.channels; channel++) {
            gather[next++] = inside ? (y * input.width + x) * input.channels + channel : -1;
          }
        }
      }
    }
  }
  const limit = Math.sqrt(6 / depth);
  return {
    kind: 'conv',
    output,
    depth,
    relu: step.relu,
    gather,
    weights: new Float32Array(step.filters * depth).map(() => random.between(-limit, limit)),
    bias: new Float32Array(step.filters),
    patches: new Float32Array(gather.length),
    values: new Float32Array(shapeSize(output)),
  };
}

function poolLayer(input: Shape): PoolLayer {
  const output = { ...input, height: Math.floor(input.height / 2), width: Math.floor(input.width / 2) };
  const gather = new Int32Array(shapeSize(output) * 4);
  let next = 0;
  for (let row = 0; row < output.height; row++) {
    for (let column = 0; column < output.width; column++) {
      for (let channel = 0; channel < input.channels; channel++) {
        for (const [dy, dx] of [[0, 0] as const, [0, 1] as const, [1, 0] as const, [1, 1] as const]) {
          gather[next++] = ((row * 2 + dy) * input.width + column * 2 + dx) * input.channels + channel;
        }
      }
    }
  }
  const size = shapeSize(output);
  return { kind: 'max-pool', output, gather, winners: new Int32Array(size), values: new Float32Array(size) };
}

/** The raw outputs (before softmax); the array belongs to the network and is overwritten by the next call. */
export function forward(network: Network, input: Float32Array): Float32Array {
  let values = input;
  for (const layer of network.layers) {
    if (layer.kind === 'conv') runConv(layer, values);
    else runPool(layer, values);
    values = layer.values;
  }
  return values;
}

// In this file and those that use it, `?? 0` only satisfies the compiler: every index is inside its array by
// construction, and the engine optimises the check away.

function runConv(layer: ConvLayer, input: Float32Array): void {
  const { gather, patches, weights, bias, values, depth, relu } = layer;
  for (let i = 0; i < gather.length; i++) {
    const from = gather[i] ?? -1;
    patches[i] = from < 0 ? 0 : (input[from] ?? 0);
  }
  const filters = bias.length;
  for (let start = 0, out = 0; start < patches.length; start += depth) {
    let filter = 0;
    // Four filters at once: one read of the patch serves four sums.
    for (; filter + 4 <= filters; filter += 4, out += 4) {
      const w0 = filter * depth;
      const w1 = w0 + depth;
      const w2 = w1 + depth;
      const w3 = w2 + depth;
      let s0 = bias[filter] ?? 0;
      let s1 = bias[filter + 1] ?? 0;
      let s2 = bias[filter + 2] ?? 0;
      let s3 = bias[filter + 3] ?? 0;
      for (let k = 0; k < depth; k++) {
        const value = patches[start + k] ?? 0;
        s0 += value * (weights[w0 + k] ?? 0);
        s1 += value * (weights[w1 + k] ?? 0);
        s2 += value * (weights[w2 + k] ?? 0);
        s3 += value * (weights[w3 + k] ?? 0);
      }
      values[out] = relu && s0 < 0 ? 0 : s0;
      values[out + 1] = relu && s1 < 0 ? 0 : s1;
      values[out + 2] = relu && s2 < 0 ? 0 : s2;
      values[out + 3] = relu && s3 < 0 ? 0 : s3;
    }
    for (; filter < filters; filter++, out++) {
      let sum = bias[filter] ?? 0;
      for (let k = 0; k < depth; k++) sum += (patches[start + k] ?? 0) * (weights[filter * depth + k] ?? 0);
      values[out] = relu && sum < 0 ? 0 : sum;
    }
  }
}

function runPool(layer: PoolLayer, input: Float32Array): void {
  const { gather, winners, values } = layer;
  for (let out = 0; out < values.length; out++) {
    let winner = gather[out * 4] ?? 0;
    let best = input[winner] ?? 0;
    for (let corner = 1; corner < 4; corner++) {
      const place = gather[out * 4 + corner] ?? 0;
      const value = input[place] ?? 0;
      if (value > best) {
        best = value;
        winner = place;
      }
    }
    winners[out] = winner;
    values[out] = best;
  }
}

/**
 * Converts raw outputs to scores that sum to 1, for each group of `classes` outputs (one group for each cell of a
 * grid).
 */
export function softmax(outputs: Float32Array, classes: number): Float32Array {
  const scores = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += classes) {
    const group = outputs.subarray(start, start + classes);
    const top = Math.max(...group);
    const raised = Array.from(group, (value) => Math.exp(value - top));
    const sum = raised.reduce((total, value) => total + value, 0);
    raised.forEach((value, i) => {
      scores[start + i] = value / sum;
    });
  }
  return scores;
}
