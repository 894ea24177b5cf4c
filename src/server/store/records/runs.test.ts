/** Runs on disk: leftovers of a crash, a shutdown or a newer version are cleaned up, kept, or refused. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDuckdbStore } from '../duckdb/duckdb-store';
import type { Store } from '../store';
import { importRun, queryOf } from '../conformance/store-door';
import { batchesOf, draftOf, sampleEntry } from '../conformance/fixtures/store-fixtures';

const samples = [1, 2, 3].map((id) => sampleEntry(id, { label: `label ${id}` }, [['label 1', id === 1]]));

let folder: string;
let reports: string[];
let opened: Store[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-runs-'));
  reports = [];
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await rm(folder, { recursive: true });
});

async function openStore(): Promise<Store> {
  const store = await openDuckdbStore(folder, { report: (message) => void reports.push(message) });
  opened.push(store);
  return store;
}

/** Every file of the folder with its contents. */
async function contentOf(root: string): Promise<[string, string][]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (path) => [path, await readFile(path, 'latin1')] as const));
}

describe('a data folder', () => {
  test('opened again gives the same projects, pages and summaries', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples, { name: 'first', mediaFolder: '/media' });
    await importRun(store, samples.slice(1), { project: { id: 2 }, variant: 'float32' });
    const before = {
      projects: await store.projects(),
      ids: (await store.page(run, queryOf('sort=-label'))).sampleIds,
      summary: await store.summary(run, queryOf('outcome=incorrect')),
    };
    await store.close();
    const again = await openStore();
    expect({
      projects: await again.projects(),
      ids: (await again.page(run, queryOf('sort=-label'))).sampleIds,
      summary: await again.summary(run, queryOf('outcome=incorrect')),
    }).toEqual(before);
    expect(again.mediaFolder(run)).toBe('/media');
    expect((await importRun(again, samples)).wasThere).toBe(true);
    expect(reports).toEqual([]);
  });

  test('that was moved has the media folders inside it, and those elsewhere', async () => {
    const store = await openStore();
    const { run: inside } = await importRun(store, samples, { mediaFolder: join(folder, 'media', 'a') });
    const { run: outside } = await importRun(store, samples.slice(1), { mediaFolder: `${folder}-media` });
    expect(store.mediaFolder(inside)).toBe(join(folder, 'media', 'a'));
    await store.close();
    const copy = `${folder}-copy`;
    await cp(folder, copy, { recursive: true });
    try {
      const moved = await openDuckdbStore(copy, { report: () => undefined });
      expect(moved.mediaFolder(inside)).toBe(join(copy, 'media', 'a'));
      expect(moved.mediaFolder(outside)).toBe(`${folder}-media`);
      await moved.close();
    } finally {
      await rm(copy, { recursive: true });
    }
  });

  test('is cleaned of what a killed import or deletion left, and of nothing else', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    await store.close();
    const [project] = await readdir(join(folder, 'projects'));
    const runFolder = join(folder, 'projects', project ?? '', run.id);
    const half = join(folder, 'parts', '01234567-89ab-cdef-0123-456789abcdef.part');
    await cp(runFolder, half, { recursive: true });
    await rm(join(half, 'run.json'));
    await writeFile(join(folder, 'second-look.json.01234567-89ab-cdef-0123-456789abcdef.part'), '{"for');
    const mine = [join(folder, 'parts', 'list'), join(folder, '01234567-89ab-cdef-0123-456789abcdef.part')];
    for (const path of mine) await writeFile(path, 'mine');
    const again = await openStore();
    expect(await readdir(join(folder, 'parts'))).toEqual(['list']);
    expect((await readdir(folder)).sort()).toEqual([
      '01234567-89ab-cdef-0123-456789abcdef.part',
      'parts',
      'projects',
      'second-look.json',
    ]);
    expect((await again.projects()).flatMap(({ runs }) => runs)).toEqual([run]);
  });

  test('keeps nothing of an import that failed', async () => {
    const store = await openStore();
    await importRun(store, samples);
    const before = await contentOf(folder);
    const stop = new AbortController();
    const stopped = store.importRun(draftOf({ variant: 'akida' }), batchesOf(samples, 1), {
      signal: stop.signal,
      onProgress: (count) => {
        if (count === 2) stop.abort(new Error('stopped'));
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await contentOf(folder)).toEqual(before);
    expect(await readdir(join(folder, 'parts'))).toEqual([]);
  });

  test('that is full is reported as full', async () => {
    const store = await openStore();
    async function* full() {
      yield* batchesOf(samples);
      await Promise.reject(
        Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
      );
    }
    const refused = store.importRun(draftOf(), full(), { signal: new AbortController().signal });
    await expect(refused).rejects.toMatchObject({ kind: 'no-space', status: 507 });
    expect(await readdir(join(folder, 'parts'))).toEqual([]);
  });

  test('with trailing zeros of a power failure in its marker is opened', async () => {
    await writeFile(join(folder, 'second-look.json'), `{"format":1}${'\0'.repeat(500)}`);
    const { run } = await importRun(await openStore(), samples);
    const runFile = join(folder, 'projects', '1', run.id, 'run.json');
    await writeFile(runFile, `${await readFile(runFile, 'utf8')}${'\0'.repeat(500)}`);
    expect((await (await openStore()).projects()).flatMap(({ runs }) => runs)).toEqual([run]);
  });

  test('of a newer version is refused and not changed', async () => {
    await mkdir(join(folder, 'parts'));
    await writeFile(join(folder, 'parts', 'theirs'), 'kept');
    await writeFile(join(folder, 'second-look.json'), '{"format":2,"more":true}');
    const before = await contentOf(folder);
    await expect(openStore()).rejects.toMatchObject({ kind: 'conflict' });
    expect(await contentOf(folder)).toEqual(before);
  });

  test('with a damaged marker is refused and not changed', async () => {
    await writeFile(join(folder, 'second-look.json'), '{"form');
    const before = await contentOf(folder);
    await expect(openStore()).rejects.toMatchObject({ kind: 'conflict' });
    expect(await contentOf(folder)).toEqual(before);
  });

  test('shows the sound runs next to a damaged one, which is reported and kept', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples, { name: 'sound' });
    const { run: other } = await importRun(store, samples.slice(1), { name: 'other' });
    await store.close();
    const path = join(folder, 'projects', '1', other.id, 'run.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('other', 'ofher'));
    const again = await openStore();
    expect((await again.projects()).flatMap(({ runs }) => runs)).toEqual([run]);
    expect(reports).toEqual([expect.stringContaining(other.id)]);
    expect(await readFile(path, 'utf8')).toContain('ofher');
  });

  test('accepts no run from another folder', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    await store.close();
    const projects = join(folder, 'projects');
    await cp(join(projects, '1', run.id), join(projects, '2', run.id), { recursive: true });
    const again = await openStore();
    expect((await again.projects()).map(({ id }) => id)).toEqual([1]);
    expect(reports).toHaveLength(1);
  });
});
