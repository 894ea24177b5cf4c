/** The indexes of trial thresholds: shared, few, abandoned if no request waits for them, and always cleaned up. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SecondLookError } from '../../../contract/errors';
import type { Run } from '../../../contract/schemas/runs';
import type { Store } from '../store';
import { idsFor, importRun, queryOf } from '../conformance/store-door';
import { sampleEntry } from '../conformance/fixtures/store-fixtures';
import { sealJson, unsealJson } from '../records/synced-files';
import { checkDataFolder } from './check-folder';
import { openDuckdbStore } from './duckdb-store';

const classifier = (score: number) => [
  {
    learnBlock: { id: 3, type: 'keras' },
    thresholds: [{ key: 'min_score', value: 0.5 }],
    result: [{ idle: score, wave: 1 - score }],
  },
];
const entries = [0.6, 0.7, 0.8].map((score, at) =>
  sampleEntry(at + 1, { label: 'idle' }, [['idle', true]], classifier(score)),
);
const certain = (value: number) => `t.3.min_score=${value}&said=idle`;

let folder: string;
let store: Store;
let run: Run;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-trial-'));
  store = await openStore();
  run = (await importRun(store, entries)).run;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const openStore = () => openDuckdbStore(folder, { report: () => {} });
const made = () => readdir(join(folder, 'parts'));
const pageOf = (text: string, signal?: AbortSignal) => store.page(run, queryOf(text), signal);

async function findings(isInUse: boolean): Promise<string[]> {
  const found: string[] = [];
  await checkDataFolder(folder, {
    signal: new AbortController().signal,
    isInUse,
    onFinding: ({ place, says }) => void found.push(`${place} ${says}`),
    onProgress: () => {},
  });
  return found;
}

test('requests for one trial share one index, which is removed when the store is closed', async () => {
  const [first, second] = await Promise.all([pageOf(certain(0.65)), pageOf(certain(0.65))]);
  expect([first.totalCount, second.totalCount]).toEqual([2, 2]);
  expect(await made()).toHaveLength(1);
  expect(await idsFor(store, run, certain(0.75))).toEqual([3]);
  expect(await made()).toHaveLength(2);
  expect(await findings(true)).toEqual([]);
  await store.close();
  expect(await made()).toEqual([]);
});

test('few are kept, and an evicted one is built again', async () => {
  for (let at = 0; at < 8; at++) await pageOf(certain(0.6 + at / 100));
  expect((await made()).length).toBeLessThanOrEqual(6);
  expect(await idsFor(store, run, certain(0.61))).toEqual([2, 3]);
});

test('an index that no request waits for any more is abandoned', async () => {
  const overtaken = [0.61, 0.62, 0.63].map((value) => {
    const client = new AbortController();
    return { client, answer: pageOf(certain(value), client.signal) };
  });
  expect(store.rebuilds().map(({ trial }) => trial[0]?.value)).toEqual([0.61, 0.62, 0.63]);
  for (const { client } of overtaken) client.abort();
  const answers = await Promise.allSettled(overtaken.map(({ answer }) => answer));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(store.rebuilds()).toEqual([]);
  // Only one is built at a time, so this one starts only when nothing is left of the others.
  expect(await idsFor(store, run, certain(0.75))).toEqual([3]);
  expect(await made()).toHaveLength(1);
});

test('one that another request waits for is not abandoned', async () => {
  const client = new AbortController();
  const overtaken = pageOf(certain(0.65), client.signal);
  const other = pageOf(certain(0.65));
  client.abort();
  await expect(overtaken).rejects.toThrow();
  expect((await other).totalCount).toBe(2);
});

test('a large run is refused as not ready until it is judged', async () => {
  await store.close();
  const path = join(folder, 'projects', '1', run.id, 'run.json');
  const sealed = unsealJson(await readFile(path, 'utf8'));
  const large = JSON.stringify(sealed).replace('"samples":3', '"samples":60000');
  await writeFile(path, sealJson(JSON.parse(large)));
  store = await openStore();
  run = { ...run, samples: 60_000 };
  const refusals: unknown[] = [];
  for (;;) {
    try {
      expect((await pageOf(certain(0.65))).totalCount).toBe(2);
      break;
    } catch (error) {
      if (!(error instanceof SecondLookError)) throw error;
      refusals.push([error.kind, error.message]);
      // Refusals are immediate, so yield to the work that this loop waits for.
      await new Promise(setImmediate);
    }
  }
  expect(refusals[0]).toEqual([
    'not-ready',
    expect.stringMatching(/judged under the trial threshold: \d+ % done; try again/),
  ]);
});

test('leftovers of a crash are not damage, and the next start removes them', async () => {
  await pageOf(certain(0.65));
  const [name = ''] = await made();
  await cp(join(folder, 'parts', name), join(folder, 'kept'), { recursive: true });
  await store.close();
  await cp(join(folder, 'kept'), join(folder, 'parts', name), { recursive: true });
  await rm(join(folder, 'kept'), { recursive: true });
  expect(await findings(false)).toEqual([`parts/${name} is left over; the next start removes it`]);
  store = await openStore();
  expect(await made()).toEqual([]);
});

test('the trials of a run are deleted with it', async () => {
  await pageOf(certain(0.65));
  const judging = expect(pageOf(certain(0.75))).rejects.toThrow('deleted');
  await store.deleteRun(run);
  await judging;
  await store.close();
  expect(await made()).toEqual([]);
});

test('if nothing can be written, a trial is refused and the run is served', async () => {
  await store.close();
  store = await openDuckdbStore(folder, { report: () => {}, readOnly: 'EROFS' });
  await expect(pageOf(certain(0.65))).rejects.toThrow(/trial thresholds, .* cannot be tried/);
  expect((await pageOf('said=idle')).totalCount).toBe(3);
});
