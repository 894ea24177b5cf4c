/** Runs a trained network with integers: int8 weights and activations, integer sums, as on the device. */
import { forward, type Network } from './small-cnn';

/** A real number r is stored as the int8 q with r = (q - zero) * scale. */
type Scale = { scale: number; zero: number };

type QuantisedConv = {
  kind: 'conv';
  depth: number;
  relu: boolean;
  gather: Int32Array;
  weights: Int8Array;
  bias: Int32Array;
  /** For each filter: input scale × weight scale ÷ output scale, which converts a sum to output steps. */
  multipliers: Float64Array;
  input: Scale;
  output: Scale;
  size: number;
};

type QuantisedLayer = QuantisedConv | { kind: 'max-pool'; gather: Int32Array; size: number };

type QuantisedNetwork = { input: Scale; output: Scale; layers: QuantisedLayer[] };

/**
 * Weights have one scale per filter, symmetric about zero. Activations have one scale per layer, from the lowest
 * and highest value while the float network runs on the calibration inputs.
 */
export function quantise(network: Network, calibration: readonly Float32Array[]): QuantisedNetwork {
  const seen = [0, ...network.layers].map(() => ({ low: 0, high: 0 }));
  for (const input of calibration) {
    forward(network, input);
    [input, ...network.layers.map((layer) => layer.values)].forEach((values, i) => {
      const range = seen[i];
      if (!range) return;
      for (const value of values) {
        if (value < range.low) range.low = value;
        if (value > range.high) range.high = value;
      }
    });
  }
  const scales = seen.map(scaleOf);
  const input = scales[0] ?? scaleOf({ low: 0, high: 1 });
  let scale = input;
  const layers = network.layers.map((layer, i): QuantisedLayer => {
    // A maximum of int8 values is one of them, so a pool keeps the scale of its input.
    if (layer.kind === 'max-pool')
      return { kind: 'max-pool', gather: layer.gather, size: layer.values.length };
    const before = scale;
    scale = scales[i + 1] ?? before;
    const { depth, relu, gather, bias } = layer;
    const weights = new Int8Array(layer.weights.length);
    const sums = new Int32Array(bias.length);
    const multipliers = new Float64Array(bias.length);
    for (let filter = 0; filter < bias.length; filter++) {
      const row = layer.weights.subarray(filter * depth, (filter + 1) * depth);
      const step = Math.max(1e-12, ...row.map(Math.abs)) / 127;
      weights.set(
        row.map((weight) => Math.round(weight / step)),
        filter * depth,
      );
      sums[filter] = Math.round((bias[filter] ?? 0) / (before.scale * step));
      multipliers[filter] = (before.scale * step) / scale.scale;
    }
    const size = layer.values.length;
    return {
      kind: 'conv',
      depth,
      relu,
      gather,
      weights,
      bias: sums,
      multipliers,
      input: before,
      output: scale,
      size,
    };
  });
  return { input, output: scale, layers };
}

function scaleOf({ low, high }: { low: number; high: number }): Scale {
  const scale = Math.max(high - low, 1e-9) / 255;
  return { scale, zero: clamp(Math.round(-128 - low / scale)) };
}

const clamp = (value: number): number => (value < -128 ? -128 : value > 127 ? 127 : value);

/** The raw outputs (before softmax), converted back to real numbers. */
export function runQuantised(network: QuantisedNetwork, input: Float32Array): Float32Array {
  let values = new Int8Array(input.length);
  for (let i = 0; i < input.length; i++) {
    values[i] = clamp(Math.round((input[i] ?? 0) / network.input.scale) + network.input.zero);
  }
  for (const layer of network.layers) {
    values = layer.kind === 'conv' ? runConv(layer, values) : runPool(layer.gather, layer.size, values);
  }
  return Float32Array.from(values, (value) => (value - network.output.zero) * network.output.scale);
}

function runConv(layer: QuantisedConv, input: Int8Array<ArrayBuffer>): Int8Array<ArrayBuffer> {
  const { depth, gather, weights, bias, multipliers } = layer;
  const zero = layer.input.zero;
  const low = layer.relu ? Math.max(-128, layer.output.zero) : -128;
  const values = new Int8Array(layer.size);
  // Values beyond the edge are a real zero, which is `zero` steps here, and therefore 0 after subtracting `zero`.
  const patch = new Int32Array(depth);
  for (let start = 0, out = 0; start < gather.length; start += depth) {
    for (let k = 0; k < depth; k++) {
      const from = gather[start + k] ?? -1;
      patch[k] = from < 0 ? 0 : (input[from] ?? 0) - zero;
    }
    for (let filter = 0; filter < bias.length; filter++, out++) {
      let sum = bias[filter] ?? 0;
      const first = filter * depth;
      for (let k = 0; k < depth; k++) sum = (sum + (patch[k] ?? 0) * (weights[first + k] ?? 0)) | 0;
      const value = Math.round(sum * (multipliers[filter] ?? 0)) + layer.output.zero;
      values[out] = value < low ? low : value > 127 ? 127 : value;
    }
  }
  return values;
}

function runPool(gather: Int32Array, size: number, input: Int8Array<ArrayBuffer>): Int8Array<ArrayBuffer> {
  const values = new Int8Array(size);
  for (let out = 0; out < size; out++) {
    let best = -128;
    for (let corner = 0; corner < 4; corner++) {
      const value = input[gather[out * 4 + corner] ?? 0] ?? -128;
      if (value > best) best = value;
    }
    values[out] = best;
  }
  return values;
}

/** Scores as an int8 softmax stores them: steps of 1/256, at most 255/256. */
export function onInt8Grid(scores: Float32Array): Float32Array {
  return scores.map((score) => Math.min(255, Math.round(score * 256)) / 256);
}
