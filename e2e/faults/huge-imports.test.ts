/** Files that are larger than memory: imported or refused while streaming, with a limit on the server's memory. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { errorSchema } from '../../src/contract/errors';
import { get, upload } from '../api-door';
import { madeLines, madeRun } from '../made-runs';
import { isFull, scaled } from './fault-scale';
import { killAll, serverOn, type FaultyServer } from './faulty-process';
import { newPlace } from './folder-answers';
import { startUpload } from './slow-upload';
import { addRun, expectedRun, expectWhole, hashesOf, runsOf } from './whole-runs';

vi.setConfig({ testTimeout: 3_600_000 });

const megabyte = 1024 * 1024;
const earlier = expectedRun(97, 30);
const sound = { '5/earlier': earlier.hash };

let folder: string;
let server: FaultyServer;
beforeAll(async () => {
  folder = await newPlace('huge');
  server = await serverOn(folder);
  await addRun(server.address, 5, 'earlier', earlier);
});
afterEach(async () => {
  expect(await readdir(join(folder, 'parts'))).toEqual([]);
  expect(await readdir(join(folder, 'temp')).catch(() => [])).toEqual([]);
});
afterAll(async () => {
  killAll();
  await rm(folder, { recursive: true, force: true });
});

/** The server's peak memory since the last call, in megabytes. */
async function peak(): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  await writeFile(`/proc/${server.pid}/clear_refs`, '5');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** A line, cut where its sample's name can be extended to any length. */
const [sampleLine = ''] = madeLines(madeRun(98, 1)).split('\n');
const cutAt = sampleLine.indexOf('"filename":"') + '"filename":"'.length;
const [lineStart, lineEnd] = [Buffer.from(sampleLine.slice(0, cutAt)), Buffer.from(sampleLine.slice(cutAt))];

test(`a line of ${scaled(160, 1024)} MB is refused without keeping it in memory`, async () => {
  const size = scaled(160, 1024) * megabyte;
  const slow = startUpload(server.address, 5, 'long', lineStart.length + size + lineEnd.length);
  await peak();
  await slow.send(lineStart);
  const piece = Buffer.alloc(megabyte, 'x');
  for (let sent = 0; sent < size && !slow.isAnswered(); sent += megabyte) await slow.send(piece);
  if (!slow.isAnswered()) await slow.send(lineEnd);
  expect(await slow.status).toBe(413);
  expect(errorSchema.parse(JSON.parse(await slow.said)).error).toMatch(/larger than the 67,108,864 bytes/);
  const held = await peak();
  process.stdout.write(`A line of ${size / megabyte} MB: the server had ${held.toFixed(0)} MB at most\n`);
  expect(held).toBeLessThan(700);
  expect(await hashesOf(server.address)).toEqual(sound);
});

/** A gzipped page with the given number of megabytes of white space. */
async function swelling(megabytes: number): Promise<Buffer> {
  async function* pieces() {
    yield '{"success":true,';
    const spaces = Buffer.alloc(megabyte, ' ');
    for (let count = 0; count < megabytes; count++) yield await Promise.resolve(spaces);
    yield '"result":[],"predictions":[],"totalCount":0}';
  }
  const packed: Buffer[] = [];
  for await (const piece of Readable.from(pieces()).pipe(createGzip({ level: 9 }))) {
    if (piece instanceof Buffer) packed.push(piece);
  }
  return Buffer.concat(packed);
}

test('gzip that expands a thousandfold is read while streaming', async () => {
  const unpacked = scaled(200, 4096);
  const content = await swelling(unpacked);
  const factor = (unpacked * megabyte) / content.length;
  expect(factor).toBeGreaterThan(950);
  await peak();
  const answer = await upload(server.address, 5, [{ name: 'swells.json.gz', content }], { run: 'swells' });
  const held = await peak();
  expect(answer.status, answer.text).toBe(400);
  expect(errorSchema.parse(answer.body).error).toMatch(/no sample|nothing/i);
  process.stdout.write(`${unpacked} MB from ${content.length} bytes: ${held.toFixed(0)} MB at most\n`);
  expect(held).toBeLessThan(700);
  expect(await hashesOf(server.address)).toEqual(sound);
});

test('names that are together too long for an index are refused', async () => {
  const [count, size] = [80, 4 * megabyte];
  const name = Buffer.alloc(size, 'n');
  const entry = Object(JSON.parse(sampleLine));
  const { classifications } = entry.result;
  const lineOf = (sampleId: number) => {
    const sample = { id: sampleId, filename: '', label: 'idle' };
    return JSON.stringify({ result: { sampleId, sample, classifications }, predictions: [] });
  };
  const bareBytes = Array.from({ length: count }, (_line, at) => lineOf(at + 1).length + 1 + size);
  await peak();
  const slow = startUpload(
    server.address,
    5,
    'names',
    bareBytes.reduce((sum, bytes) => sum + bytes, 0),
  );
  for (let sampleId = 1; sampleId <= count; sampleId++) {
    const [start = '', end = ''] = lineOf(sampleId).split(/(?<="filename":")/);
    await slow.send(Buffer.from(start));
    await slow.send(name);
    await slow.send(Buffer.from(`${end}\n`));
  }
  expect(await slow.status).toBe(413);
  const held = await peak();
  process.stdout.write(`Names of ${size / megabyte} MB each: ${held.toFixed(0)} MB at most\n`);
  expect(held).toBeLessThan(1200);
  expect(errorSchema.parse(JSON.parse(await slow.said)).error).toMatch(
    /^The file names, labels or metadata values .* nothing was imported/,
  );
  expect(await hashesOf(server.address)).toEqual(sound);
});

const keysOf = (count: number, stem: string) =>
  Object.fromEntries(
    Array.from({ length: count }, (_key, at) => [`${stem} ${at}`, `value ${at} of ${stem}`]),
  );

test.each([
  ['10,000 metadata keys in one sample', [keysOf(10_000, 'key'), {}]],
  [
    '200 metadata keys of its own in each sample',
    Array.from({ length: 400 }, (_sample, at) => keysOf(200, `key ${at}:`)),
  ],
])('%s take memory by their bytes', async (about, metadata) => {
  const lines = metadata.map((own, at) => {
    const sample = { id: at + 1, label: 'idle', metadata: own };
    return `${JSON.stringify({ result: { sampleId: at + 1, sample, classifications: [] }, predictions: [] })}\n`;
  });
  await peak();
  const answer = await upload(server.address, 6, [{ name: 'keys.jsonl', content: lines.join('') }], {
    run: about,
  });
  const held = await peak();
  expect(answer.status, answer.text).toBe(200);
  process.stdout.write(`${about}: ${held.toFixed(0)} MB at most\n`);
  expect(held).toBeLessThan(700);
  const [key, value] = Object.entries(metadata[0] ?? {}).at(-1) ?? [];
  const path = '/v1/api/6/classify/all/result/page';
  const page = await get(server.address, path, {
    metadata: JSON.stringify([{ key, op: 'eq', values: [value] }]),
  });
  expect(page.text).toContain('"totalCount":1');
  const run = (await runsOf(server.address)).find(({ name }) => name === about);
  const address = new URL(`/v1/api/6/second-look/runs/${run?.id ?? ''}`, server.address);
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(200);
  expect(await hashesOf(server.address)).toEqual(sound);
});

test(`an import of ${scaled(60, 5120)} MB uses bounded memory`, async () => {
  // The name of each sample is padded, so that there are many bytes but not many samples.
  const lineBytes = 100_000;
  const count = Math.floor((scaled(60, 5120) * megabyte) / lineBytes);
  const entry = Object(JSON.parse(sampleLine));
  const { classifications } = entry.result;
  const lineOf = (sampleId: number) => {
    const sample = { id: sampleId, filename: `row ${sampleId}`, label: 'idle', padding: '' };
    const bare = JSON.stringify({ result: { sampleId, sample, classifications }, predictions: [] });
    const padding = 'p'.repeat(lineBytes - 1 - bare.length);
    return `${bare.replace('"padding":""', `"padding":"${padding}"`)}\n`;
  };
  const slow = startUpload(server.address, 5, 'large', count * lineBytes);
  await peak();
  for (let sampleId = 1; sampleId <= count; sampleId++) await slow.send(Buffer.from(lineOf(sampleId)));
  expect(await slow.status).toBe(200);
  const held = await peak();
  process.stdout.write(
    `${count} samples of ${lineBytes} bytes: ${held.toFixed(0)} MB at most${isFull ? ', 5 GB in all' : ''}\n`,
  );
  expect(held).toBeLessThan(900);
  const run = (await runsOf(server.address)).find(({ name }) => name === 'large');
  expect(run?.samples).toBe(count);
  const last = await get(server.address, '/v1/api/5/classify/all/result/page', {
    run: run?.id ?? '',
    offset: String(count - 1),
  });
  expect(last.text).toContain(`"filename":"row ${count}"`);
  const address = new URL(`/v1/api/5/second-look/runs/${run?.id ?? ''}`, server.address);
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(200);
  expect(await hashesOf(server.address)).toEqual(sound);
  await server.kill();
  await expectWhole(folder);
}, 3_600_000);
