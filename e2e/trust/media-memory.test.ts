/** Small media files that claim much memory or time: the server's memory is bounded, and others do not wait. */
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { requestBytes } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importSamples, sampleLine } from './trusted-server';

const megabyte = 1024 ** 2;
const clients = 8;

const server = serverForAll({ lines: [] });

const acquisition = (sensors: number, values: string) => {
  const list = Array.from({ length: sensors }, (_, index) => ({ name: `s${index}` }));
  return `{"payload":{"interval_ms":1,"sensors":${JSON.stringify(list)},"values":[${values}]}}`;
};
const emptyRows = (count: number) => Array.from({ length: count }, () => '[]').join();

/** An 8-bit sound whose data is a hole in a sparse file. */
function writeSparseSound(name: string, channels: number, size: number): void {
  const head = Buffer.alloc(44);
  head.write('RIFF\xff\xff\xff\xffWAVEfmt ', 'latin1');
  for (const [at, value] of [
    [16, 16],
    [24, 16_000],
    [28, 16_000 * channels],
  ] as const)
    head.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, channels],
    [32, channels],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at);
  head.write('data\xff\xff\xff\xff', 36, 'latin1');
  const file = openSync(join(server.mediaFolder, name), 'w');
  writeSync(file, head);
  ftruncateSync(file, size);
  closeSync(file);
}

const sounds = Array.from({ length: clients }, (_, at) => `sound${at}.wav`);
const names = ['empty.json', 'long.json', 'wide.wav', 'endless.wav', ...sounds];
const raw = (name: string, rest = '') => `/v1/api/1/raw-data/${names.indexOf(name) + 1}${rest}`;
const signal = (name: string) => `/v1/api/1/second-look/samples/${names.indexOf(name) + 1}/signal`;

beforeAll(async () => {
  const { mediaFolder } = server;
  writeFileSync(join(mediaFolder, 'empty.json'), acquisition(256, emptyRows(330_000)));
  writeFileSync(join(mediaFolder, 'long.json'), acquisition(1, emptyRows(800_000)));
  writeSparseSound('wide.wav', 64, 240 * megabyte);
  writeSparseSound('endless.wav', 64, 1024 ** 4);
  for (const name of sounds) writeSparseSound(name, 1, 16 * megabyte);
  await importSamples(
    server,
    names.map((filename, index) => sampleLine(index + 1, { filename })),
  );
});

/** The server's peak memory since the last call, in megabytes. */
function peak(): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Files of the media folder that the server has open. */
const openFiles = () =>
  readdirSync(`/proc/${server.pid}/fd`).filter((name) => {
    try {
      return readlinkSync(`/proc/${server.pid}/fd/${name}`).startsWith(server.mediaFolder);
    } catch {
      return false;
    }
  });

/** A client that reads the first bytes of an answer and then stops; with the status of the answer. */
async function startReading(target: string): Promise<{ socket: Socket; status: string }> {
  const socket = connect(server.port, '127.0.0.1', () => socket.write(requestBytes(server.port, { target })));
  const first = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('The answer is empty')));
  });
  socket.pause();
  return { socket, status: first.toString('latin1', 9, 12) };
}

/**
 * All of them are answered, none is read to its end: memory is bounded, and disconnected clients leave no file
 * open.
 */
async function expectBounded(targets: readonly string[]): Promise<void> {
  const before = peak();
  const readers = await Promise.all(targets.map(startReading));
  expect(readers.map(({ status }) => status)).toEqual(targets.map(() => '200'));
  expect(peak() - before).toBeLessThan(150);
  for (const { socket } of readers) socket.destroy();
  await expect.poll(openFiles, { timeout: 10_000 }).toEqual([]);
}

test('a file of 1 MB whose rows times sensors would fill a gigabyte is refused with a message', async () => {
  const before = peak();
  for (const target of [
    signal('empty.json'),
    raw('empty.json'),
    raw('empty.json', '/raw'),
    raw('empty.json', '/wav'),
  ]) {
    const { status, text } = await server.ask(target);
    expect(status, target).toBe(413);
    expect(text).toContain('330,000 rows of 256 sensors; rows times sensors may be at most 8,000,000');
  }
  expect(peak() - before).toBeLessThan(100);
});

test('a file that takes long to read does not delay other requests', async () => {
  const read = new AbortController();
  const reading = server.ask(signal('long.json')).finally(() => read.abort());
  let others = 0;
  while (!read.signal.aborted) {
    expect((await server.ask('/v1/api/second-look/health')).status).toBe(200);
    others += 1;
  }
  expect((await reading).status).toBe(200);
  expect(others).toBeGreaterThan(5);
});

test('sounds generated for clients that do not read them take little memory', async () => {
  await expectBounded(sounds.map((name) => raw(name, '/wav?axisIx=0&sliceStart=0')));
});

test('values sent to clients that do not read them take little memory', async () => {
  await expectBounded(Array.from({ length: clients }, () => raw('wide.wav', '?limitPayloadValues=1000000')));
});

test('HEAD leaves no file open', async () => {
  for (const target of [raw('wide.wav'), raw('wide.wav', '/wav?axisIx=1'), raw('wide.wav', '/wav')])
    expect((await server.ask({ method: 'HEAD', target })).status).toBe(200);
  await expect.poll(openFiles).toEqual([]);
});

test('a sound of a terabyte is not read for hours', async () => {
  for (const target of [signal('endless.wav'), raw('endless.wav', '/wav?axisIx=1')]) {
    const { status, text } = await server.ask(target);
    expect(status, target).toBe(413);
    expect(text).toMatch(/at most [\d,]+/);
  }
  expect((await server.ask(`${signal('endless.wav')}?from=0&to=100&points=8000`)).status).toBe(200);
});

test('the work for a client that disconnects is stopped', async () => {
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(requestBytes(server.port, { target: signal('wide.wav') }));
  });
  await expect.poll(openFiles).toHaveLength(1);
  socket.destroy();
  await expect.poll(openFiles, { timeout: 10_000 }).toEqual([]);
  expect((await server.ask(signal('sound0.wav'))).status).toBe(200);
});
