/** Conformance tests for every store adapter: describing, refusing and deleting runs. */
import { expect, test } from 'vitest';
import type { Store } from '../store';
import { samples } from './store-cases';
import { idsFor, importRun, queryOf } from './store-door';
import { batchesOf, draftOf } from './fixtures/store-fixtures';

/** Declares the tests; `openStore` returns a store that is closed after its test. */
export function describeRuns(openStore: () => Promise<Store>): void {
  test('projects have what their imports stated; runs are newest first', async () => {
    const store = await openStore();
    const block = (id: number, title: string) => ({
      id,
      type: 'keras',
      title,
      lastLayer: null,
      thresholds: [],
    });
    const [first, second] = samples;
    if (first === undefined || second === undefined) throw new Error('There are samples');
    await importRun(store, [first], {
      imported: '2024-03-01T00:00:00.000Z',
      name: 'old',
      mediaFolder: '/media',
    });
    const { run } = await importRun(
      store,
      [
        { ...first, learnBlocks: [block(7, 'first')] },
        { ...second, learnBlocks: [block(7, 'second'), block(9, 'other')] },
      ],
      {
        project: { id: 1, licence: 'MIT' },
        impulse: { id: 3, name: 'Three' },
        variant: 'float32',
        imported: '2024-03-02T10:20:30.000Z',
      },
    );
    await importRun(store, [first], { project: { id: 5 } });
    const projects = await store.projects();
    expect(projects.map(({ id }) => id)).toEqual([1, 5]);
    expect(projects[0]).toMatchObject({
      name: 'Gestures',
      licence: 'MIT',
      selectedVariant: 'int8',
      defaultImpulseId: 1,
      impulses: [
        { id: 1, name: 'Impulse 1' },
        { id: 3, name: 'Three' },
      ],
    });
    expect(projects[0]?.runs.map(({ name: runName }) => runName)).toEqual(['2024-03-02 10:20:30', 'old']);
    expect(run).toMatchObject({ samples: 2, files: ['result.json'], hasMedia: false });
    expect(run.id).toMatch(/^20240302-102030-[\w-]+$/);
    expect(run.learnBlocks.map(({ title }) => title)).toEqual(['first', 'other']);
    const old = projects[0]?.runs[1];
    expect(old?.hasMedia).toBe(true);
    expect(old && store.mediaFolder(old)).toBe('/media');
    expect(store.mediaFolder(run)).toBeUndefined();
  });

  test('the run that was imported last is the newest one, whatever the clock says', async () => {
    const store = await openStore();
    for (const [at, imported] of ['2025-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z'].entries()) {
      await importRun(store, samples.slice(at), { name: `run ${at}`, imported });
    }
    const [project] = await store.projects();
    expect(project?.runs.map(({ name }) => name)).toEqual(['run 1', 'run 0']);
  });

  test('identical records are stored once, even with concurrent imports', async () => {
    const store = await openStore();
    const imports = await Promise.all(
      Array.from({ length: 4 }, () => importRun(store, samples, { name: 'same' })),
    );
    expect(imports.filter(({ wasThere }) => !wasThere)).toHaveLength(1);
    expect(new Set(imports.map(({ run }) => run.id)).size).toBe(1);
    expect((await importRun(store, samples)).wasThere).toBe(true);
    expect((await importRun(store, samples, { variant: 'float32' })).wasThere).toBe(false);
    expect((await store.projects())[0]?.runs).toHaveLength(2);
  });

  test('a name that other records have is refused', async () => {
    const store = await openStore();
    await importRun(store, samples, { name: 'first' });
    const refused = importRun(store, samples.slice(1), { name: 'first' });
    await expect(refused).rejects.toMatchObject({ kind: 'conflict' });
    await importRun(store, samples.slice(1), { name: 'first', impulse: { id: 2 } });
    expect((await store.projects())[0]?.runs).toHaveLength(2);
  });

  test('an import that fails leaves the runs unchanged', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples, { name: 'before' });
    const stop = new AbortController();
    const cancelled = store.importRun(draftOf({ name: 'cancelled' }), batchesOf(samples.slice(1), 2), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('cancelled by hand')),
    });
    await expect(cancelled).rejects.toThrow('cancelled by hand');
    async function* failing() {
      yield* batchesOf(samples.slice(2));
      await Promise.reject(new Error('the source broke off'));
    }
    const { signal } = new AbortController();
    await expect(store.importRun(draftOf(), failing(), { signal })).rejects.toThrow('the source broke off');
    const twice = importRun(store, [...samples, ...samples.slice(0, 1)]);
    await expect(twice).rejects.toMatchObject({ kind: 'conflict' });
    expect((await store.projects()).map(({ runs }) => runs)).toEqual([[run]]);
    expect(await idsFor(store, run, 'outcome=incorrect')).toEqual([2]);
  });

  test('pages are served during an import', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    const seen: number[][] = [];
    async function* slow() {
      for await (const batch of batchesOf(samples.slice(1), 1)) {
        seen.push(await idsFor(store, run, 'outcome=incorrect'));
        yield batch;
      }
    }
    await store.importRun(draftOf({ variant: 'akida' }), slow(), { signal: new AbortController().signal });
    expect(seen).toEqual(samples.slice(1).map(() => [2]));
  });

  test('a deleted run is gone, and its project with the last one', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    const { run: other } = await importRun(store, samples.slice(1));
    const page = await store.page(run, queryOf(''));
    await store.deleteRun(run);
    await expect(store.page(run, queryOf(''))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(store.deleteRun(run)).rejects.toMatchObject({ kind: 'not-found' });
    expect(page.totalCount).toBe(6);
    expect(await idsFor(store, other, 'outcome=incorrect')).toEqual([2]);
    await store.deleteRun(other);
    expect(await store.projects()).toEqual([]);
    expect((await importRun(store, samples)).wasThere).toBe(false);
  });
}
