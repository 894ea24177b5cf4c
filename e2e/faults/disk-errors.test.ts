/** A disk that is full, broken, read-only or out of handles at any operation: nothing is lost, and the server keeps working. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { get, type Answer } from '../api-door';
import { isFull } from './fault-scale';
import { killAll, runFaulty, serverOn, type FailureCode, type FaultyServer } from './faulty-process';
import { addRun, expectedRun, expectWhole, hashesOf, runsOf, uploadRun } from './whole-runs';

const earlier = expectedRun(21, 50);
const next = expectedRun(22, 30);
const errorSchema = z.object({ success: z.literal(false), error: z.string() });

let folder: string;
let server: FaultyServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-disk-'));
});
afterEach(killAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One or two sentences, without technical details of the machine. */
function sentenceOf(answer: Answer): string {
  const { error } = errorSchema.parse(answer.body);
  expect(error).toMatch(/^[A-Z"].{15,400}$/);
  expect(error).not.toMatch(/\n| at .*\.js|undefined|\[object/);
  return error;
}

async function removeNext(): Promise<void> {
  const run = (await runsOf(server.address)).find(({ name }) => name === 'next');
  if (run === undefined) throw new Error('There is no such run.');
  const path = `/v1/api/${run.projectId}/second-look/runs/${run.id}`;
  const answer = await fetch(new URL(path, server.address), {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const failures: [code: FailureCode, lasting: boolean, step: number, status: number, says: RegExp][] = [
  ['ENOSPC', true, isFull ? 1 : 5, 507, /full|no space left/],
  ['ENOSPC', false, isFull ? 1 : 7, 507, /full|no space left/],
  ['EDQUOT', true, isFull ? 1 : 11, 507, /full|no space left/],
  ['EIO', false, isFull ? 1 : 8, 500, /EIO/],
  ['EMFILE', true, isFull ? 1 : 6, 500, /EMFILE/],
  ['EACCES', true, isFull ? 1 : 6, 500, /EACCES/],
  ['EROFS', true, isFull ? 1 : 9, 500, /EROFS/],
];

describe('an import', () => {
  test.each(failures)(
    'fails whole at %s (lasting: %s), every %d. operation',
    async (code, lasting, step, status, says) => {
      const at0 = folder;
      folder = await mkdtemp(join(tmpdir(), 'second-look-disk-'));
      await rm(at0, { recursive: true, force: true });
      server = await serverOn(folder);
      await addRun(server.address, 5, 'earlier', earlier);
      const counting = { kind: 'count' as const, folder };
      const sound = { '5/earlier': earlier.hash };
      let failed = 0;
      for (let at = 1; ; at += step) {
        await server.plan({ kind: 'fail', folder, at, code, lasting });
        const answer = await uploadRun(server.address, 5, 'next', next);
        const { hits } = await server.plan(counting);
        const about = `${code} at operation ${at}: ${answer.text.slice(0, 300)}`;
        if (hits === 0) {
          expect(answer.status, about).toBe(200);
          break;
        }
        // A failure during cleanup after the last write may come too late to matter.
        if (answer.status === 200) {
          await removeNext();
          continue;
        }
        failed += 1;
        expect(answer.status, about).toBe(status);
        expect(sentenceOf(answer), about).toMatch(says);
        if (at % 5 === 1) expect(await hashesOf(server.address), about).toEqual(sound);
      }
      expect(failed).toBeGreaterThan(1);
      // The same server, now that there is space again.
      expect(await hashesOf(server.address)).toEqual({ ...sound, '5/next': next.hash });
      // What could not be removed from the disk is removed by the next start.
      await server.kill();
      server = await serverOn(folder);
      expect(await readdir(join(folder, 'parts'))).toEqual([]);
      expect(await hashesOf(server.address)).toEqual({ ...sound, '5/next': next.hash });
      await expectWhole(folder);
      process.stdout.write(`${code}: ${failed} imports failed, one came through\n`);
    },
    3_600_000,
  );

  test('is the same if each write is only half complete', async () => {
    server = await serverOn(folder, { plan: { kind: 'short', folder } });
    const large = expectedRun(23, 700);
    await addRun(server.address, 6, 'short writes', large);
    expect((await hashesOf(server.address))['6/short writes']).toBe(large.hash);
    await expectWhole(folder);
  });
});

test('a page whose records are temporarily unreadable says so, and works again afterwards', async () => {
  server = await serverOn(folder);
  const hashes = await hashesOf(server.address);
  const [run] = await runsOf(server.address);
  if (run === undefined) throw new Error('There is a run.');
  for (const code of ['EIO', 'EMFILE', 'EACCES'] as const) {
    await server.plan({ kind: 'fail', folder, at: 1, code, lasting: true });
    const path = `/v1/api/${run.projectId}/second-look/samples/1`;
    const answer = await get(server.address, path, { run: run.id });
    expect(answer.status, answer.text).toBe(500);
    expect(sentenceOf(answer)).toMatch(new RegExp(`\\(${code}\\).*: the records cannot be read$`));
    expect(sentenceOf(answer)).not.toContain('write');
    await server.plan({ kind: 'count', folder });
    expect(await hashesOf(server.address), code).toEqual(hashes);
  }
});

test('a folder that disappears while the server runs is reported, and served again once it is back', async () => {
  server = await serverOn(folder);
  const hashes = await hashesOf(server.address);
  const aside = `${folder}-aside`;
  await rename(folder, aside);
  try {
    const refused = await uploadRun(server.address, 5, 'gone', next);
    expect(refused.status, refused.text).toBeGreaterThanOrEqual(500);
    expect(sentenceOf(refused)).toMatch(/ENOENT|no longer there/);
    expect((await get(server.address, '/v1/api/second-look/health')).status).toBe(200);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  }
  expect(await hashesOf(server.address)).toEqual(hashes);
});

/** Mounts a disk of the given number of kilobytes; `undefined` if this user is not allowed to. */
function mountDisk(path: string, kilobytes: number): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path], { stdio: 'ignore' });
    return () => execFileSync('umount', ['-l', path]);
  } catch {
    return undefined;
  }
}

test('on a small real or simulated disk, an import is refused until there is space', async () => {
  const place = await mkdtemp(join(tmpdir(), 'second-look-small-'));
  const unmount = mountDisk(place, 6000);
  try {
    server = await serverOn(place, unmount === undefined ? {} : { env: { TMPDIR: place } });
    await addRun(server.address, 5, 'earlier', earlier);
    const before = await hashesOf(server.address);
    const ballast = join(place, 'ballast');
    let refusals = 0;
    for (const kilobytes of [5500, 5000, 4000, 3000, 2500, 2000, 1000]) {
      if (unmount === undefined) {
        await server.plan({
          kind: 'fail',
          folder: place,
          at: kilobytes / 500,
          code: 'ENOSPC',
          lasting: true,
        });
      } else await writeFile(ballast, Buffer.alloc(kilobytes * 1000)).catch(() => undefined);
      const answer = await uploadRun(server.address, 5, 'next', next);
      if (answer.status === 200) break;
      refusals += 1;
      expect(answer.status, answer.text).toBe(507);
      expect(sentenceOf(answer)).toMatch(/full/);
      await rm(ballast, { force: true });
      expect(await hashesOf(server.address)).toEqual(before);
    }
    expect(refusals).toBeGreaterThan(0);
    await rm(ballast, { force: true });
    await server.plan({ kind: 'count', folder: place });
    await uploadRun(server.address, 5, 'next', next);
    expect(await hashesOf(server.address)).toEqual({ ...before, '5/next': next.hash });
    await expectWhole(place);
  } finally {
    killAll();
    unmount?.();
    await rm(place, { recursive: true, force: true });
  }
});

test('a command reports a disk error in one line', async () => {
  const file = join(folder, '..', `${folder.split('/').at(-1)}.jsonl`);
  const place = await mkdtemp(join(tmpdir(), 'second-look-refuse-'));
  await writeFile(file, next.content);
  try {
    for (const code of ['EACCES', 'EROFS', 'ENOSPC', 'EMFILE', 'EIO'] as const) {
      for (const at of isFull ? [1, 4, 9, 20] : [9]) {
        const plan = { kind: 'fail' as const, folder: place, at, code, lasting: true };
        const end = await runFaulty(['import', file, '--project', '5', '--data', place], { plan });
        expect(end.code, `${code} at ${at}: ${end.errors}`).toBe(1);
        expect(end.errors, `${code} at ${at}`).toMatch(/^second-look: [^\n]{15,500}\n$/);
      }
    }
  } finally {
    await rm(file);
    await rm(place, { recursive: true, force: true });
  }
});
