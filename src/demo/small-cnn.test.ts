/** Tests of the small network: its gradients against finite differences, its int8 version against the float one. */
import { describe, expect, it } from 'vitest';
import { onInt8Grid, quantise, runQuantised } from './quantised-cnn';
import { seededRandom } from './seeded-random';
import { buildNetwork, forward, softmax, type LayerPlan } from './small-cnn';
import { addGradients, emptyGradients, train } from './train-cnn';

const tinyPlan: LayerPlan[] = [
  { kind: 'conv', filters: 5, size: 3, stride: 1, relu: true },
  { kind: 'max-pool' },
  { kind: 'conv', filters: 6, size: 3, stride: 2, relu: true },
  { kind: 'conv', filters: 3, size: 1, stride: 1, relu: false },
];

describe('a small network', () => {
  it('computes the same gradients as finite differences', () => {
    const random = seededRandom(11);
    const network = buildNetwork({ height: 8, width: 8, channels: 2 }, tinyPlan, random);
    const example = {
      input: new Float32Array(8 * 8 * 2).map(() => random.between(-1, 1)),
      classes: Uint8Array.of(0, 2, 1, 0),
    };
    const weights = [1, 3, 2];
    const loss = () => addGradients(network, emptyGradients(network), example, weights);
    const gradients = emptyGradients(network);
    addGradients(network, gradients, example, weights);

    const step = 1e-3;
    let worst = 0;
    let checked = 0;
    for (const { weights: filters, bias } of gradients.values()) {
      for (const { value, gradient } of [filters, bias]) {
        value.forEach((before, i) => {
          value[i] = before + step;
          const above = loss();
          value[i] = before - step;
          const below = loss();
          value[i] = before;
          worst = Math.max(worst, Math.abs((above - below) / (2 * step) - (gradient[i] ?? 0)));
          checked++;
        });
      }
    }
    expect(checked).toBe(2 * 9 * 5 + 5 + 5 * 9 * 6 + 6 + 6 * 3 + 3);
    expect(worst).toBeLessThan(2e-3);
  });

  it('learns, and predicts nearly the same in int8', () => {
    const random = seededRandom(5);
    const plan: LayerPlan[] = [
      { kind: 'conv', filters: 4, size: 3, stride: 1, relu: true },
      { kind: 'max-pool' },
      { kind: 'dense', filters: 2, relu: false },
    ];
    // A bright spot on the left or on the right.
    const examples = Array.from({ length: 200 }, (_, i) => {
      const input = new Float32Array(64).map(() => random.between(0, 0.3));
      input[8 * random.below(8) + (i % 2) * 4 + random.below(4)] = 1;
      return { input, classes: Uint8Array.of(i % 2) };
    });
    const network = buildNetwork({ height: 8, width: 8, channels: 1 }, plan, random);
    const losses = train(network, examples, { epochs: 8, batch: 8, rate: 0.01, random });
    expect(losses.at(-1)).toBeLessThan(0.2);

    const quantised = quantise(
      network,
      examples.map((example) => example.input),
    );
    let furthest = 0;
    for (const { input } of examples) {
      const exact = softmax(forward(network, input), 2);
      const coarse = onInt8Grid(softmax(runQuantised(quantised, input), 2));
      exact.forEach((score, i) => {
        furthest = Math.max(furthest, Math.abs(score - (coarse[i] ?? 0)));
      });
      expect([...coarse].every((score) => Number.isInteger(score * 256) && score < 1)).toBe(true);
    }
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(0.08);
  });
});
