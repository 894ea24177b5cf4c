/** Files in a media folder: their content determines the type, and none runs code, hangs or exhausts the server. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exchange, requestBytes, sendAll, type RawAnswer } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importSamples, pictureOf, pngBytes, sampleLine } from './trusted-server';

const script = '<script>window.pwned=1</script>';
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1">${script}<foreignObject><iframe src="http://evil.com"/></foreignObject><image href="http://evil.com/x"/></svg>`;

/** Files that are not media, whatever their names. */
const refused: readonly (readonly [string, string | Uint8Array])[] = [
  ['a.html', `<!doctype html>${script}`],
  ['b.png', `<!doctype html>${script}`],
  ['c.xhtml', `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`],
  ['d.js', 'window.pwned=1'],
  ['e.pdf', '%PDF-1.7'],
  ['f.xml', `<?xml version="1.0"?>${script}`],
  ['g.svg', svg],
  ['h.png', svg],
  ['i.svg', `<?xml version="1.0"?>${svg}`],
  ['j.wav', svg],
  ['k.mp4', `\0\0\0\x18ftyp${svg}`],
  ['l.bmp', `BM${svg}`],
  ['m.gif', `GIF8${svg}`],
  ['n.webm', `\x1a\x45\xdf${svg}`],
  ['o.json', '[1,2]'],
  ['p.csv', '=cmd|calc!A1'],
  ['q.png', ''],
  ['r.png', '\x89PNG'],
  ['.env', 'KEY=hidden'],
  ['.hidden.png', pngBytes],
];

/** Pictures with additional data, under misleading names. */
const served: readonly (readonly [string, Buffer])[] = [
  ['page.html', pictureOf(script)],
  ['code.js', pictureOf(script)],
  ['drawing.svg', pictureOf(svg)],
];

const server = serverForAll({ lines: [] });
beforeAll(async () => {
  for (const [name, content] of [...refused, ...served])
    writeFileSync(join(server.mediaFolder, name), content);
  mkdirSync(join(server.mediaFolder, '.git'));
  writeFileSync(join(server.mediaFolder, '.git', 'config'), pngBytes);
  const names = [...refused.map(([name]) => name), '.git/config', '.git', 'hidden'];
  await importSamples(
    server,
    names.map((filename, index) => sampleLine(index + 1, { filename })),
  );
  await importSamples(
    server,
    served.map(([filename], index) => sampleLine(index + 1, { filename })),
    { project: 2 },
  );
});

const endpoints = ['image', 'wav', 'video', 'raw'];
const image = (project: number, sample = 1) => `/v1/api/${project}/raw-data/${sample}/image`;

const memory = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) * 1024;

function expectPowerless(answer: RawAnswer): void {
  expect(answer.header('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  expect(answer.header('content-security-policy')).not.toMatch(/allow-/);
  expect(answer.header('x-content-type-options')).toBe('nosniff');
  expect(answer.header('content-type') ?? 'image/png').not.toMatch(/html|svg|xml|script|pdf/);
}

test('a file that is not a picture, sound, video or recording is not served, whatever its name', async () => {
  const count = refused.length + 3;
  const targets = Array.from({ length: count }, (_, at) =>
    endpoints.map((endpoint) => `/v1/api/1/raw-data/${at + 1}/${endpoint}`),
  ).flat();
  const answers = await sendAll(
    server.port,
    targets.map((target) => ({ target })),
  );
  for (const [index, { status, text }] of answers.entries()) {
    expect([400, 404], targets[index]).toContain(status);
    expect(text).not.toMatch(/pwned|hidden/);
  }
});

test('SVG (romp, ark, multica) and Jupyter Server CVE-2026-44727: a file opened on its own has no origin and no script', async () => {
  for (const sample of served.keys()) {
    const target = image(2, sample + 1);
    const whole = await server.ask(target);
    expect(whole.header('content-type')).toBe('image/png');
    const tag = whole.header('etag') ?? '';
    const requests = [
      { target },
      { target, method: 'HEAD' },
      { target, headers: ['Range: bytes=2-9'] },
      { target, headers: [`If-None-Match: ${tag}`] },
      { target, headers: ['Range: bytes=999999-'] },
      { target: target.replace('/image', '/raw') },
      { target, headers: ['Accept: text/html'] },
      { target: `${target}?cacheKey=${encodeURIComponent('"><script>')}` },
    ];
    const answers = await sendAll(server.port, requests);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 206, 304, 416, 200, 200, 200]);
    for (const answer of answers) expectPowerless(answer);
  }
});

test('what is not a regular file is not served, and does not block requests', async () => {
  const { mediaFolder } = server;
  execFileSync('mkfifo', [join(mediaFolder, 'pipe.png')]);
  mkdirSync(join(mediaFolder, 'folder.png'));
  symlinkSync('/dev/zero', join(mediaFolder, 'zero.png'));
  symlinkSync('/dev/stdin', join(mediaFolder, 'stdin.png'));
  const socket = createServer();
  await new Promise<void>((resolve) => socket.listen(join(mediaFolder, 'socket.png'), resolve));
  const names = ['pipe', 'folder', 'zero', 'stdin', 'socket'];
  await importSamples(
    server,
    names.map((filename, index) => sampleLine(index + 1, { filename })),
    { project: 3 },
  );
  const targets = names.flatMap((_, at) =>
    endpoints.map((endpoint) => ({ target: `/v1/api/3/raw-data/${at + 1}/${endpoint}` })),
  );
  // Many concurrently, since a blocking one would occupy one of the few threads that read files.
  const answers = await sendAll(server.port, [...targets, ...targets, ...targets]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  await new Promise((resolve) => socket.close(resolve));
});

describe('ranges', () => {
  const ask = async (range: string) => {
    const { status, body, header } = await server.ask({ target: image(2), headers: [`Range: ${range}`] });
    return { status, length: body.length, range: header('content-range') };
  };
  const size = served[0]?.[1].length ?? 0;

  test.each([
    ['bytes=0-', { status: 206, length: size, range: `bytes 0-${size - 1}/${size}` }],
    ['bytes=-1', { status: 206, length: 1, range: `bytes ${size - 1}-${size - 1}/${size}` }],
    ['bytes=0-0', { status: 206, length: 1, range: `bytes 0-0/${size}` }],
    ['bytes=3-99999999999999999999', { status: 206, length: size - 3, range: `bytes 3-${size - 1}/${size}` }],
    ['bytes=-99999999999999999999', { status: 206, length: size, range: `bytes 0-${size - 1}/${size}` }],
  ])('%s is a part', async (range, expected) => {
    expect(await ask(range)).toEqual(expected);
  });

  test.each(['bytes=999999999999-', 'bytes=99999999999999999999999-', 'bytes=-0', `bytes=${size}-`])(
    '%s is none',
    async (range) => {
      expect(await ask(range)).toMatchObject({ status: 416, range: `bytes */${size}` });
    },
  );

  test.each([
    'bytes=5-2',
    'bytes=abc',
    'bytes=-',
    'bytes=1e3-',
    'bytes=0x1-',
    'bytes=--1',
    'lines=0-1',
    `bytes=${'0-0,1-1,'.repeat(1000)}0-0`,
  ])('%.30s is not heeded', async (range) => {
    expect(await ask(range)).toEqual({ status: 200, length: size, range: undefined });
  });
});

describe('a huge file', () => {
  const bytes = 3 * 1024 ** 3;
  const path = () => join(server.mediaFolder, 'huge.png');

  beforeAll(async () => {
    const file = openSync(path(), 'w');
    // A picture of 60,000 by 60,000 pixels that would unpack to more than any machine has.
    const head = Buffer.concat([pngBytes, Buffer.alloc(8)]);
    head.writeUInt32BE(60_000, 16);
    head.writeUInt32BE(60_000, 20);
    writeSync(file, head);
    ftruncateSync(file, bytes);
    closeSync(file);
    await importSamples(server, [sampleLine(1, { filename: 'huge' })], { project: 4 });
  });

  test('is neither decoded nor kept in memory, and clients that disconnect cost nothing', async () => {
    const before = memory();
    const clients = Array.from({ length: 20 }, async () => {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write(requestBytes(server.port, { target: image(4) })),
      );
      let read = 0;
      await new Promise((resolve) => {
        socket.on('data', (piece) => {
          read += piece.length;
          if (read > 4_000_000) socket.destroy();
        });
        socket.on('close', resolve);
      });
      expect(read).toBeGreaterThan(4_000_000);
    });
    await Promise.all(clients);
    expect((await server.ask({ target: image(4), headers: ['Range: bytes=-9'] })).body.length).toBe(9);
    expect(memory() - before).toBeLessThan(200 * 1024 ** 2);
  });

  test('that is truncated while it is sent ends the connection, and only that', async () => {
    const asked = exchange(
      server.port,
      requestBytes(server.port, { target: image(4), headers: ['Range: bytes=0-49999999'] }),
    );
    truncateSync(path(), 100_000);
    expect((await asked).length).toBeLessThan(50_001_000);
    expect((await server.ask('/v1/api/second-look/health')).status).toBe(200);
    expect((await server.ask(image(4))).body.length).toBe(100_000);
  });
});

test('a sound that claims to be larger than it is, is read to its actual end', async () => {
  const wav = Buffer.alloc(44 + 200);
  wav.write('RIFF\xff\xff\xff\xffWAVEfmt ', 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data\xff\xff\xff\xff', 36, 'latin1');
  const hostile = [wav, Buffer.from(wav), Buffer.from(wav)];
  hostile[1]?.writeUInt16LE(0, 22);
  hostile[2]?.writeUInt16LE(65_535, 22);
  for (const [index, bytes] of hostile.entries())
    writeFileSync(join(server.mediaFolder, `sound${index}.wav`), bytes);
  await importSamples(
    server,
    hostile.map((_, index) => sampleLine(index + 1, { filename: `sound${index}` })),
    { project: 5 },
  );
  const before = memory();
  for (const sample of [1, 2, 3]) {
    for (const path of [
      `raw-data/${sample}/wav`,
      `raw-data/${sample}`,
      `second-look/samples/${sample}/signal`,
      `raw-data/${sample}/wav?sliceStart=0&sliceEnd=999999999`,
    ]) {
      const { status } = await server.ask(`/v1/api/5/${path}`);
      expect([200, 400, 404, 413], path).toContain(status);
    }
  }
  expect(memory() - before).toBeLessThan(200 * 1024 ** 2);
});
