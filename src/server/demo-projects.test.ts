/** The demo projects: imported once, with their media, and never over a user's project. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { addRun, newFolder } from './http/fixtures/app-under-test';
import { importDemos, missingDemos } from './demo-projects';
import { createPlainLoopStore } from './store/conformance/judge/plain-loop-store';
import { sampleEntry } from './store/conformance/fixtures/store-fixtures';

const line = JSON.stringify({
  result: { sampleId: 1, sample: { id: 1 }, classifications: [] },
  predictions: [],
});

function demoFolder(media: Record<string, Uint8Array> = { 'a.png': new Uint8Array([1]) }) {
  const from = newFolder();
  const folder = join(from, 'gestures');
  mkdirSync(folder);
  const about = {
    id: 3,
    name: 'Gestures',
    description: 'What do hands do?',
    licence: 'CC0',
    source: 'made up',
    impulses: [{ id: 2, name: 'Accelerometer' }],
    runs: [
      {
        file: 'int8.jsonl.gz',
        impulseId: 2,
        variant: 'int8',
        name: 'one',
        created: '2025-01-01T00:00:00.000Z',
      },
    ],
    selectedVariant: 'int8',
    media: 'media.zip',
  };
  writeFileSync(join(folder, 'project.json'), JSON.stringify(about));
  writeFileSync(join(folder, 'int8.jsonl.gz'), gzipSync(line));
  writeFileSync(join(folder, 'media.zip'), zipSync(media));
  return from;
}

function options(from: string, dataFolder = newFolder()) {
  const lines: string[] = [];
  const signal = new AbortController().signal;
  return {
    from,
    dataFolder,
    tempFolder: join(dataFolder, 'temp'),
    signal,
    lines,
    log: (text: string) => void lines.push(text),
  };
}

describe('the demo projects', () => {
  it('are imported with all their properties', async () => {
    const store = createPlainLoopStore();
    const given = options(demoFolder());
    await importDemos(store, await missingDemos(given), given);
    const [project] = await store.projects();
    expect(project).toMatchObject({
      id: 3,
      name: 'Gestures',
      licence: 'CC0',
      isDemo: true,
      selectedVariant: 'int8',
      impulses: [{ id: 2, name: 'Accelerometer' }],
      runs: [{ name: 'one', imported: '2025-01-01T00:00:00.000Z', hasMedia: true, samples: 1 }],
    });
    const [run] = project?.runs ?? [];
    const folder = run === undefined ? undefined : store.mediaFolder(run);
    expect(readdirSync(folder ?? '')).toEqual(['a.png']);
  });

  it('do not come back after they were deleted', async () => {
    const store = createPlainLoopStore();
    const given = options(demoFolder());
    expect(await missingDemos(given)).toEqual(['gestures']);
    await importDemos(store, ['gestures'], given);
    expect(await missingDemos(given)).toEqual([]);
  });

  it('do not change a project with the same number', async () => {
    const store = createPlainLoopStore();
    await addRun(store, [sampleEntry(1)], { project: { id: 3, name: 'Mine' } });
    const given = options(demoFolder());
    await importDemos(store, await missingDemos(given), given);
    expect(await store.projects()).toMatchObject([{ name: 'Mine', runs: [{ samples: 1 }] }]);
    expect(given.lines.join()).toContain('taken by a project of yours');
  });

  it.each(['../CANARY', '/tmp/CANARY', 'a/b.png', '.hidden', '..', 'a\\b'])(
    'with media named %j are refused',
    async (name) => {
      const given = options(demoFolder({ [name]: new Uint8Array([1]) }));
      const importing = importDemos(createPlainLoopStore(), ['gestures'], given);
      await expect(importing).rejects.toThrow();
      expect(existsSync(join(given.dataFolder, 'demo-media', 'gestures'))).toBe(false);
      expect(existsSync(join(given.dataFolder, 'demo-projects.json'))).toBe(false);
    },
  );

  it('are none if there are none', async () => {
    expect(await missingDemos(options(join(newFolder(), 'nowhere')))).toEqual([]);
  });
});

it('of the package are as expected', async () => {
  const from = join(import.meta.dirname, '../demo/data');
  const slugs = await missingDemos({ from, dataFolder: newFolder() });
  expect(slugs.length).toBeGreaterThan(0);
  for (const slug of slugs) {
    const about: unknown = JSON.parse(readFileSync(join(from, slug, 'project.json'), 'utf8'));
    expect(about).toMatchObject({
      licence: expect.stringMatching(/\S/),
      source: expect.stringMatching(/\S/),
    });
  }
});
