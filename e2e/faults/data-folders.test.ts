/** Unexpected folders: the user's own, a copy of one in use, one that cannot be written to. */
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { get } from '../api-door';
import { killAll, runFaulty, serverOn, type FailureCode } from './faulty-process';
import { importLines, newPlace, runFolderOf } from './folder-answers';
import { expectedRun, expectWhole, hashesOf, hashOfRun, runsOf, uploadRun } from './whole-runs';

const first = expectedRun(81, 20);
const second = expectedRun(82, 10);

let place: string;
let file: string;
beforeAll(async () => {
  place = await newPlace('folders');
  file = join(place, 'second.jsonl');
  await writeFile(file, second.content);
});
afterEach(killAll);
afterAll(() => rm(place, { recursive: true, force: true }));

const serve = (folder: string) => ['serve', '--no-demo', '--port', '0', '--data', folder];
const importTo = (folder: string) => ['import', file, '--project', '5', '--run', 'two', '--data', folder];

/** Every file below a folder with its contents. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.sort().map((path) => readFile(path, 'latin1')));
  return Object.fromEntries(paths.map((path, at) => [path, contents[at] ?? '']));
}

async function putUsersFiles(folder: string): Promise<void> {
  await mkdir(join(folder, 'parts'), { recursive: true });
  await mkdir(join(folder, 'temp'), { recursive: true });
  await writeFile(join(folder, 'parts', 'list'), 'a');
  await writeFile(join(folder, 'temp', 'readings.csv'), 'b');
}

test("a user's own folder is refused by every command, and nothing in it is changed", async () => {
  const folder = join(place, 'mine');
  await putUsersFiles(folder);
  const before = await contentOf(folder);
  for (const words of [serve(folder), importTo(folder), ['check', '--data', folder]]) {
    const end = await runFaulty(words);
    expect(end, words.join(' ')).toMatchObject({ code: 1, output: '' });
    expect(end.errors).toMatch(/^second-look: [^\n]* is no data folder of Second Look: [^\n]*\.\n$/);
    expect(await contentOf(folder), words.join(' ')).toEqual(before);
  }
});

test("a user's files in folders of a data folder survive starts, stops and imports", async () => {
  const folder = join(place, 'shared');
  await importLines(folder, 5, 'one', first.content);
  await putUsersFiles(folder);
  const server = await serverOn(folder);
  process.kill(server.pid, 'SIGTERM');
  await server.ended;
  expect(await runFaulty(importTo(folder))).toMatchObject({ code: 0, errors: '' });
  expect(await readFile(join(folder, 'parts', 'list'), 'utf8')).toBe('a');
  expect(await readFile(join(folder, 'temp', 'readings.csv'), 'utf8')).toBe('b');
  await expectWhole(folder);
  const again = await serverOn(folder);
  expect(await hashesOf(again.address)).toEqual({ '5/one': first.hash, '5/two': second.hash });
});

test('a copy of a folder that a server is using is a separate folder', async () => {
  const original = join(place, 'original');
  const copy = join(place, 'copy');
  await importLines(original, 5, 'one', first.content);
  const server = await serverOn(original);
  await cp(original, copy, { recursive: true, preserveTimestamps: true });
  expect(await runFaulty(importTo(copy))).toMatchObject({ code: 0, errors: '' });
  expect(await hashesOf(server.address)).toEqual({ '5/one': first.hash });
  await cp(join(original, 'server.json'), join(copy, 'server.json'));
  const other = await serverOn(copy);
  expect(await hashesOf(other.address)).toEqual({ '5/one': first.hash, '5/two': second.hash });
  expect(await hashesOf(server.address)).toEqual({ '5/one': first.hash });
});

test('an import into a moved folder is not handed over to a server with another folder at its path', async () => {
  const folder = join(place, 'here');
  const moved = join(place, 'there');
  await importLines(folder, 5, 'one', first.content);
  await serverOn(folder);
  await rename(folder, moved);
  await cp(moved, folder, { recursive: true });
  const before = [await contentOf(folder), await contentOf(moved)];
  const end = await runFaulty(importTo(moved));
  expect(end).toMatchObject({ code: 1, output: '' });
  expect(end.errors).toMatch(/^second-look: [^\n]* runs on another folder[^\n]*\n$/);
  expect([await contentOf(folder), await contentOf(moved)]).toEqual(before);
});

/** The possible errors when nothing can be written: read-only disk, no permission, or disk full. */
const unwritable: [code: FailureCode, status: number][] = [
  ['EROFS', 409],
  ['EPERM', 409],
  ['ENOSPC', 507],
];

test.each(unwritable)(
  'a folder that cannot be written to (%s) is served for reading',
  async (code, status) => {
    const folder = join(place, code);
    await importLines(folder, 5, 'one', first.content);
    await importLines(folder, 6, 'no index', first.content);
    await rm(join(await runFolderOf(folder, 6), 'index'), { recursive: true });
    // A leftover that a start would otherwise remove.
    const leftOver = join(folder, 'parts', '01234567-89ab-cdef-0123-456789abcdef.part');
    await mkdir(leftOver);
    await writeFile(join(leftOver, 'records'), 'half');
    const before = await contentOf(folder);
    const plan = { kind: 'fail' as const, folder, at: 1, code, lasting: true };
    const { address, errors } = await serverOn(folder, { plan });
    const says = new RegExp(`The data folder can only be read, because .* \\(${code}\\): `);
    expect(errors()).toMatch(says);
    expect((await get(address, '/v1/api/second-look/health')).body).toMatchObject({
      readOnly: expect.stringMatching(says),
    });
    const [run] = await runsOf(address);
    expect(run && (await hashOfRun(address, run))).toBe(first.hash);
    const rebuilt = await get(address, '/v1/api/6/classify/all/result/page');
    expect(rebuilt.status, rebuilt.text).toBe(status);
    expect(rebuilt.text).toMatch(/the index of run .* must be rebuilt .* and cannot be/);
    const summary = await get(address, '/v1/api/5/second-look/summary', { outcome: 'incorrect' });
    expect(summary.status, summary.text).toBe(200);
    const refused = await uploadRun(address, 5, 'two', second);
    expect(refused.status, refused.text).toBe(status);
    expect(refused.text).toMatch(says);
    expect(refused.text).toContain('nothing was imported');
    for (const { projectId, id } of await runsOf(address)) {
      const path = `/v1/api/${projectId}/second-look/runs/${id}`;
      const headers = { 'content-type': 'application/json' };
      const deleted = await fetch(new URL(path, address), { method: 'DELETE', headers });
      expect(deleted.status).toBe(status);
      expect(await deleted.text()).toContain('nothing was deleted');
    }
    const end = await runFaulty(importTo(folder), { plan });
    expect(end).toMatchObject({ code: 1, output: '' });
    expect(end.errors).toMatch(
      /^second-look: The data folder can only be read, [^\n]* and start Second Look again\n$/,
    );
    killAll();
    expect(await contentOf(folder)).toEqual(before);
  },
);
