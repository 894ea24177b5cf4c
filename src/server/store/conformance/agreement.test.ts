/** The product's rules of verdicts and their judge say the same: of random records, demo projects, reported inputs. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disagreements } from './agreement';
import { arbitraryEntry } from './arbitrary-entries';
import { demoEntries, fixtureEntries } from './entry-fixtures';

it('of random records', () => {
  fc.assert(
    fc.property(arbitraryEntry, (entry) => {
      expect(disagreements(entry)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

const demos = ['digits', 'digit-scenes', 'pedometer'].map((project) => ({
  name: project,
  // A thousand of each variant is all but of handwritten digits, which are all alike.
  entries: () => ['int8', 'float32'].flatMap((variant) => demoEntries(project, variant).slice(0, 1000)),
}));
const files = readdirSync(join(import.meta.dirname, 'fixtures')).map((file) => basename(file, '.jsonl'));
const reported = files.map((name) => ({ name, entries: () => fixtureEntries(name) }));

describe.each([...demos, ...reported])('of $name', ({ entries }) => {
  it('with what the job said, and without', () => {
    const found = entries().flatMap((entry) => [
      ...disagreements(entry),
      ...disagreements({ ...entry, predictions: [] }),
    ]);
    expect(found).toEqual([]);
  });
});
