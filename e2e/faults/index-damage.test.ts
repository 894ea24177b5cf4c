/** An index in any state: set aside if it is not sound and rebuilt, and the answers have the same hash. */
import { execFileSync } from 'node:child_process';
import { cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sealJson, unsealJson } from '../../src/server/store/records/synced-files';
import { get } from '../api-door';
import { madeLines, madeRun } from '../made-runs';
import { chancesOf, isFull, scaled } from './fault-scale';
import { killAll, serverOn } from './faulty-process';
import {
  bitFlipped,
  blocksSwapped,
  cutTo,
  damageFile,
  noiseAppended,
  zerosAppended,
  zerosFrom,
} from './file-damage';
import { answersOf, importLines, newPlace, runFolderOf, type Answered } from './folder-answers';

vi.setConfig({ testTimeout: 3_600_000 });

let sound: string;
let folder: string;
let before: Answered;
beforeAll(async () => {
  sound = await newPlace('index');
  await importLines(sound, 5, 'one', madeLines(madeRun(41, 40)));
  // As long as the other to the byte, but with other values.
  await importLines(sound, 6, 'other', madeLines(madeRun(42, 40)));
  before = await answersOf(sound, [5]);
  expect(before.reports).toEqual([]);
  expect(new Set(before.statuses)).toEqual(new Set([200]));
  folder = `${sound}-copy`;
});
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await cp(sound, folder, { recursive: true });
});
afterEach(killAll);
afterAll(async () => {
  await rm(sound, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

const chances = chancesOf('index damage');

/** The folder must answer as before, whatever was done to its index, and report what it found. */
async function expectMadeAgain(about: string, isPutAside = true): Promise<void> {
  const { hash, hashes, reports } = await answersOf(folder, [5]);
  expect(hashes, about).toEqual(before.hashes);
  expect(hash, about).toBe(before.hash);
  expect(reports, about).toHaveLength(1);
  expect(reports[0], about).toMatch(/^The index of run .*; rebuilding it$/);
  const names = await readdir(await runFolderOf(folder, 5));
  expect(names.includes('index.aside-1'), about).toBe(isPutAside);
  // It is sound from now on.
  expect((await answersOf(folder, [5])).reports, about).toEqual([]);
}

const indexFile = async (name: string) => join(await runFolderOf(folder, 5), 'index', name);
const files = ['samples.duckdb', 'index.json'] as const;

test('the index of another run is not used for this run', async () => {
  const [own, other] = [await runFolderOf(folder, 5), await runFolderOf(folder, 6)];
  await rm(join(own, 'index'), { recursive: true });
  await cp(join(other, 'index'), join(own, 'index'), { recursive: true });
  await expectMadeAgain('an index of another run');
});

test('an index of the same run from before a deletion and a new import is not used for the new run', async () => {
  const own = await runFolderOf(folder, 5);
  await rename(join(own, 'index'), `${folder}-index`);
  await rm(own, { recursive: true });
  const reversed = madeRun(41, 40).toReversed();
  await importLines(folder, 5, 'one', madeLines(reversed));
  const again = await runFolderOf(folder, 5);
  const { hash } = await answersOf(folder, [5]);
  await rm(join(again, 'index'), { recursive: true });
  await rename(`${folder}-index`, join(again, 'index'));
  const { hash: after, reports } = await answersOf(folder, [5]);
  expect(reports).toHaveLength(1);
  expect(after).toBe(hash);
});

describe('set aside and rebuilt', () => {
  test.each(files)('%s damaged in any way', async (name) => {
    const { size } = await stat(await indexFile(name));
    const middle = Math.floor(size / 2);
    const block = Math.min(4096, Math.floor(size / 4));
    const all = [
      cutTo(0),
      cutTo(size - 1),
      cutTo(middle),
      // Trailing zeros after JSON are what a power failure leaves, and are harmless.
      ...(name === 'index.json' ? [] : [zerosAppended(4096), zerosAppended(1)]),
      zerosFrom(middle),
      zerosFrom(0),
      noiseAppended(512, chances),
      ...(size > 20_000 ? [blocksSwapped(4096, 8192, block)] : [blocksSwapped(0, block, block)]),
      ...Array.from({ length: scaled(3, 300) }, () => bitFlipped(chances.below(size * 8))),
    ];
    const some = isFull ? all : [0, 1, 2].map(() => chances.pick(all));
    const own = await runFolderOf(folder, 5);
    for (const damage of some) {
      await damageFile(await indexFile(name), damage);
      await expectMadeAgain(`${name}: ${damage.about}`);
      await rm(join(own, 'index.aside-1'), { recursive: true });
      // A rebuilt index may be a byte shorter, and the next damage must affect the same bytes each time.
      await rm(join(own, 'index'), { recursive: true });
      await cp(join(await runFolderOf(sound, 5), 'index'), join(own, 'index'), { recursive: true });
    }
    process.stdout.write(`${name}: ${some.length} damaged indexes put aside and rebuilt\n`);
  });

  test('a log next to the database, whatever its contents', async () => {
    const own = await runFolderOf(folder, 5);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(4096),
      await readFile(await indexFile('samples.duckdb')),
    ]) {
      await writeFile(await indexFile('samples.duckdb.wal'), bytes);
      await expectMadeAgain(`a log of ${bytes.length} bytes`);
      await rm(join(own, 'index.aside-1'), { recursive: true });
    }
  });

  test('a file, a link or a folder where the index or one of its files should be', async () => {
    const own = await runFolderOf(folder, 5);
    await rm(join(own, 'index'), { recursive: true });
    await writeFile(join(own, 'index'), 'a file');
    await expectMadeAgain('a file in the place of the index');
    await rm(join(own, 'index.aside-1'), { recursive: true });
    for (const name of files) {
      await rm(await indexFile(name));
      await cp(join(sound, 'projects'), await indexFile(name), { recursive: true });
      await expectMadeAgain(`a folder in the place of ${name}`);
      await rm(join(own, 'index.aside-1'), { recursive: true });
    }
  });

  test('an index of a newer version, whatever the format of its manifest', async () => {
    const path = await indexFile('index.json');
    const own = await runFolderOf(folder, 5);
    for (const more of [{}, { built: 'quite another thing', files: {} }]) {
      const manifest = Object(unsealJson(await readFile(path, 'utf8')));
      await writeFile(path, sealJson({ ...manifest, ...more, version: 99 }));
      const { hash, reports } = await answersOf(folder, [5]);
      expect(hash).toBe(before.hash);
      expect(reports).toEqual([expect.stringContaining('it was made by another version')]);
      await rm(join(own, 'index.aside-1'), { recursive: true });
    }
  });

  test('a database of a newer DuckDB, with a matching manifest', async () => {
    const database = await indexFile('samples.duckdb');
    const bytes = await readFile(database);
    // The storage version follows the checksum and the magic word of the first block.
    expect(bytes.toString('latin1', 8, 12)).toBe('DUCK');
    bytes.writeBigUInt64LE(9999n, 12);
    await writeFile(database, bytes);
    await sealAnew();
    const { hash, reports } = await answersOf(folder, [5]);
    expect(hash).toBe(before.hash);
    expect(reports).toEqual([expect.stringContaining('DuckDB does not open it')]);
  });

  test('a missing index', async () => {
    await rm(join(await runFolderOf(folder, 5), 'index'), { recursive: true });
    await expectMadeAgain('no index', false);
  });

  test('an index locked by another process, as long as it is locked', async () => {
    const holder = await DuckDBInstance.create(await indexFile('samples.duckdb'), {});
    const { hash } = await answersOf(folder, [5]);
    holder.closeSync();
    expect(hash).toBe(before.hash);
  });
});

/** Rewrites the manifest, so that it matches the files next to it. */
async function sealAnew(): Promise<void> {
  const path = await indexFile('index.json');
  const manifest = Object(unsealJson(await readFile(path, 'utf8')));
  const described = [];
  for (const { name } of manifest.files) {
    const bytes = await readFile(await indexFile(String(name)));
    described.push({ name, bytes: bytes.length, checksum: crc32(bytes) });
  }
  await writeFile(path, sealJson({ ...manifest, files: described }));
}

describe('a sound index is not set aside', () => {
  const asides = async () =>
    (await readdir(await runFolderOf(folder, 5))).filter((name) => name.startsWith('index.'));

  test('if the process cannot open more files', async () => {
    const server = await serverOn(folder);
    const path = '/v1/api/5/classify/all/result/page';
    await get(server.address, '/v1/api/second-look/health');
    const open = (await readdir(`/proc/${server.pid}/fd`)).length;
    const limit = (most: number) =>
      execFileSync('prlimit', ['--pid', String(server.pid), `--nofile=${most}:4096`]);
    let refused = 0;
    for (let more = 0; ; more++) {
      limit(open + more);
      const answer = await get(server.address, path).catch(() => undefined);
      limit(4096);
      expect(await asides(), server.errors()).toEqual([]);
      if (answer?.status === 200) break;
      refused += 1;
      if (answer === undefined) continue;
      expect(answer.status, answer.text).toBe(500);
      expect(answer.text).toMatch(
        /Too many files are open \(EMFILE\); .*(run cannot be shown|records cannot be read)/,
      );
    }
    expect(refused).toBeGreaterThan(0);
    expect(server.errors()).not.toContain('rebuilding it');
    await server.kill();
    expect((await answersOf(folder, [5])).hash).toBe(before.hash);
  });

  test.each(['EMFILE', 'EACCES'] as const)('at %s at any file of it', async (code) => {
    let refused = 0;
    const server = await serverOn(folder);
    for (let at = 1; ; at++) {
      await server.plan({ kind: 'fail', folder, at, code, lasting: false });
      const answer = await get(server.address, '/v1/api/5/classify/all/result/page');
      const { hits } = await server.plan({ kind: 'count', folder });
      expect(await asides(), `${code} at ${at}`).toEqual([]);
      if (hits === 0) break;
      refused += answer.status === 200 ? 0 : 1;
    }
    expect(refused).toBeGreaterThan(1);
  });
});
