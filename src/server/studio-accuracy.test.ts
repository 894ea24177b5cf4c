/** The figures in Studio's format: of windows, of images with boxes, and with too many labels. */
import { expect, it } from 'vitest';
import { summaryLimits } from '../contract/schemas/summary';
import { addRun, emptyApp } from './http/fixtures/app-under-test';
import { entryOf, sampleEntry, scored, type ImportEntry } from './store/conformance/fixtures/store-fixtures';
import { studioAccuracy } from './studio-accuracy';

async function figuresOf(entries: readonly ImportEntry[]) {
  const { store } = emptyApp();
  return studioAccuracy(store, await addRun(store, entries));
}

it('counts the windows that can be judged, by the scores if the job has no predictions', async () => {
  const figures = await figuresOf([
    entryOf({
      sampleId: 1,
      sample: { id: 1, label: 'wave' },
      classifications: scored({ wave: 0.9, idle: 0.1 }, { wave: 0.1, idle: 0.9 }, { wave: 0.8, idle: 0.2 }),
    }),
    sampleEntry(2, { label: 'idle' }, [['idle', true]], scored({ wave: 0.2, idle: 0.8 })),
    sampleEntry(3, {}, [['idle', null]], scored({ wave: 0.2, idle: 0.8 })),
  ]);
  expect(figures).toEqual({
    totalSummary: { good: 3, bad: 1 },
    summaryPerClass: { wave: { good: 2, bad: 1 }, idle: { good: 1, bad: 0 } },
    confusionMatrixValues: { wave: { wave: 2, idle: 1 }, idle: { idle: 1 } },
    allLabels: ['idle', 'wave'],
    accuracyScore: 75,
    balancedAccuracyScore: expect.closeTo((100 * (2 / 3 + 1)) / 2, 9),
  });
});

it('has no figures per label if there are more labels than a summary lists', async () => {
  const count = summaryLimits.matrixLabels;
  const entries = Array.from({ length: count + 1 }, (_sample, id) =>
    sampleEntry(id, { label: String(id / 7) }, [[String(id / 7), true]]),
  );
  expect((await figuresOf(entries.slice(0, count))).allLabels).toHaveLength(count);
  expect(await figuresOf(entries)).toEqual({
    totalSummary: { good: count + 1, bad: 0 },
    summaryPerClass: {},
    confusionMatrixValues: {},
    allLabels: [],
    accuracyScore: 100,
  });
});

it('has no score if nothing can be judged', async () => {
  const figures = await figuresOf([sampleEntry(1, {}, [['idle', null]])]);
  expect(figures.totalSummary).toEqual({ good: 0, bad: 0 });
  expect(figures).not.toHaveProperty('accuracyScore');
  expect(figures).not.toHaveProperty('balancedAccuracyScore');
});
