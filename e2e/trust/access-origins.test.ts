/** Pages of other origins may do nothing: origins, fetch metadata, forms, preflights, and every answer's headers. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPaths, writes } from './every-route';
import { sendAll, type RawAnswer, type RawRequest } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importRequest, sampleLine } from './trusted-server';

const server = serverForAll({ isConstant: true });

const real = (line: string) => line.replace('Q', String(server.port + 1)).replace('P', String(server.port));
const upload = () => importRequest({ content: sampleLine(9) });
const allWrites = (): RawRequest[] => [...writes(), upload()];

const expectNoPermission = (answer: RawAnswer) => expect(answer.head).not.toMatch(/access-control-/i);

async function expectForeign(headers: readonly string[], status = 403): Promise<void> {
  const lines = headers.map(real);
  const types = [
    'text/plain',
    'application/json',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
  ];
  const requests = [
    ...readPaths().map((target) => ({ target, headers: lines })),
    ...allWrites().flatMap((write) =>
      types.map((type) => ({ ...write, headers: [...lines, `Content-Type: ${type}`] })),
    ),
  ];
  for (const answer of await sendAll(server.port, requests)) {
    expect(answer.status).toBe(status);
    expectNoPermission(answer);
  }
}

describe.each([
  ['an origin elsewhere', ['http://evil.com', 'https://evil.com:P', 'http://192.168.0.2']],
  [
    'MetalSharp #398: "null", a file, or another port of this machine',
    ['null', 'file://', 'http://127.0.0.1:Q', 'http://localhost:5173'],
  ],
  [
    'Jupyter CVE-2026-40110: one that only begins or ends like ours',
    [
      'http://127.0.0.1:P.evil.com',
      'http://evil.com/http://127.0.0.1:P',
      'http://127.0.0.1:P@evil.com',
      'http://xlocalhost:P',
      'http://127.0.0.1:P/',
    ],
  ],
  [
    'webpack-dev-server CVE-2018-14732, CVE-2025-30360: one that is an IP address',
    ['http://127.0.0.2:P', 'http://10.0.0.1:P', 'http://[::1]:P', 'http://[::ffff:127.0.0.1]:P'],
  ],
  [
    'another scheme or name of ours',
    ['https://127.0.0.1:P', 'http://localhost:P', 'chrome-extension://abc', ''],
  ],
])('%s', (_, origins) => {
  test.each(origins)('Origin: %j may neither read nor write', async (origin) => {
    await expectForeign([`Origin: ${origin}`]);
  });
});

test('Vite CVE-2025-24010: no answer allows another origin to read it, not even a preflight', async () => {
  for (const origin of ['http://evil.com', 'null', 'http://127.0.0.1:P']) {
    const headers = [
      real(`Origin: ${origin}`),
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: content-type,x-api-key',
      'Access-Control-Request-Private-Network: true',
    ];
    const targets = [...readPaths(), ...allWrites().map(({ target }) => target)];
    for (const answer of await sendAll(
      server.port,
      targets.map((target) => ({ method: 'OPTIONS', target, headers })),
    )) {
      expect(answer.status).toBe(origin === 'http://127.0.0.1:P' ? 204 : 403);
      expectNoPermission(answer);
    }
  }
});

test('two origins do not count as ours', async () => {
  await expectForeign(['Origin: http://127.0.0.1:P', 'Origin: http://evil.com'], 400);
  await expectForeign(['Origin: http://127.0.0.1:P, http://evil.com']);
});

describe('fetch metadata', () => {
  test.each(['no-cors', 'cors', 'websocket', 'same-origin', 'navigate', 'nonsense'])(
    'JupyterHub CVE-2026-40864: mode %s does not make a foreign site ours',
    async (mode) => {
      for (const site of ['cross-site', 'same-site', 'same-origin, cross-site', '']) {
        await expectForeign([`Sec-Fetch-Site: ${site}`, `Sec-Fetch-Mode: ${mode}`, 'Sec-Fetch-Dest: image']);
      }
    },
  );

  test('the address bar, our own pages, and programs are accepted', async () => {
    for (const headers of [['Sec-Fetch-Site: none'], ['Sec-Fetch-Site: same-origin'], []]) {
      for (const target of ['/', '/docs', '/v1/api/projects', '/v1/api/1/raw-data/1/image']) {
        expect((await server.ask({ target, headers })).status).toBe(200);
      }
    }
  });

  test('a link from elsewhere opens a page, and nothing but a page', async () => {
    const headers = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];
    for (const target of readPaths()) {
      const { status } = await server.ask({ target, headers });
      expect(status, target).toBe(['/', '/1', '/docs'].includes(target) ? 200 : 403);
    }
  });
});

test.each([
  'text/plain',
  'text/plain;application/json',
  'text/plain; charset=application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/json+x',
  'x, application/json',
])('cezar #426: a form that is sent as %s is refused, even from our own pages', async (type) => {
  const headers = [`Content-Type: ${type}`, real('Origin: http://127.0.0.1:P')];
  for (const answer of await sendAll(
    server.port,
    allWrites().map((write) => ({ ...write, headers })),
  )) {
    expect(answer.status).toBe(415);
  }
});

test('a write without a type, or with two, is refused', async () => {
  const posts = allWrites().filter(({ method }) => method === 'POST');
  const two = ['Content-Type: application/octet-stream', 'Content-Type: text/plain'];
  for (const [headers, status] of [
    [[], 415],
    [two, 400],
  ] as const) {
    for (const answer of await sendAll(
      server.port,
      posts.map((post) => ({ ...post, headers })),
    )) {
      expect(answer.status).toBe(status);
    }
  }
});

test('only the methods of the contract do anything', async () => {
  for (const method of ['PUT', 'PATCH', 'TRACE', 'PROPFIND', 'MOVE', 'POST', 'DELETE']) {
    const targets =
      method === 'POST' || method === 'DELETE' ? ['/', '/v1/api/projects', '/docs'] : readPaths();
    const headers = ['Content-Type: application/json', 'X-HTTP-Method-Override: DELETE'];
    for (const answer of await sendAll(
      server.port,
      targets.map((target) => ({ method, target, headers, body: '{}' })),
    )) {
      expect([400, 404, 405, 501], `${method}: ${answer.head}`).toContain(answer.status);
    }
  }
});

const bodiless = new Set([204, 304]);

test('every answer has the headers that isolate it', async () => {
  const targets = [
    ...readPaths(),
    '/v1/api/1/raw-data/1/raw',
    '/v1/api/1/raw-data/999/image',
    '/v1/api/x',
    '/%',
  ];
  const requests: RawRequest[] = [
    ...targets.flatMap((target) => [
      { target },
      { target, method: 'HEAD' },
      { target, headers: ['Range: bytes=0-1'] },
      { target, headers: ['Range: bytes=999999-'] },
      { target, headers: ['If-None-Match: *'] },
      { target, headers: ['Host: evil.com'] },
    ]),
    ...writes(),
    { target: '/v1/api/projects', method: 'POST', headers: ['Content-Type: application/json'] },
    { target: '/', headers: ['Content-Length: abc'] },
    { target: `/?${'x'.repeat(70_000)}` },
    { target: 'nonsense' },
  ];
  const answers = await sendAll(server.port, requests);
  for (const [index, { head, header, status }] of answers.entries()) {
    const what = `${JSON.stringify(requests[index]).slice(0, 200)}: ${head}`;
    expect(header('x-content-type-options'), what).toBe('nosniff');
    expect(header('referrer-policy'), what).toBe('no-referrer');
    expect(header('cross-origin-resource-policy'), what).toBe('same-origin');
    const policy = header('content-security-policy') ?? '';
    expect(policy, what).toContain("frame-ancestors 'none'");
    expect(policy, what).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(head, what).not.toMatch(/^(server|x-powered-by|location):/im);
    if (!bodiless.has(status)) expect(header('content-type'), what).toBeDefined();
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(
    new Set([200, 206, 304, 400, 403, 404, 405, 415, 416, 431]),
  );
});

test('reading writes nothing, however often', async () => {
  const files = () =>
    readdirSync(server.dataFolder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(server.dataFolder, name))
      .filter((path) => statSync(path).isFile() && /record|catalog|json/.test(path))
      .map((path) => `${path} ${readFileSync(path).toString('base64')}`);
  const earlier = files();
  expect(earlier.length).toBeGreaterThan(1);
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) {
    await sendAll(
      server.port,
      readPaths().map((target) => ({ method, target })),
    );
  }
  expect(files()).toEqual(earlier);
});
