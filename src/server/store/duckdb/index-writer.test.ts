/** An index has the same contents whether its words fit into memory during writing or are evicted repeatedly. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeSummary } from '../../../contract/schemas/summary-parts';
import { choicesOf, queriesOf, randomCases } from '../conformance/fixtures/arbitrary-queries';
import { createQueue } from '../queue';
import { anyEntries, batchesOf, batchOf, sampleEntry } from '../conformance/fixtures/store-fixtures';
import { openDatabase } from './database';
import { databaseName } from './index-manifest';
import { createIndexWriter } from './index-writer';
import { openRunIndex, type RunIndex } from './run-index';

const entries = fc.sample(anyEntries(60), { numRuns: 1, seed: 3 })[0] ?? [];
const facts = entries.map((entry) => entry.facts);
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
  return openRunIndex(path, records, { short: createQueue(), long: createQueue() });
}

test('no staged table is kept with the final ones', async () => {
  await (await indexWith(1000)).close();
  const path = join(folder, 'index-1000', databaseName);
  const database = await openDatabase(path, { isReadOnly: true, memory: '50MB', spillFolder: folder });
  const names = (await database.read('SHOW TABLES')).texts(0);
  database.close();
  expect(names.toSorted()).toEqual([
    'keys',
    'metadata',
    'sample_values',
    'samples',
    'tallies',
    'verdicts',
    'words',
  ]);
});

test('words that were evicted and occur again are one word', async () => {
  const [whole, forgetful] = [await indexWith(), await indexWith(2)];
  const all = { offset: 0, limit: 100, values: 100 };
  expect(await forgetful.metadataOptions(all)).toEqual(await whole.metadataOptions(all));
  await fc.assert(
    fc.asyncProperty(queriesOf(facts), choicesOf(facts), async (query, choice) => {
      expect(await forgetful.ordered(query)).toEqual(await whole.ordered(query));
      const request = { ...choice, runId: 'run', selection: query };
      expect(await forgetful.summary(request)).toEqual(await whole.summary(request));
    }),
    { numRuns: randomCases(25, 60) },
  );
  await Promise.all([whole.close(), forgetful.close()]);
});

test('packs in memory and packs that SQL counts have the same counts', async () => {
  const path = join(folder, 'index-undefined');
  const lanes = { short: createQueue(), long: createQueue() };
  const [held, asked] = [
    await openRunIndex(path, records, lanes),
    await openRunIndex(path, records, lanes, 0),
  ];
  await fc.assert(
    fc.asyncProperty(queriesOf(facts), choicesOf(facts), async (query, choice) => {
      const request = { ...choice, runId: 'run', selection: query };
      expect(await asked.summary(request)).toEqual(await held.summary(request));
    }),
    { numRuns: randomCases(25, 60) },
  );
  await Promise.all([held.close(), asked.close()]);
});

test('samples with few and with many verdicts under a filter on verdicts', async () => {
  const path = join(folder, 'index-many');
  const writer = await createIndexWriter(path);
  const windows = Array.from({ length: 30 }, (_sample, at) => at + 1);
  // Each sample has one more window than the one before it; those after the tenth are wrong.
  const values = windows.map((most) =>
    sampleEntry(
      most,
      { label: 'idle' },
      windows.slice(0, most).map((window) => (window > 10 ? ['wave', false] : ['idle', true])),
    ),
  );
  writer.append(batchOf(values), {
    offsets: new Float64Array(values.length),
    lengths: new Float64Array(values.length).fill(1),
  });
  await writer.finish(records);
  const lanes = { short: createQueue(), long: createQueue() };
  const [held, asked] = [
    await openRunIndex(path, records, lanes),
    await openRunIndex(path, records, lanes, 0),
  ];
  const selection = { filters: { expected: ['idle'] }, not: {} };
  const request = { ...wholeSummary, runId: 'run', selection, parts: new Set<string>() };
  const { headline } = await held.summary(request);
  const { headline: byStatement } = await asked.summary(request);
  await Promise.all([held.close(), asked.close()]);
  expect(headline).toEqual(byStatement);
  const all = windows.reduce((sum, most) => sum + most, 0);
  const wrong = windows.reduce((sum, most) => sum + Math.max(0, most - 10), 0);
  expect(headline.verdicts).toMatchObject({ judged: all, correct: all - wrong, groups: 30 });
});

test('a run of several row groups has complete side tables and totals', async () => {
  const path = join(folder, 'index-groups');
  const writer = await createIndexWriter(path);
  const boxes = ['cup', 'pan'].map((label) => ({ label, x: 0, y: 0, width: 1, height: 1 }));
  const common = Object.fromEntries(Array.from({ length: 50 }, (_key, at) => [`key ${at}`, 'x']));
  const values = [
    sampleEntry(0, { label: 'idle', boundingBoxes: boxes, metadata: { ...common, rare: 'y' } }),
    ...Array.from({ length: 999 }, (_sample, at) => sampleEntry(at + 1, { label: 'idle' })),
  ];
  const batch = batchOf(values);
  // Slightly more than one of DuckDB's row groups.
  const batches = 124;
  for (let at = 0; at < batches; at++) {
    const sampleIds = batch.sampleIds.map((id) => id + at * values.length);
    const places = { offsets: new Float64Array(batch.count), lengths: new Float64Array(batch.count).fill(1) };
    writer.append({ ...batch, sampleIds }, places);
  }
  await writer.finish(records);
  const index = await openRunIndex(path, records, { short: createQueue(), long: createQueue() });
  const parts = new Set(['facet:label', 'metadata:rare']);
  const selection = { filters: {}, not: {} };
  const summary = await index.summary({ ...wholeSummary, runId: 'run', selection, parts });
  index.close();
  expect(summary.matching).toBe(batches * values.length);
  expect(summary.facets['label']?.values.map(({ value, count }) => [value, count])).toEqual([
    ['idle', batches * values.length],
    ['cup', batches],
    ['pan', batches],
  ]);
  expect(summary.metadata[0]).toMatchObject({ key: 'rare', values: [{ value: 'y', count: batches }] });
});
