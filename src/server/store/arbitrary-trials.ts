/** Random trial thresholds of a run: only a few, since each needs its own index. */
import fc from 'fast-check';
import type { Run } from '../../contract/runs';
import { withTried, type Trial, type TrialThreshold } from '../../contract/trial';
import type { SampleFacts } from '../../domain/sample-values';

/** The numbers that thresholds are compared with: the samples' scores, errors and anomaly scores. */
function levelsOf(facts: readonly SampleFacts[]): number[] {
  const levels = facts.flatMap(({ values, verdicts }) => [
    values.anomaly,
    ...verdicts.flatMap(({ score, error }) => [score, error]),
  ]);
  return levels.filter((level) => level !== null);
}

/** Exactly an existing number, just below it, or just above it. */
const near = (levels: readonly number[]): fc.Arbitrary<number> =>
  fc
    .tuple(fc.constantFrom(...levels), fc.constantFrom(-1e-6, 0, 1e-6))
    .map(([level, change]) => level + change)
    .map((value) => (value === 0 ? 0 : value));

/** At most the given number of different trials of the run's thresholds, with one to three thresholds each. */
export function trialsOf(
  learnBlocks: Run['learnBlocks'],
  facts: readonly SampleFacts[],
  most: number,
  seed: number,
): Trial[] {
  const levels = [0, ...levelsOf(facts)];
  const tried = learnBlocks.flatMap(({ id, thresholds }) =>
    thresholds.map(({ key, value }): fc.Arbitrary<TrialThreshold> =>
      (typeof value === 'number' ? near(levels) : fc.constantFrom('mean', 'max')).map((other) => ({
        block: id,
        key,
        value: other,
      })),
    ),
  );
  if (tried.length === 0) return [];
  const trial = fc
    .array(fc.oneof(...tried), { minLength: 1, maxLength: 3 })
    .map((some) => some.reduce<Trial>((set, one) => withTried(set, one, one.value), []));
  return fc.sample(trial, { numRuns: most, seed });
}
