/** A file truncated anywhere: imported if it is complete up to there, otherwise refused in a sentence, never half. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { SecondLookError } from '../../src/contract/errors';
import { readAll, sourceOf } from '../../src/server/import/fixtures/source-fixtures';
import { upload } from '../api-door';
import { madeLines, madePage, madeRun } from '../made-runs';
import { chancesOf, isFull, scaled } from './fault-scale';
import { killAll, serverOn, type FaultyServer } from './faulty-process';
import { newPlace } from './folder-answers';
import { addRun, expectedRun, expectWhole, hashesOf } from './whole-runs';

vi.setConfig({ testTimeout: 3_600_000 });

const entries = madeRun(81, 14);
const page = Buffer.from(madePage(entries));
const lines = Buffer.from(madeLines(entries));
const dumps: [name: string, content: Buffer][] = [
  ['dump.json', page],
  ['dump.jsonl', lines],
  ['dump.json.gz', gzipSync(page)],
  ['dump.jsonl.gz', gzipSync(lines)],
];
const chances = chancesOf('prefixes');

let folder: string;
let server: FaultyServer;
const earlier = expectedRun(82, 20);
beforeAll(async () => {
  folder = await newPlace('prefixes');
});
afterEach(killAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The number of complete samples in the first `length` bytes; `undefined` if something incomplete follows them. */
function samplesIn(name: string, content: Buffer, length: number): number | undefined {
  if (length === content.length) return entries.length;
  if (name !== 'dump.jsonl') return undefined;
  const given = content.subarray(0, length).toString('latin1').split('\n');
  const whole = given.filter((line) => line !== '');
  return whole.length > 0 && whole.every(isJson) ? whole.length : undefined;
}

/** After each line, where JSON Lines may end. */
const lineEnds = (content: Buffer) =>
  [...content.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1);

const lengthsOf = (name: string, content: Buffer, count: number) =>
  isFull
    ? Array.from({ length: content.length + 1 }, (_, length) => length)
    : [
        0,
        content.length,
        ...(name === 'dump.jsonl' ? lineEnds(content) : []),
        ...Array.from({ length: count }, () => chances.below(content.length)),
      ];

test.each(dumps)('%s cut at any byte', async (name, content) => {
  expect(content.length).toBeGreaterThan(name.endsWith('.gz') ? 2000 : 20_000);
  const ends = { whole: 0, refused: 0 };
  const tempFolder = join(folder, name);
  for (const length of lengthsOf(name, content, 120)) {
    const about = `${name} cut to ${length} of ${content.length} bytes`;
    const whole = samplesIn(name, content, length);
    const piece = Buffer.from(content.subarray(0, length));
    try {
      const read = await readAll([sourceOf(name, piece, 1 + chances.below(4096))], { tempFolder });
      expect(read.entries.length, about).toBe(whole);
      for (const [at, entry] of read.entries.entries()) {
        expect(JSON.parse(entry.result), about).toEqual(entries[at]?.result);
        expect(JSON.parse(`[${entry.predictions}]`), about).toEqual(entries[at]?.predictions);
      }
      ends.whole += 1;
    } catch (error) {
      if (!(error instanceof SecondLookError)) throw error;
      expect(whole, `${about}: ${error.message}`).toBeUndefined();
      expect(error.message, about).toMatch(new RegExp(`${name.replaceAll('.', '\\.')}.{10,300}`));
      ends.refused += 1;
    }
  }
  expect(await readdir(tempFolder).catch(() => []), 'what was spooled').toEqual([]);
  process.stdout.write(`${name}: ${ends.whole} cuts were whole, ${ends.refused} refused\n`);
  expect(ends.whole).toBeGreaterThan(0);
  expect(ends.refused).toBeGreaterThan(50);
});

test('nothing is left of one that the server refused', async () => {
  // A separate folder: the files of the other tests are not a data folder.
  const dataFolder = join(folder, 'data');
  server = await serverOn(dataFolder);
  await addRun(server.address, 5, 'earlier', earlier);
  const sound = { '5/earlier': earlier.hash };
  let refused = 0;
  for (let round = 0; round < scaled(12, 400); round++) {
    const [name, content] = chances.pick(dumps);
    const length = chances.below(content.length);
    if (samplesIn(name, content, length) !== undefined) continue;
    const piece = content.subarray(0, length);
    const answer = await upload(server.address, 5, [{ name, content: piece }], { run: 'cut' });
    expect(answer.status, `${name} cut to ${length}: ${answer.text}`).toBe(400);
    refused += 1;
  }
  expect(refused).toBeGreaterThan(5);
  expect(await hashesOf(server.address)).toEqual(sound);
  expect(await readdir(join(dataFolder, 'parts'))).toEqual([]);
  expect(await readdir(join(dataFolder, 'temp')).catch(() => [])).toEqual([]);
  await server.kill();
  await expectWhole(dataFolder);
});
