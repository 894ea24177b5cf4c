/** The DuckDB store passes the suite of all stores and agrees with the plain loop on random samples and queries. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../../contract/runs';
import { createPlainLoopStore } from '../plain-loop-store';
import type { Store } from '../store';
import { describeStore } from '../store-conformance';
import { importRun, queryOf, readPage } from '../store-door';
import { anyEntries, anyParts, anyQuery, sampleEntry } from '../store-fixtures';
import { openDuckdbStore } from './duckdb-store';

const newFolder = () => mkdtemp(join(tmpdir(), 'second-look-'));
const openStore = (folder: string) => openDuckdbStore(folder, { report: () => {} });

describeStore('DuckDB store', async () => {
  const folder = await newFolder();
  return { store: await openStore(folder), remove: () => rm(folder, { recursive: true }) };
});

describe.each([1, 30, 90])('DuckDB store beside the plain loop, up to %i samples', (most) => {
  const entries = fc.sample(anyEntries(most), { numRuns: 1, seed: 20261124 + most })[0] ?? [];
  const plain = createPlainLoopStore();
  let folder: string;
  let store: Store;
  let run: Run;
  let plainRun: Run;

  beforeAll(async () => {
    folder = await newFolder();
    store = await openStore(folder);
    run = (await importRun(store, entries)).run;
    plainRun = (await importRun(plain, entries)).run;
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  test('pages, summaries and positions are the same', async () => {
    expect(run.samples).toBe(entries.length);
    await fc.assert(
      fc.asyncProperty(anyQuery, anyParts, fc.nat(most), async (query, parts, which) => {
        expect(await readPage(await store.page(run, query))).toEqual(
          await readPage(await plain.page(plainRun, query)),
        );
        expect(await store.summary(run, query, undefined, parts)).toEqual({
          ...(await plain.summary(plainRun, query, undefined, parts)),
          run: run.id,
        });
        const id = entries[which % Math.max(entries.length, 1)]?.sampleId ?? 0;
        expect(await store.position(run, query, id)).toEqual(await plain.position(plainRun, query, id));
      }),
      { numRuns: 150 },
    );
  });

  test('metadata options are the same', async () => {
    for (const wanted of [
      { offset: 0, limit: 100, values: 100 },
      { offset: 1, limit: 3, values: 2 },
    ]) {
      expect(await store.metadataOptions(run, wanted)).toEqual(await plain.metadataOptions(plainRun, wanted));
    }
  });
});

test('the matrix of more labels than are listed is that of the plain loop', async () => {
  const folder = await newFolder();
  const store = await openStore(folder);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const label = fc.nat(159).map((number) => `${number % 3 === 0 ? 'Ä' : 'a'}${number}`);
  const sample = fc.record({ label: fc.option(label), said: fc.option(label), correct: fc.boolean() });
  const [made = []] = fc.sample(fc.array(sample, { minLength: 400, maxLength: 600, size: 'max' }), {
    numRuns: 1,
    seed: 20261129,
  });
  const entries = made.map(({ label: expected, said, correct }, id) =>
    sampleEntry(id, { label: expected }, said === null ? [] : [[said, expected === said || correct]]),
  );
  const { run } = await importRun(store, entries);
  const plain = createPlainLoopStore();
  const { run: plainRun } = await importRun(plain, entries);
  for (const text of ['', 'minId=30', 'outcome=incorrect', 'outcome=correct', 'said=a1', 'maxId=150']) {
    const { matrix, matrixOther, matching } = await store.summary(run, queryOf(text));
    const expected = await plain.summary(plainRun, queryOf(text));
    expect({ matrix, matrixOther }, text).toEqual({
      matrix: expected.matrix,
      matrixOther: expected.matrixOther,
    });
    const sum = [...matrix, ...matrixOther.cells].reduce((total, { count }) => total + count, 0);
    expect(sum, text).toBe(matching);
    if (text === '') expect(matrixOther.labels).toBeGreaterThan(10);
  }
});
