/** The figures in Studio's format, compared with counting by hand. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accuracyLabels } from '../contract/schemas/studio';
import { addRun, emptyApp } from './http/fixtures/app-under-test';
import { RunAccuracy } from './run-accuracy';
import { entryOf, sampleEntry, scored } from './store/conformance/fixtures/store-fixtures';

const labels = fc.constantFrom('idle', 'wave', '__proto__', 'constructor');
const windows = fc.record({
  label: fc.option(labels, { nil: undefined }),
  prediction: labels,
  predictionCorrect: fc.option(fc.boolean(), { nil: undefined }),
});
const samples = fc.array(fc.record({ label: labels, windows: fc.array(windows, { maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 8,
});

it('is counted in windows that were judged', async () => {
  await fc.assert(
    fc.asyncProperty(samples, async (list) => {
      const { store } = emptyApp();
      const entries = list.map(({ label, windows: said }, index) =>
        entryOf(
          { sampleId: index, sample: { id: index, label }, classifications: [] },
          said.map((window) => ({ sampleId: index, ...window })),
        ),
      );
      const accuracy = await new RunAccuracy(store).of(await addRun(store, entries));
      const judged = list.flatMap(({ label, windows: said }) =>
        said.flatMap((window) =>
          window.predictionCorrect === undefined ? [] : [{ ...window, expected: window.label ?? label }],
        ),
      );
      const good = judged.filter(({ predictionCorrect }) => predictionCorrect).length;
      expect(accuracy.totalSummary).toEqual({ good, bad: judged.length - good });
      expect(accuracy.accuracyScore).toBe(judged.length === 0 ? undefined : (100 * good) / judged.length);
      for (const { expected, prediction } of judged) {
        const cell = judged.filter(
          (other) => other.expected === expected && other.prediction === prediction,
        ).length;
        const row = new Map(Object.entries(accuracy.confusionMatrixValues)).get(expected);
        expect(new Map(Object.entries(row ?? {})).get(prediction)).toBe(cell);
      }
    }),
    { numRuns: 50 },
  );
});

it('is judged from the scores if the job has no predictions', async () => {
  const { store } = emptyApp();
  const entry = entryOf({
    sampleId: 1,
    sample: { id: 1, label: 'wave' },
    classifications: scored({ wave: 0.9, idle: 0.1 }, { wave: 0.1, idle: 0.9 }),
  });
  const { totalSummary } = await new RunAccuracy(store).of(await addRun(store, [entry]));
  expect(totalSummary).toEqual({ good: 1, bad: 1 });
});

it('leaves out the figures per label if there are as many labels as samples', async () => {
  const { store } = emptyApp();
  const entries = Array.from({ length: accuracyLabels + 1 }, (_sample, id) =>
    sampleEntry(id, { label: String(id / 7) }, [[String(id / 7), true]]),
  );
  const few = entries.slice(0, accuracyLabels);
  const whole = await new RunAccuracy(store).of(await addRun(store, few));
  expect(whole.allLabels).toHaveLength(accuracyLabels);
  const { accuracyScore, totalSummary, ...perLabel } = await new RunAccuracy(store).of(
    await addRun(store, entries),
  );
  expect({ accuracyScore, totalSummary }).toEqual({
    accuracyScore: 100,
    totalSummary: { good: accuracyLabels + 1, bad: 0 },
  });
  expect(perLabel).toEqual({ summaryPerClass: {}, confusionMatrixValues: {}, allLabels: [] });
});
