/** A lost or damaged index is set aside and rebuilt, and the answers stay the same. */
import { mkdtemp, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../../contract/schemas/runs';
import type { Store } from '../store';
import { importRun, queryOf, readPage } from '../conformance/store-door';
import { anyEntries, sampleEntry } from '../conformance/fixtures/store-fixtures';
import { sealJson } from '../records/synced-files';
import { openDuckdbStore } from './duckdb-store';

const entries = fc.sample(anyEntries(40), { numRuns: 1, seed: 7 })[0] ?? [];
const queries = ['', 'sort=-label', 'outcome=incorrect', 'search=e', 'labels=["idle"]', 'minConfidence=0.3'];

let folder: string;
let store: Store;
let run: Run;
let runFolder: string;
let reports: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-index-'));
  reports = [];
  store = await openStore();
  run = (await importRun(store, entries)).run;
  runFolder = join(folder, 'projects', '1', run.id);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const openStore = () => openDuckdbStore(folder, { report: (message) => void reports.push(message) });

async function answers() {
  const all: unknown[] = [await store.metadataOptions(run, { offset: 0, limit: 100, values: 100 })];
  for (const text of queries) {
    all.push(await readPage(await store.page(run, queryOf(text))), await store.summary(run, queryOf(text)));
  }
  return all;
}

async function flipBit(path: string, share: number): Promise<void> {
  const file = await open(path, 'r+');
  const offset = Math.floor(((await file.stat()).size - 1) * share);
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, offset);
  await file.write(Buffer.from([(byte[0] ?? 0) ^ 4]), 0, 1, offset);
  await file.close();
}

const inIndex = (name: string) => join(runFolder, 'index', name);
const shares = [0.001, 0.5, 1];

const damages: [about: string, damage: () => Promise<unknown>][] = [
  ['the folder is gone', () => rm(join(runFolder, 'index'), { recursive: true })],
  ['the database is gone', () => rm(inIndex('samples.duckdb'))],

  ['the manifest is gone', () => rm(inIndex('index.json'))],
  ['the database is cut', () => truncate(inIndex('samples.duckdb'), 12_288)],
  ['the database is empty', () => truncate(inIndex('samples.duckdb'), 0)],
  [
    'the database has a tail of zeros',
    async () => truncate(inIndex('samples.duckdb'), (await stat(inIndex('samples.duckdb'))).size + 4096),
  ],
  ['a log lies beside it', () => writeFile(inIndex('samples.duckdb.wal'), Buffer.alloc(4096))],
  ['it is no database', () => writeFile(inIndex('samples.duckdb'), 'something else')],

  ['the manifest is cut', () => truncate(inIndex('index.json'), 100)],
  [
    'it was made by another version',
    () => writeFile(inIndex('index.json'), sealJson({ version: 0, signature: '', files: [], built: {} })),
  ],
  ...shares.map((share): [string, () => Promise<unknown>] => [
    `a bit of the database is flipped at ${share}`,
    () => flipBit(inIndex('samples.duckdb'), share),
  ]),
  ['a bit of the manifest is flipped', () => flipBit(inIndex('index.json'), 0.5)],
];

describe('an index', () => {
  test.each(damages)('is rebuilt: %s', async (_about, damage) => {
    const before = await answers();
    await store.close();
    await damage();
    const isGone = !(await readdir(runFolder)).includes('index');
    store = await openStore();
    expect(await answers()).toEqual(before);
    expect(reports).toEqual([expect.stringContaining(`index of run ${run.id}`)]);
    expect((await readdir(runFolder)).includes('index.aside-1')).toBe(!isGone);
  });

  test('is never deleted, however often it is damaged', async () => {
    for (let time = 0; time < 3; time++) {
      await store.close();
      await flipBit(inIndex('samples.duckdb'), 0.5);
      store = await openStore();
      await store.page(run, queryOf(''));
    }
    await store.close();
    store = await openStore();
    await store.page(run, queryOf(''));
    expect(reports).toHaveLength(3);
    const names = await readdir(runFolder);
    expect(names.sort()).toEqual([
      'index',
      'index.aside-1',
      'index.aside-2',
      'index.aside-3',
      'records',
      'run.json',
    ]);
  });

  test('whose rebuild was interrupted by a power failure is rebuilt', async () => {
    const before = await answers();
    await store.close();
    await rename(join(runFolder, 'index'), join(runFolder, 'index.part'));
    store = await openStore();
    expect(await answers()).toEqual(before);
    expect((await readdir(runFolder)).sort()).toEqual(['index', 'records', 'run.json']);
  });
});

describe('a damaged record', () => {
  async function damageRecord(sampleId: number): Promise<void> {
    await store.close();
    const path = join(runFolder, 'records');
    const content = await readFile(path);
    const at = content.indexOf(`"sampleId":${sampleId},"sample"`);
    content[at + 1] = 0x53;
    await writeFile(path, content);
    store = await openStore();
  }
  const few = [1, 2, 3].map((id) => sampleEntry(id, { label: 'idle' }, [['idle', true]]));

  beforeEach(async () => {
    run = (await importRun(store, few, { project: { id: 9 } })).run;
    runFolder = join(folder, 'projects', '9', run.id);
    await damageRecord(2);
  });

  test('is reported, and the others are served', async () => {
    const { totalCount, results, predictions } = await readPage(await store.page(run, queryOf('')));
    expect(totalCount).toBe(3);
    expect(results.map((text) => JSON.parse(text)).map(({ sampleId }) => sampleId)).toEqual([1, 3]);
    expect(predictions).toHaveLength(2);
    expect(reports[0]).toMatch(/record 2 \(sample 2\) at byte \d+: its checksum differs/);
    await expect(store.entry(run, 2)).rejects.toThrow(/Sample 2 of run .* record 2 \(sample 2\) at byte/);
    expect((await store.entry(run, 3))?.sampleId).toBe(3);
  });

  test('is left out of a rebuilt index', async () => {
    await store.close();
    await rm(join(runFolder, 'index'), { recursive: true });
    store = await openStore();
    expect((await store.page(run, queryOf(''))).sampleIds).toEqual([1, 3]);
    expect((await store.summary(run, queryOf(''))).total).toBe(2);
    expect(reports.some((message) => message.includes('record 2 (sample 2)'))).toBe(true);
  });
});
