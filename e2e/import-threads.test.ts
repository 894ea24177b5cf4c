/** Imports large enough for threads: the same results for lines and pages, faults are named, dead threads survived. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { get, upload } from './api-door';
import { madeLines, madePage, madeRun } from './made-runs';
import { root, startServer, type RunningServer } from './start-server';

/** More bytes than are read without threads. */
const leastBytes = 5_000_000;
const entries = madeRun(11, 4000);
const lines = madeLines(entries).trimEnd();
const imported = z.object({ run: z.object({ samples: z.int() }), notices: z.array(z.string()) });
const refused = z.object({ success: z.literal(false), error: z.string() });

let server: RunningServer;
beforeAll(async () => {
  expect(lines.length).toBeGreaterThan(leastBytes);
  server = await startServer(['--no-demo']);
});
afterAll(() => server.stop());

const pageText = async (project: number) =>
  (await get(server.address, `/v1/api/${project}/classify/all/result/page?limit=100000`)).text;

async function summaryOf(project: number): Promise<unknown> {
  const { body } = await get(server.address, `/v1/api/${project}/second-look/summary`);
  return { ...z.looseObject({}).parse(body), run: undefined };
}

test('lines and pages give the same bytes', async () => {
  expect((await upload(server.address, 1, [{ name: 'a.jsonl', content: lines }])).status).toBe(200);
  expect((await upload(server.address, 2, [{ name: 'a.json', content: madePage(entries) }])).status).toBe(
    200,
  );
  const text = await pageText(1);
  expect(await pageText(2)).toBe(text);
  for (const { result, predictions } of entries.slice(0, 4000).filter((_, at) => at % 97 === 0)) {
    expect(text).toContain(JSON.stringify(result));
    for (const prediction of predictions) expect(text).toContain(JSON.stringify(prediction));
  }
  expect(await summaryOf(2)).toEqual(await summaryOf(1));
});

test('an equal duplicate of a sample is imported once', async () => {
  const [first = ''] = lines.split('\n');
  const spaced = `${first.replace('{"result":', '{ "result" : ')}\n${first}`;
  const { body } = await upload(server.address, 3, [{ name: 'a.jsonl', content: `${lines}\n${spaced}\n` }]);
  const { run, notices } = imported.parse(body);
  expect(run.samples).toBe(entries.length);
  expect(notices.join(' ')).toContain('2 samples repeated in the files, each time the same: taken once.');
  expect(notices.join(' ')).toContain(
    `again in a.jsonl, line ${(entries.length + 1).toLocaleString('en')} (byte`,
  );
  expect(await pageText(3)).toBe(await pageText(1));
});

test('a different duplicate of a sample is refused, naming both lines', async () => {
  const { result, predictions } = entries[5] ?? { result: {}, predictions: [] };
  const other = JSON.stringify({ result: { ...result, also: 1 }, predictions });
  const { status, body } = await upload(server.address, 4, [
    { name: 'a.jsonl', content: `${lines}\n${other}` },
  ]);
  expect(status).toBe(400);
  expect(refused.parse(body).error).toMatch(
    /^a\.jsonl, line 4,001 \(byte [\d,]+\): sample \d+ is already in a\.jsonl, line 6 \(byte [\d,]+\), and its result entries differ there\./,
  );
});

test('a fault far into the file is reported with its line, byte and field', async () => {
  const all = lines.split('\n');
  const broken = (all[3100] ?? '').replace('"classifications":[', '"classifications":7,"more":[');
  const content = [...all.slice(0, 3100), broken, ...all.slice(3101)].join('\n');
  const before = Buffer.byteLength(`${all.slice(0, 3100).join('\n')}\n{"result":`);
  const { status, body } = await upload(server.address, 5, [{ name: 'a.jsonl', content }]);
  expect(status).toBe(400);
  expect(refused.parse(body).error).toBe(
    `a.jsonl, line 3,101 (byte ${before.toLocaleString('en')}): result.classifications should be a list, but is 7.`,
  );
});

/** The built product, with a thread that stops at its first request. */
async function brokenCopy(thread: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'second-look-copy-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  await mkdir(join(copy, 'dist'));
  await cp(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(copy, 'package.json'));
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const breaksOff = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(7));`;
  await writeFile(join(copy, `dist/server/${thread}.js`), breaksOff);
  return copy;
}

interface Served {
  address: string;
  stop: () => Promise<number | null>;
}

async function served(copy: string): Promise<Served> {
  const args = ['dist/server/cli.js', 'serve', '--no-demo', '--port', '0', '--data', join(copy, 'data')];
  const command = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(command, 'exit');
  let address = '';
  for await (const line of createInterface({ input: command.stdout })) {
    address = /Second Look is at (http:\S+)/.exec(line)?.[1] ?? '';
    if (address !== '') break;
  }
  const stop = async () => {
    command.kill('SIGTERM');
    await ended;
    return command.exitCode;
  };
  return { address, stop };
}

/** It refuses the file with this sentence. */
async function expectRefused({ address }: Served, file: { name: string; content: string }, says: string) {
  const { status, body } = await upload(address, 1, [file]);
  expect(status).toBe(500);
  expect(refused.parse(body).error).toBe(says);
}

/** The next import, which needs no thread, is accepted, and the server stops normally. */
async function expectAlive({ address, stop }: Served): Promise<void> {
  const small = [{ name: 'b.json', content: madePage(entries.slice(0, 10)) }];
  expect((await upload(address, 1, small)).status).toBe(200);
  expect(await stop()).toBe(0);
}

test('a thread that stops ends the import with one sentence, and the server survives', async () => {
  const broken = await served(await brokenCopy('reading-thread'));
  const says =
    'A thread that read records for the import stopped: it ended with code 7. Nothing was imported; try again.';
  await expectRefused(broken, { name: 'a.jsonl', content: lines }, says);
  await expectRefused(broken, { name: 'a.json', content: madePage(entries) }, says);
  await expectAlive(broken);
});

/** More samples than are sorted without a thread. */
const many = 100_500;
const lengthOf = (id: number) => (id * 7919) % 1000;
const manyLines = () =>
  Array.from({ length: many }, (_, id) => {
    const sample = { id, totalLengthMs: lengthOf(id) };
    return JSON.stringify({ result: { sampleId: id, sample, classifications: [] }, predictions: [] });
  }).join('\n');

test('numbers that a thread has sorted are found, counted and in order', async () => {
  expect((await upload(server.address, 6, [{ name: 'many.jsonl', content: manyLines() }])).status).toBe(200);
  const ids = Array.from({ length: many }, (_, id) => id);
  const page = z.object({ totalCount: z.int(), result: z.array(z.looseObject({ sampleId: z.int() })) });
  const ask = async (query: string) =>
    page.parse((await get(server.address, `/v1/api/6/classify/all/result/page?${query}`)).body);
  const found = await ask('minLength=250&maxLength=300&sort=-length&limit=60');
  const kept = ids.filter((id) => lengthOf(id) > 250 && lengthOf(id) < 300);
  const sorted = kept.toSorted((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  expect(found.totalCount).toBe(kept.length);
  expect(found.result.map(({ sampleId }) => sampleId)).toEqual(sorted.slice(0, 60));
});
