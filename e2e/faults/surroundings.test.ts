/** Whatever the folder's name, the clock and the language are: the same answers, and nothing is lost. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { get } from '../api-door';
import { chancesOf, isFull } from './fault-scale';
import { killAll, runFaulty, serverOn } from './faulty-process';
import { importLines, newPlace, runFolderOf } from './folder-answers';
import { addRun, expectedRun, expectWhole, hashesOf, runsOf } from './whole-runs';

const expected = expectedRun(71, 60);
const next = expectedRun(72, 20);
const last = expectedRun(73, 5);
const sound = { '5/one': expected.hash };

let place: string;
let folder: string;
beforeAll(async () => {
  place = await newPlace('surroundings');
  folder = join(place, 'data');
  await importLines(folder, 5, 'one', expected.content);
});
afterEach(killAll);
afterAll(() => rm(place, { recursive: true, force: true }));

const names: [about: string, name: string][] = [
  ['spaces, quotes and signs of a URL', ' a b \'c\' "d" %20 #e f=g&h ; $(i) `j` '],
  ['emoji, marks and both directions', '🦊 cafe\u0301 \u202Eneerg שלום'],
  ['a line break and a tab', 'one\ntwo\tthree'],
  ['an option', '--port'],
  ['a long way', Array.from({ length: 8 }, (_, at) => String(at).repeat(200)).join('/')],
];

const chances = chancesOf('surroundings');

// Each takes two starts; a random choice unless all are requested.
test.each(isFull ? names : [chances.pick(names)])('a folder called with %s', async (_about, name) => {
  const path = join(place, 'names', name);
  const server = await serverOn(path);
  await addRun(server.address, 5, 'one', expected);
  expect(await hashesOf(server.address)).toEqual(sound);
  await server.kill();
  const again = await serverOn(path);
  expect(await hashesOf(again.address)).toEqual(sound);
  await again.kill();
  await expectWhole(path);
});

test('a folder that cannot contain an index is refused with a clear message', async () => {
  const path = join(place, 'a?b');
  const end = await runFaulty(['serve', '--no-demo', '--port', '0', '--data', path]);
  expect(end).toMatchObject({ code: 1, output: '' });
  expect(end.errors).toMatch(/^second-look: The data folder [^\n]* question mark [^\n]*\.\n$/);
  expect(await readdir(path)).toEqual([]);
});

const year = 365 * 24 * 3600 * 1000;
const shiftedClock = fileURLToPath(new URL('shifted-clock.mjs', import.meta.url));

const clocks: [about: string, shift: number][] = [
  ['a year back', -year],
  ['before 1970', -70 * year],
  ['a year ahead', year],
  ['past every date', 8.64e15],
];

test.each(isFull ? clocks : [chances.pick(clocks)])('a clock that was set %s', async (_about, shift) => {
  const path = join(place, `clock ${shift}`);
  await importLines(path, 5, 'one', expected.content);
  const env = { NODE_OPTIONS: `--import ${shiftedClock}`, SECOND_LOOK_CLOCK_SHIFT: String(shift) };
  let server = await serverOn(path, { env });
  expect(await hashesOf(server.address)).toEqual(sound);
  await addRun(server.address, 5, 'next', next);
  await addRun(server.address, 6, 'one', next);
  expect((await runsOf(server.address)).map(({ name }) => name)).toEqual(['next', 'one', 'one']);
  const imported = (await runsOf(server.address)).map((run) => run.imported);
  expect(new Set(imported.map((text) => text.slice(0, 4))).size, imported.join()).toBeGreaterThan(1);
  await server.kill();
  // The clock is correct again.
  server = await serverOn(path);
  await addRun(server.address, 5, 'last', last);
  expect((await runsOf(server.address)).map(({ name }) => name)).toEqual(['last', 'next', 'one', 'one']);
  expect(await hashesOf(server.address)).toEqual({
    ...sound,
    '5/next': next.hash,
    '5/last': last.hash,
    '6/one': next.hash,
  });
  await expectWhole(path);
});

const questions = [
  ['classify/all/result/page', 'minDate=2024-06-15&sort=added,-label,filename'],
  ['classify/all/result/page', 'search=%C3%9CN%C4%B0CODE'],
  ['classify/all/result/page', 'filename=idle&sort=filename'],
  ['second-look/summary', 'maxDate=2025-03-03T04:05:06'],
  ['raw-data/metadata-filter-options', ''],
] as const;

test('in any time zone and language the answers are the same, also from an index built there', async () => {
  const answers: string[][] = [];
  for (const env of [
    { TZ: 'UTC', LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' },
    { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LANG: 'sv_SE', LC_ALL: 'C' },
  ]) {
    await rm(join(await runFolderOf(folder, 5), 'index'), { recursive: true });
    const server = await serverOn(folder, { env });
    const said: string[] = [];
    for (const [path, query] of questions) {
      const parameters = Object.fromEntries(new URLSearchParams(query));
      const { status, text } = await get(server.address, `/v1/api/5/${path}`, parameters);
      expect(status, text.slice(0, 300)).toBe(200);
      said.push(text);
    }
    answers.push(said);
    await server.kill();
  }
  const [usual, ...others] = answers;
  for (const other of others) expect(other).toEqual(usual);
  expect(await readdir(join(folder, 'projects'))).toEqual(['5']);
});
