/** An index holds the same whether its words fit into memory while it is written or are forgotten again and again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyEntries, anyQuery, batchesOf, batchOf, sampleEntry } from '../store-fixtures';
import { openDatabase } from './database';
import { databaseName } from './index-manifest';
import { createIndexWriter } from './index-writer';
import { openRunIndex, type RunIndex } from './run-index';
import { summaryOf } from './summary';

const entries = fc.sample(anyEntries(60), { numRuns: 1, seed: 3 })[0] ?? [];
const records = { key: 1, bytes: 1 };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-words-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function indexWith(wordsInMemory?: number): Promise<RunIndex> {
  const path = join(folder, `index-${wordsInMemory}`);
  const writer = await createIndexWriter(path, wordsInMemory);
  for await (const batch of batchesOf(entries, 7)) {
    const lengths = new Float64Array(batch.count).fill(1);
    writer.append(batch, { offsets: new Float64Array(batch.count), lengths });
  }
  await writer.finish(records);
  return openRunIndex(path, records);
}

test('texts that were sorted are not kept beside the columns', async () => {
  await (await indexWith(1000)).close();
  const path = join(folder, 'index-1000', databaseName);
  const database = await openDatabase(path, { isReadOnly: true, memory: '50MB', spillFolder: folder });
  const tables: string[] = [];
  await database.chunks('SHOW TABLES', [], (chunk) => {
    for (let at = 0; at < chunk.rowCount; at++) tables.push(String(chunk.getColumnVector(0).getItem(at)));
  });
  database.close();
  expect(tables.toSorted()).toEqual(['keys', 'metadata', 'words']);
});

test('words that were forgotten and came again are one word', async () => {
  const [whole, forgetful] = [await indexWith(), await indexWith(2)];
  const all = { offset: 0, limit: 100, values: 100 };
  expect(await forgetful.metadataOptions(all)).toEqual(await whole.metadataOptions(all));
  await fc.assert(
    fc.asyncProperty(anyQuery, async ({ filters, sort }) => {
      const rowsOf = async (index: RunIndex) => {
        const bits = index.matching(await index.filterBits(filters));
        return index.ordered(JSON.stringify([filters, sort]), bits, sort);
      };
      expect(await rowsOf(forgetful)).toEqual(await rowsOf(whole));
      expect(await summaryOf(forgetful, 'run', filters)).toEqual(await summaryOf(whole, 'run', filters));
    }),
    { numRuns: 60 },
  );
  await whole.close();
  await forgetful.close();
});

test('a sample of many keys takes memory for its keys, not for keys times values', async () => {
  const many = Array.from({ length: 4000 }, (_key, at) => [`key ${at}`, `value ${at}`] as const);
  const path = join(folder, 'index-keys');
  const batch = batchOf([sampleEntry(1, { metadata: Object.fromEntries(many) })]);
  const writer = await createIndexWriter(path);
  const before = process.memoryUsage().arrayBuffers;
  writer.append(batch, { offsets: new Float64Array(1), lengths: new Float64Array(1).fill(1) });
  // A table of all values for each key would be 128 MB.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32e6);
  await writer.finish(records);
  const index = await openRunIndex(path, records);
  expect((await summaryOf(index, 'run', {})).metadataKeys).toBe(many.length);
  await index.close();
});
