/** `check --data` reports a sound folder as sound, reports all damage with its place, and changes nothing. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../contract/schemas/runs';
import { openDuckdbStore } from '../store/duckdb/duckdb-store';
import { sealJson } from '../store/records/synced-files';
import { importRun } from '../store/conformance/store-door';
import { sampleEntry } from '../store/conformance/fixtures/store-fixtures';
import { runCommand } from './run-command';

const samples = [1, 2, 3].map((id) => sampleEntry(id, { label: `label ${id}` }, [['label 1', id === 1]]));

let sound: string;
let run: Run;
let other: Run;
let folder: string;
beforeAll(async () => {
  sound = await mkdtemp(join(tmpdir(), 'second-look-sound-'));
  const store = await openDuckdbStore(sound, { report: () => undefined });
  run = (await importRun(store, samples)).run;
  other = (await importRun(store, samples.slice(1), { project: { id: 2 } })).run;
  await store.close();
});
afterAll(() => rm(sound, { recursive: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-check-'));
  await cp(sound, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check() {
  let stdout = '';
  let stderr = '';
  const code = await runCommand(['check', '--data', folder], {
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
  });
  return { code, lines: stdout.trimEnd().split('\n'), stderr };
}

async function contentOf(root: string): Promise<[string, string][]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (path) => [path, await readFile(path, 'latin1')] as const));
}

const inRun = (...names: string[]) => join(folder, 'projects', '1', run.id, ...names);

async function change(path: string, at: (content: Buffer) => number): Promise<void> {
  const content = await readFile(path);
  const offset = at(content);
  content[offset] = (content[offset] ?? 0) ^ 4;
  await writeFile(path, content);
}

describe('a sound folder', () => {
  test('is reported as sound, and not changed', async () => {
    const before = await contentOf(folder);
    const { code, lines, stderr } = await check();
    expect(lines).toEqual([
      expect.stringMatching(/^Everything is whole: 2 runs with 5 sound records, [\d.]+ MB\.$/),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await contentOf(folder)).toEqual(before);
  });

  test('is sound even with unexpected files in it, which are listed', async () => {
    await writeFile(join(folder, 'notes.txt'), 'x');
    await writeFile(inRun('notes.txt'), 'x');
    await mkdir(inRun('index.aside-1'));
    await mkdir(join(folder, 'parts', '01234567-89ab-cdef-0123-456789abcdef.part'));
    await mkdir(join(folder, 'parts', 'mine.part'));
    await rm(join(folder, 'projects', '2', other.id, 'index'), { recursive: true });
    const { code, lines } = await check();
    expect(code).toBe(0);
    expect(lines.slice(0, -1).sort()).toEqual([
      'Note: notes.txt: does not belong here',
      'Note: parts/01234567-89ab-cdef-0123-456789abcdef.part: is left over; the next start removes it',
      'Note: parts/mine.part: does not belong here',
      `Note: projects/1/${run.id}/index.aside-1: is a damaged index that was put aside; it may be deleted`,
      `Note: projects/1/${run.id}/notes.txt: does not belong here`,
      `Note: projects/2/${other.id}/index: is missing; it is rebuilt when the run is first shown`,
    ]);
  });
});

const damages: [about: string, damage: () => Promise<unknown>, says: RegExp][] = [
  [
    'a byte of a record',
    () => change(inRun('records'), (content) => content.indexOf('label 2')),
    /records: record 2 \(sample 2\) at byte \d+: its checksum differs$/,
  ],
  ['the head of the record file', () => change(inRun('records'), () => 3), /records: the file's head/],
  ['a cut', () => truncate(inRun('records'), 200), /records: has 200 bytes instead of \d+$/],
  ['a tail', () => writeFile(inRun('records'), 'x', { flag: 'a' }), /records: has \d+ bytes instead of/],
  ['no records', () => rm(inRun('records')), /records: is missing; nothing of the run can be shown$/],
  [
    "another run's records",
    () => cp(join(folder, 'projects', '2', other.id, 'records'), inRun('records')),
    /records: the file's head is damaged, or another run's$/,
  ],
  [
    'the seal',
    () => change(inRun('run.json'), (content) => content.indexOf('Gestures')),
    /run\.json: .*checksum/,
  ],
  ['no seal', () => rm(inRun('run.json')), /: the run cannot be shown: run\.json: it is missing$/],
  [
    'fewer records than there were',
    async () => {
      const { content } = JSON.parse(await readFile(inRun('run.json'), 'utf8'));
      const value = JSON.parse(content);
      value.run.samples = 4;
      await writeFile(inRun('run.json'), sealJson(value));
    },
    /records: holds 3 records instead of 4$/,
  ],
  [
    'other content',
    async () => {
      const { content } = JSON.parse(await readFile(inRun('run.json'), 'utf8'));
      const value = JSON.parse(content);
      value.run.contentHash = 'f'.repeat(64);
      await writeFile(inRun('run.json'), sealJson(value));
    },
    /records: the hash of its content differs$/,
  ],
  [
    'the index',
    () => change(inRun('index', 'samples.duckdb'), () => 9),
    /index: the checksum of "samples.duckdb" differs; it is rebuilt/,
  ],
  [
    'a file of the index',
    () => rm(inRun('index', 'samples.duckdb')),
    /index: "samples.duckdb" is missing; it is rebuilt/,
  ],
];

describe('damage', () => {
  test.each(damages)('is reported, and nothing is changed: %s', async (_about, damage, says) => {
    await damage();
    const before = await contentOf(folder);
    const { code, lines, stderr } = await check();
    expect(code).toBe(1);
    expect(lines.some((line) => line.startsWith('Problem: ') && says.test(line))).toBe(true);
    expect(lines.at(-1)).toMatch(
      /^Not everything is whole: 2 runs with \d sound records, .* 1 of the runs damaged\.$/,
    );
    expect(stderr).toMatch(/^second-look: There (is|are) \d+ problems? in [^\n]+\n$/);
    expect(await contentOf(folder)).toEqual(before);
  });

  test('is not searched if there is no data folder, or one of a newer version', async () => {
    await writeFile(join(folder, 'second-look.json'), '{"format":2}');
    expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('newer version') });
    await rm(join(folder, 'second-look.json'));
    expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('is no data folder') });
    await rm(folder, { recursive: true });
    expect(await check()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no such folder'),
    });
  });
});
