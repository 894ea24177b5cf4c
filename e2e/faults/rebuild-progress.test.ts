/** While the index of a big run is being rebuilt, the server reports its progress, and everything else can be used. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { rebuildSchema, type Run } from '../../src/contract/schemas/runs';
import { get } from '../api-door';
import { madeLines, madeRun } from '../made-runs';
import { runCommand } from '../run-command';
import { killAll, serverOn, type FaultyServer } from './faulty-process';
import { importLines, newPlace, runFolderOf } from './folder-answers';
import { slowRunSamples, writeSlowRun } from './slow-run';
import { hashOfRun, runsOf } from './whole-runs';

const small = [2, 3, 4, 5, 6, 7, 8];
const healthSchema = z.object({ rebuilding: z.array(rebuildSchema) });

let folder: string;
let server: FaultyServer;
let big: Run;
let hash: string;
beforeAll(async () => {
  folder = await newPlace('rebuild');
  const file = `${folder}.jsonl`;
  await writeSlowRun(file);
  const end = await runCommand(['import', file, '--project', '1', '--data', folder]);
  expect(end.code, end.errors).toBe(0);
  await rm(file);
  for (const project of small) await importLines(folder, project, 'small', madeLines(madeRun(project, 20)));
  server = await serverOn(folder);
  const run = (await runsOf(server.address)).find(({ projectId }) => projectId === 1);
  if (run === undefined) throw new Error('There is no big run.');
  big = run;
  hash = await hashOfRun(server.address, big);
  await server.kill();
});
afterEach(killAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

const pageOf = (project: number) => get(server.address, `/v1/api/${project}/classify/all/result/page`);
const rebuilding = async () =>
  healthSchema.parse((await get(server.address, '/v1/api/second-look/health')).body).rebuilding;

/** All progress values that the server reports until it is done. */
async function watchedShares(): Promise<number[]> {
  const shares: number[] = [];
  for (;;) {
    const [rebuild, ...others] = await rebuilding();
    if (rebuild === undefined) return shares;
    expect(others).toEqual([]);
    expect(rebuild).toMatchObject({ projectId: 1, run: big.id });
    expect(rebuild.samples).toBeLessThanOrEqual(slowRunSamples);
    shares.push(rebuild.share);
  }
}

async function expectServed(project: number): Promise<void> {
  const page = await pageOf(project);
  expect(page.status, page.text).toBe(200);
  const summary = await get(server.address, `/v1/api/${project}/second-look/summary`);
  expect(summary.status, summary.text).toBe(200);
}

/** How many of the other runs' pages and summaries were served until the big one was rebuilt. */
async function servedMeanwhile(): Promise<number> {
  let served = 0;
  while ((await rebuilding()).length > 0) {
    // All of them at once, so that more are opened than are kept open, however fast the machine is.
    await Promise.all(small.map(expectServed));
    served += small.length;
    const still = await pageOf(1);
    expect([200, 503], still.text).toContain(still.status);
  }
  return served;
}

async function startWithoutIndex(): Promise<void> {
  await rm(join(await runFolderOf(folder, 1), 'index'), { recursive: true, force: true });
  server = await serverOn(folder);
}

test('the run is refused with its progress, all others are served, and it is rebuilt once', async () => {
  await startWithoutIndex();
  expect(await rebuilding()).toEqual([]);
  const refused = await pageOf(1);
  expect(refused.status).toBe(503);
  expect(refused.text).toMatch(/index of run .* is being rebuilt from its records: \d+ % done/);

  const [shares, served] = await Promise.all([watchedShares(), servedMeanwhile()]);
  expect(served).toBeGreaterThan(0);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect(new Set(shares).size).toBeGreaterThan(3);
  expect(await hashOfRun(server.address, big)).toBe(hash);
  expect(server.errors().match(/rebuilding it/g)).toHaveLength(1);
  expect((await readdir(await runFolderOf(folder, 1))).sort()).toEqual(['index', 'records', 'run.json']);
  process.stdout.write(`${served} pages and summaries of other runs while one was rebuilt\n`);
});

test('a server that is stopped meanwhile stops, and the next one rebuilds the index', async () => {
  await startWithoutIndex();
  expect((await pageOf(1)).status).toBe(503);
  process.kill(server.pid, 'SIGTERM');
  await server.ended;
  expect(server.errors()).toMatch(/rebuilding it\n$/);
  expect(await readdir(await runFolderOf(folder, 1))).not.toContain('index');

  server = await serverOn(folder);
  expect((await pageOf(1)).status).toBe(503);
  const answer = await fetch(new URL(`/v1/api/1/second-look/runs/${big.id}`, server.address), {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status, await answer.text()).toBe(200);
  expect((await pageOf(2)).status).toBe(200);
  while ((await rebuilding()).length > 0) expect((await pageOf(3)).status).toBe(200);
  expect((await pageOf(1)).status).toBe(404);
  expect(await readdir(join(folder, 'parts'))).toEqual([]);
  expect(await readdir(join(folder, 'projects'))).not.toContain('1');
});
