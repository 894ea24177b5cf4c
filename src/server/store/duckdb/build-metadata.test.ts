/** Metadata of any keys, common in some batches and rare in others, is found row by row as it was written. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { parseQuery } from '../../../contract/query';
import { summaryLimits } from '../../../contract/summary';
import { batchOf, sampleEntry } from '../store-fixtures';
import { createIndexWriter } from './index-writer';
import { rowsOf } from './row-bits';
import { openRunIndex } from './run-index';
import { summaryOf } from './summary';

/** More than are shown, and more than have columns while the samples come in. */
const keys = Array.from({ length: summaryLimits.metadataKeys + 25 }, (_key, at) => `key ${at}`);
const records = { key: 1, bytes: 1 };

/** The metadata of some samples: of each batch, which keys are in it, and how many of its samples have them. */
const anyBatch = fc
  .tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.subarray(keys),
    fc.constantFrom(1, 0.6, 0.2),
    fc.integer({ min: 0, max: 1e6 }),
  )
  .map(([samples, present, share, salt]) =>
    Array.from({ length: samples }, (_sample, at) =>
      Object.fromEntries(
        present
          .filter((_key, place) => ((salt + at * 31 + place * 17) % 100) / 100 < share)
          .map((key, place) => [key, `value ${(salt + at + place) % 3}`]),
      ),
    ),
  );

async function indexOf(batches: readonly Record<string, string>[][], isTurned: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-metadata-'));
  const writer = await createIndexWriter(join(folder, 'index'));
  const count = batches.reduce((sum, { length }) => sum + length, 0);
  let arrival = 0;
  for (const batch of batches) {
    const entries = batch.map((metadata) => {
      const id = isTurned ? count - arrival : arrival;
      arrival += 1;
      return sampleEntry(id, { metadata });
    });
    const lengths = new Float64Array(entries.length).fill(1);
    writer.append(batchOf(entries), { offsets: new Float64Array(entries.length), lengths });
  }
  await writer.finish(records);
  const index = await openRunIndex(join(folder, 'index'), records);
  return { index, close: () => index.close().then(() => rm(folder, { recursive: true })) };
}

test('by every key and value, counted and found', async () => {
  const checked = { rows: 0 };
  onTestFinished(() => expect(checked.rows).toBeGreaterThan(50));
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyBatch, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (batches, isTurned) => {
        const arrived = batches.flat();
        const rows = isTurned ? arrived.toReversed() : arrived;
        const { index, close } = await indexOf(batches, isTurned);
        const find = async (query: string) => {
          const { filters } = parseQuery(new URLSearchParams(query));
          return [...rowsOf(index.matching(await index.filterBits(filters)))];
        };
        const rowsWhere = (has: (metadata: Record<string, string>) => boolean) =>
          rows.flatMap((metadata, row) => (has(metadata) ? [row] : []));
        const used = new Set(rows.flatMap((metadata) => Object.keys(metadata)));
        for (const key of used) {
          const wanted = JSON.stringify([
            { key, op: 'eq', values: ['value 1'] },
            { filters_combinator: 'and' },
          ]);
          const found = await find(`metadata=${encodeURIComponent(wanted)}`);
          expect(found).toEqual(rowsWhere((metadata) => metadata[key] === 'value 1'));
          checked.rows += found.length;
        }
        const summary = await summaryOf(index, 'run', {});
        expect(summary.metadataKeys).toBe(used.size);
        expect(summary.withoutMetadata).toBe(
          rowsWhere((metadata) => Object.keys(metadata).length === 0).length,
        );
        for (const { key, values, missing } of summary.metadata) {
          expect(missing).toBe(rowsWhere((metadata) => metadata[key] === undefined).length);
          for (const { value, count } of values) {
            expect(count).toBe(rowsWhere((metadata) => metadata[key] === value).length);
          }
        }
        await close();
      },
    ),
    { numRuns: 10 },
  );
});
