/** The two learn blocks of the pedometer demo, trained on all recordings except the one that is left out. */
import { anomalyScore, trainClusters } from './kmeans-anomaly';
import { featureCount, standardiser, windowFeatures, windowLength, windowStarts } from './pedometer-features';
import type { Stretch } from './pedometer-recordings';
import { onInt8Grid, quantise, runQuantised } from './quantised-cnn';
import type { Variant } from './demo-record';
import { seededRandom } from './seeded-random';
import { buildNetwork, forward, softmax } from './small-cnn';
import { train } from './train-cnn';

export const labels = ['not walking', 'walking'];

/** `start` counts readings from the sample's first. */
export type Window = { stretch: Stretch; start: number; features: number[] };

export type Model = {
  scores: (features: readonly number[], variant: Variant) => Float32Array;
  anomaly: (features: readonly number[]) => number;
};

export const windowsOf = (stretch: Stretch): Window[] =>
  windowStarts(stretch.readings.length).map((start) => ({
    stretch,
    start,
    features: windowFeatures(stretch.readings.slice(start, start + windowLength)),
  }));

/** The anomaly block only uses the strengths of the three axes: the first three features. */
const strengths = (standardised: readonly number[]): number[] => standardised.slice(0, 3);

export function trainModel(windows: readonly Window[]): Model {
  const random = seededRandom(7);
  const standardise = standardiser(windows.map((window) => window.features));
  const rows = windows.map((window) => standardise(window.features));
  const network = buildNetwork(
    { height: 1, width: 1, channels: featureCount },
    [
      { kind: 'dense', filters: 16, relu: true },
      { kind: 'dense', filters: labels.length, relu: false },
    ],
    random,
  );
  const examples = windows.map((window, i) => ({
    input: Float32Array.from(rows[i] ?? []),
    classes: Uint8Array.of(labels.indexOf(window.stretch.recording.label)),
  }));
  train(network, examples, { epochs: 40, batch: 16, rate: 0.005, random });
  const quantised = quantise(
    network,
    examples.map((example) => example.input),
  );
  const clusters = trainClusters(rows.map(strengths), 6, random);
  return {
    scores: (features, variant) => {
      const input = Float32Array.from(standardise(features));
      return variant === 'int8'
        ? onInt8Grid(softmax(runQuantised(quantised, input), labels.length))
        : softmax(forward(network, input), labels.length);
    },
    anomaly: (features) => anomalyScore(clusters, strengths(standardise(features))),
  };
}
