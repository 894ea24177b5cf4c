/** Stopped, suspended, out of memory, or with an internal failure: all or nothing, and the server works again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { get } from '../api-door';
import { root } from '../start-server';
import { chancesOf, scaled } from './fault-scale';
import { killAll, runFaulty, serverOn, type FaultyServer } from './faulty-process';
import { importLines, newPlace } from './folder-answers';
import { startUpload } from './slow-upload';
import { slowRunSamples, writeSlowRun } from './slow-run';
import { expectedRun, expectWhole, hashesOf, runsOf, uploadRun } from './whole-runs';

vi.setConfig({ testTimeout: 3_600_000 });

const earlier = expectedRun(95, 30);
const next = expectedRun(96, 600);
const bytes = Buffer.from(next.content);
const half = bytes.subarray(0, bytes.length >> 1);
const rest = bytes.subarray(half.length);
const sound = { '5/earlier': earlier.hash };

let folder: string;
let slowFile: string;
beforeAll(async () => {
  folder = await newPlace('stopping');
  slowFile = `${folder}.jsonl`;
  await writeSlowRun(slowFile);
  await importLines(folder, 5, 'earlier', earlier.content);
});
afterAll(async () => {
  await rm(slowFile);
  await rm(folder, { recursive: true, force: true });
});
let command: ChildProcess | undefined;
afterEach(() => {
  killAll();
  command?.kill('SIGKILL');
});

const parts = () => readdir(join(folder, 'parts'));

/** The folder as the next server finds it. */
async function expectAfter(expected: Readonly<Record<string, string>>): Promise<void> {
  const again = await serverOn(folder);
  expect(await hashesOf(again.address)).toEqual(expected);
  expect(await parts()).toEqual([]);
  expect(await readdir(join(folder, 'temp')).catch(() => [])).toEqual([]);
  await again.kill();
  await expectWhole(folder);
}

describe('a server', () => {
  let server: FaultyServer;
  beforeEach(async () => {
    server = await serverOn(folder);
  });

  test.each([
    ['SIGTERM', ['SIGTERM']],
    ['SIGINT twice', ['SIGINT', 'SIGINT']],
  ] as const)('exits at %s while half of an upload has arrived', async (_about, signals) => {
    const upload = startUpload(server.address, 5, 'next', bytes.length);
    await upload.send(half);
    await upload.received(half.length);
    for (const signal of signals) process.kill(server.pid, signal);
    await server.ended;
    expect(await upload.status).not.toBe(200);
    expect(await readdir(folder)).not.toContain('server.json');
    await expectAfter(sound);
  });

  test('at SIGTERM at any moment of an import has all of it or nothing', async () => {
    const chances = chancesOf('stopping');
    let came = 0;
    let stopped = 0;
    for (let round = 0; round < scaled(2, 100); round++) {
      const importing = uploadRun(server.address, 5, 'next', next).catch(() => undefined);
      await Promise.race([setTimeout(chances.below(700)), importing]);
      process.kill(server.pid, 'SIGTERM');
      await server.ended;
      const isDone = (await importing)?.status === 200;
      if (isDone) came += 1;
      else stopped += 1;
      server = await serverOn(folder);
      const { '5/next': found, ...others } = await hashesOf(server.address);
      expect(others).toEqual(sound);
      expect([next.hash, ...(isDone ? [] : [undefined])]).toContain(found);
      expect(await parts()).toEqual([]);
      const run = (await runsOf(server.address)).find(({ name }) => name === 'next');
      if (run === undefined) continue;
      const address = new URL(`/v1/api/5/second-look/runs/${run.id}`, server.address);
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(200);
    }
    process.stdout.write(`SIGTERM: ${came} imports came in before, ${stopped} did not\n`);
    expect(came + stopped).toBe(scaled(2, 100));
    await server.kill();
    await expectAfter(sound);
  });

  test('that is suspended keeps its folder locked, and resumes the upload', async () => {
    const upload = startUpload(server.address, 6, 'next', bytes.length);
    await upload.send(half);
    await upload.received(half.length);
    process.kill(server.pid, 'SIGSTOP');
    const second = await runFaulty(['serve', '--no-demo', '--port', '0', '--data', folder]);
    expect(second.code).toBe(1);
    expect(second.errors).toContain(`process ${server.pid};`);
    await upload.send(rest);
    process.kill(server.pid, 'SIGCONT');
    expect(await upload.status).toBe(200);
    expect(await hashesOf(server.address)).toEqual({ ...sound, '6/next': next.hash });
    await rm(join(folder, 'projects', '6'), { recursive: true });
  });

  test('whose folder is deleted says so, keeps running, and stops on a signal', async () => {
    const own = await newPlace('deleted');
    const other = await serverOn(own);
    await uploadRun(other.address, 5, 'earlier', earlier);
    await rm(own, { recursive: true });
    const refused = await uploadRun(other.address, 5, 'next', next);
    expect(refused.status).toBe(500);
    expect(refused.text).toMatch(/no longer there.*ENOENT/);
    expect((await get(other.address, '/v1/api/second-look/health')).status).toBe(200);
    const page = await get(other.address, '/v1/api/5/classify/all/result/page');
    expect(page.status).toBeGreaterThanOrEqual(400);
    process.kill(other.pid, 'SIGTERM');
    await other.ended;
    expect(other.errors()).not.toMatch(/unexpected error/);
    expect(await readdir(own).catch(() => [])).toEqual([]);
  });

  test('keeps running after a failure that no code handles', async () => {
    await server.kill();
    const preload = fileURLToPath(new URL('failing-parts.mjs', import.meta.url));
    server = await serverOn(folder, { env: { NODE_OPTIONS: `--import ${preload}` } });
    const upload = startUpload(server.address, 6, 'next', bytes.length);
    await upload.send(half);
    await upload.received(half.length);
    for (let time = 1; time <= 3; time++) {
      process.kill(server.pid, 'SIGUSR2');
      while ((server.errors().match(/unexpected error: Error: a /g) ?? []).length < 2 * time)
        await setImmediate();
    }
    await upload.send(rest);
    expect(await upload.status).toBe(200);
    expect(await hashesOf(server.address)).toEqual({ ...sound, '6/next': next.hash });
    await rm(join(folder, 'projects', '6'), { recursive: true });
  });
});

/** `import` of the slow run, once it is running. */
async function slowImport(env: Readonly<Record<string, string>> = {}) {
  const words = ['import', slowFile, '--project', '6', '--run', 'slow', '--data', folder];
  const child = spawn(process.execPath, [join(root, 'dist/server/cli.js'), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  command = child;
  const ended = once(child, 'close');
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  while (child.exitCode === null && (await parts().catch(() => [])).length === 0) await setImmediate();
  return { child, ended, said };
}

describe('an import on the command line', () => {
  test('is cancelled by SIGINT with a message', async () => {
    const { child, ended, said } = await slowImport();
    child.kill('SIGINT');
    await ended;
    expect(child.exitCode).toBe(1);
    const [output, errors] = await said;
    expect(output).toBe('');
    expect(errors).toMatch(/second-look: Cancelled; nothing was stored\.\n$/);
    expect(await parts()).toEqual([]);
    await expectAfter(sound);
  });

  test('is killed by a second SIGINT, and leaves nothing permanent', async () => {
    const { child, ended } = await slowImport();
    // Suspended, so that both have arrived when it resumes.
    child.kill('SIGSTOP');
    child.kill('SIGINT');
    child.kill('SIGCONT');
    child.kill('SIGINT');
    await ended;
    expect(child.exitCode).not.toBe(0);
    await expectAfter(sound);
  });

  test('needs no more memory than a small machine has', async () => {
    const { child, ended, said } = await slowImport({ NODE_OPTIONS: '--max-old-space-size=256' });
    await ended;
    const [output, errors] = await said;
    expect(child.exitCode, errors).toBe(0);
    expect(output).toContain(`Imported ${slowRunSamples.toLocaleString('en')} samples`);
    await rm(join(folder, 'projects', '6'), { recursive: true });
    await expectAfter(sound);
  });
});
