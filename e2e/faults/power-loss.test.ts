/** After a power failure at any moment of imports and deletions, what was acknowledged is complete. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { emptyQuery } from '../../src/contract/query';
import { openDuckdbStore } from '../../src/server/store/duckdb/duckdb-store';
import { openRunFolders } from '../../src/server/store/records/runs';
import { modes, readTrace, TracedDisk, type Step } from './disk-states';
import { chancesOf, scaled } from './fault-scale';
import { killAll, serverOn } from './faulty-process';
import { addRun, expectedRun, expectWhole, runsOf } from './whole-runs';

const states = scaled(80, 4000);
const opened = scaled(6, 200);

let root: string;
let trace: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'second-look-power-'));
  trace = `${root}.trace`;
});
afterEach(killAll);
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await rm(trace, { force: true });
});

/** Everything in a folder by path; folders are `null`. */
async function contentOf(folder: string): Promise<Map<string, Buffer | null>> {
  const content = new Map<string, Buffer | null>([[folder, null]]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.sort((a, b) => a.parentPath.length - b.parentPath.length)) {
    const path = join(entry.parentPath, entry.name);
    content.set(path, entry.isDirectory() ? null : await readFile(path));
  }
  return content;
}

/** What exists for certain, what may exist, and what is certainly gone, according to the marks in the trace. */
function knownAt(steps: readonly Step[]): { sure: Set<string>; possible: Set<string> } {
  const sure = new Set<string>();
  const possible = new Set<string>();
  for (const { name, path } of steps) {
    if (name !== 'mark') continue;
    const [what = '', run = ''] = path.split(' ');
    if (what === 'importing') possible.add(run);
    if (what === 'imported') sure.add(run);
    if (what === 'deleting') sure.delete(run);
    if (what === 'deleted') possible.delete(run);
  }
  return { sure, possible };
}

/** Imports two runs and deletes one of them, on a server whose disk is traced. */
async function traceServer(): Promise<Map<string, Buffer | null>> {
  const server = await serverOn(root);
  await addRun(server.address, 5, 'earlier', expectedRun(31, 40));
  const before = await contentOf(root);
  await server.plan({ kind: 'trace', folder: root, to: trace });
  for (const name of ['first', 'second']) {
    await server.mark(`importing ${name}`);
    await addRun(server.address, name === 'first' ? 5 : 6, name, expectedRun(name.length, 80));
    await server.mark(`imported ${name}`);
  }
  const run = (await runsOf(server.address)).find(({ name }) => name === 'second');
  await server.mark('deleting second');
  const path = `/v1/api/6/second-look/runs/${run?.id ?? ''}`;
  const answer = await fetch(new URL(path, server.address), {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(200);
  await server.mark('deleted second');
  await server.kill();
  return before;
}

test(`${states} states of the disk: every acknowledged run is complete, none is half finished`, async () => {
  const before = await traceServer();
  const steps = readTrace(trace);
  const syncs = steps.filter(({ name }) => name === 'sync').length;
  expect(syncs).toBeGreaterThan(10);
  expect(steps.filter(({ name }) => name === 'rename').length).toBeGreaterThanOrEqual(3);
  const chances = chancesOf('power loss');
  let withUnacknowledged = 0;
  for (let state = 0; state < states; state++) {
    const cut = state === 0 ? steps.length : chances.below(steps.length + 1);
    const mode = modes[state % modes.length] ?? 'everything';
    const disk = new TracedDisk(before);
    for (const step of steps.slice(0, cut)) disk.take(step);
    const folder = await mkdtemp(join(tmpdir(), 'second-look-state-'));
    const about = `state ${state}: cut at step ${cut} of ${steps.length}, ${mode}`;
    try {
      await disk.build(root, folder, mode, chances);
      const reports: string[] = [];
      const report = (message: string) => void reports.push(message);
      const runs = (await openRunFolders(folder, report)).projects().flatMap((project) => project.runs);
      const names = new Set(runs.map(({ name }) => name));
      const { sure, possible } = knownAt(steps.slice(0, cut));
      for (const name of ['earlier', ...sure]) expect(names.has(name), `${about}: ${name}`).toBe(true);
      for (const name of names) expect(['earlier', ...possible], about).toContain(name);
      if (names.size > 1 + sure.size) withUnacknowledged += 1;
      expect(reports, about).toEqual([]);
      await expectWhole(folder);
      if (state < opened) {
        const store = await openDuckdbStore(folder, { report });
        for (const run of runs) {
          const query = { ...emptyQuery, limit: 1000 };
          expect((await store.page(run, query)).totalCount, about).toBe(run.samples);
        }
        await store.close();
        expect(reports, about).toEqual([]);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  process.stdout.write(
    `${states} states from ${steps.length} steps with ${syncs} syncs; ${withUnacknowledged} held a run before its answer\n`,
  );
}, 3_600_000);
