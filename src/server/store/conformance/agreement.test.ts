/** The product's verdicts agree with the reference: on random records, demo projects and reported inputs. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleEntry } from '../../../contract/schemas/result-page';
import { sampleFacts } from '../../../domain/sample-values';
import { runLearnBlock } from '../../import/run-learn-blocks';
import { trialsOf } from './fixtures/arbitrary-trials';
import { disagreements } from './agreement';
import { arbitraryEntry } from './fixtures/arbitrary-entries';
import { demoEntries, fixtureEntries } from './fixtures/entry-fixtures';

it('on random records', () => {
  fc.assert(
    fc.property(arbitraryEntry, (entry) => {
      expect(disagreements(entry)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

/** Trials of a record's own thresholds, at and close to its own scores. */
const trialsOfEntry = (entry: SampleEntry, most: number, seed: number) =>
  trialsOf(entry.result.classifications.map(runLearnBlock), [sampleFacts(entry)], most, seed);

it('on random records under trial thresholds', () => {
  fc.assert(
    fc.property(arbitraryEntry, fc.integer(), (entry, seed) => {
      for (const trial of trialsOfEntry(entry, 2, seed))
        expect([trial, disagreements(entry, trial)]).toEqual([trial, []]);
    }),
    { numRuns: 2000 },
  );
});

const demos = ['digits', 'digit-scenes', 'pedometer'].map((project) => ({
  name: project,
  // A thousand per variant covers everything except the handwritten digits, which are all alike.
  entries: () => ['int8', 'float32'].flatMap((variant) => demoEntries(project, variant).slice(0, 1000)),
}));
const files = readdirSync(join(import.meta.dirname, 'fixtures'))
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => basename(file, '.jsonl'));
const reported = files.map((name) => ({ name, entries: () => fixtureEntries(name) }));

describe.each([...demos, ...reported])('on $name', ({ entries }) => {
  it("with the job's predictions, without, and under a trial", () => {
    const found = entries().flatMap((entry) => [
      ...disagreements(entry),
      ...disagreements({ ...entry, predictions: [] }),
      ...trialsOfEntry(entry, 1, entry.result.sampleId).flatMap((trial) => disagreements(entry, trial)),
    ]);
    expect(found).toEqual([]);
  });
});
