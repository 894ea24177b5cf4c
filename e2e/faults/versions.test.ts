/** Data folders of other versions: an older one opens with every record, a newer one is refused and not changed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sealJson, unsealJson } from '../../src/server/store/records/synced-files';
import { madeLines, madeRun } from '../made-runs';
import { killAll, runFaulty, serverOn } from './faulty-process';
import { answersOf, newPlace } from './folder-answers';
import { expectWhole, hashesOf } from './whole-runs';

/*
 * A folder of each format that was ever written is kept here as it was written, packed with `tar czf`; a new format
 * is added, and existing ones are never regenerated. The hashes are of the imported records.
 */
const formats = fileURLToPath(new URL('formats', import.meta.url));
const recordsOf = {
  'format-1': {
    '5/first': 'a2e6b90bef13949e2ac6d43f661951933c6bcb17379b0940e25511d95d2dc4dd',
    '5/second': '9cf68eba0efd253334648b257dbeadbc76aefa727c94721effa30d1ed45eb716',
    '6/only': '9e4e18edefc321a76b37a65a9605bc627d166f8466f6884a130493bddf0bd8f0',
  },
} as const;

let place: string;
beforeAll(async () => {
  place = await newPlace('versions');
  for (const name of await readdir(formats)) execFileSync('tar', ['xzf', join(formats, name), '-C', place]);
});
afterEach(killAll);
afterAll(() => rm(place, { recursive: true, force: true }));

/** Everything in a folder: names and bytes. */
async function contentOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));
  for (const { entry, path } of paths.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${path.slice(folder.length)}\n`);
    if (entry.isFile()) hash.update(await readFile(path));
  }
  return hash.digest('hex');
}

/** A copy that can be changed. */
async function copyOf(name: string): Promise<string> {
  const folder = join(place, `${name}-copy`);
  await rm(folder, { recursive: true, force: true });
  await cp(join(place, name), folder, { recursive: true });
  return folder;
}

async function runFoldersIn(folder: string): Promise<string[]> {
  const projects = join(folder, 'projects');
  const found: string[] = [];
  for (const project of await readdir(projects)) {
    for (const run of await readdir(join(projects, project))) found.push(join(projects, project, run));
  }
  return found;
}

test('there is a folder of every format', async () => {
  expect((await readdir(formats)).map((name) => name.replace('.tar.gz', ''))).toEqual(Object.keys(recordsOf));
});

test.each(Object.entries(recordsOf))('a folder of %s opens with every record', async (name, expected) => {
  const folder = await copyOf(name);
  let server = await serverOn(folder);
  expect(await hashesOf(server.address)).toEqual(expected);
  // An index of another version may be rebuilt, but nothing else may be reported.
  const other = server.errors().replaceAll(/^.*it was made by another version.*\n/gm, '');
  expect(other).toBe('');
  await server.kill();
  await expectWhole(folder);

  const { hash } = await answersOf(folder, [5, 6]);
  for (const run of await runFoldersIn(folder)) await rm(join(run, 'index'), { recursive: true });
  expect((await answersOf(folder, [5, 6])).hash).toBe(hash);
  server = await serverOn(folder);
  expect(await hashesOf(server.address)).toEqual(expected);
});

test('a folder of a newer version is refused by every command, and not a byte of it is changed', async () => {
  const folder = await copyOf('format-1');
  await writeFile(join(folder, 'second-look.json'), JSON.stringify({ format: 2, more: true }));
  // What a newer version may store there.
  for (const name of ['temp', 'parts', 'projects/5/20270101-000000-abcdef/index']) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'kept'), name);
  }
  const file = `${folder}.jsonl`;
  await writeFile(file, madeLines(madeRun(1, 3)));
  const before = await contentOf(folder);
  for (const words of [
    ['serve', '--no-demo', '--port', '0', '--data', folder],
    ['serve', '--port', '0', '--data', folder],
    ['import', file, '--project', '5', '--data', folder],
    ['check', '--data', folder],
  ]) {
    const end = await runFaulty(words);
    expect(end, words.join(' ')).toMatchObject({ code: 1, output: '' });
    expect(end.errors).toMatch(
      /^second-look: [^\n]*newer version of Second Look[^\n]*nothing was changed[^\n]*\n$/,
    );
    expect(await contentOf(folder), words.join(' ')).toBe(before);
  }
});

test('a run of a newer version is reported and not changed, and the others are served', async () => {
  const folder = await copyOf('format-1');
  const [first = '', second = ''] = await runFoldersIn(folder);
  const runFile = join(first, 'run.json');
  const content = Object(unsealJson(await readFile(runFile, 'utf8')));
  await writeFile(runFile, sealJson({ ...content, run: { ...content.run, variant: 'float4' } }));
  const records = join(second, 'records');
  const bytes = await readFile(records);
  bytes.writeUInt32LE(2, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
  await writeFile(records, bytes);
  await rm(join(second, 'index'), { recursive: true });
  const before = [await contentOf(first), await readFile(records)];
  const { reports, statuses } = await answersOf(folder, [5, 6]);
  expect(reports.some((line) => line.includes(first) && line.includes('cannot be shown'))).toBe(true);
  // The only run left in project 5 is the one with records of a newer version.
  expect(new Set(statuses)).toEqual(new Set([409, 200]));
  expect([await contentOf(first), await readFile(records)]).toEqual(before);
  const end = await runFaulty(['check', '--data', folder]);
  expect(end.code).toBe(1);
  expect(end.output).toMatch(/written by a newer version of Second Look/);
});
