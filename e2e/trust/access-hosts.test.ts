/** The Host header: a name that resolves to this machine is not enough, so DNS rebinding gains nothing. */
import { describe, expect, test } from 'vitest';
import { readPaths, writes } from './every-route';
import { exchange, readAnswer, sendAll, type RawRequest } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importRequest, sampleLine } from './trusted-server';

const server = serverForAll();

const type = 'Content-Type: application/json';

/** All routes with these headers; `P` is the port, `Q` the next one. */
const everywhere = (...headers: string[]): RawRequest[] => {
  const lines = headers.map((line) =>
    line.replace('Q', String(server.port + 1)).replace('P', String(server.port)),
  );
  const upload = importRequest({ content: sampleLine(9) });
  return [
    ...readPaths().map((target) => ({ target, headers: lines })),
    ...readPaths()
      .slice(0, 4)
      .map((target) => ({ method: 'HEAD', target, headers: lines })),
    ...writes().map((write) => ({ ...write, headers: [type, ...lines] })),
    { ...upload, headers: [...(upload.headers ?? []), ...lines] },
  ];
};

async function expectRefusedEverywhere(...headers: string[]): Promise<void> {
  for (const answer of await sendAll(server.port, everywhere(...headers))) {
    expect([400, 403], answer.head).toContain(answer.status);
    expect(answer.head + answer.text).not.toMatch(/evil|nip\.io|Access-Control/i);
  }
  await server.expectUnchanged();
}

const foreign = [
  'evil.com',
  'evil.com:P',
  'localhost.evil.com:P',
  '127.0.0.1.nip.io:P',
  'localhost.:P',
  '2130706433:P',
  '0x7f.1:P',
  '127.1:P',
  '0.0.0.0:P',
  '[::ffff:127.0.0.1]:P',
  '[0:0:0:0:0:0:0:1]:P',
  '127.0.0.1:Q',
  '127.0.0.1',
  '127.0.0.1:P:80',
  '127.0.0.1:0P',
  'localhost:P evil.com',
  'evil.com@127.0.0.1:P',
  '127.0.0.1:P@evil.com',
  '127.0.0.1:P,evil.com',
  '',
];

test.each(foreign)('the Host %j is refused on every route', async (host) => {
  await expectRefusedEverywhere(`Host: ${host}`);
});

test('MLflow PR 17910 (CVE-2025-14279): a rebound name is refused, for reads and writes', async () => {
  await expectRefusedEverywhere(
    'Host: evil.com:P',
    'Origin: http://evil.com:P',
    'Sec-Fetch-Site: same-origin',
  );
  const write = importRequest({
    content: sampleLine(9),
    headers: ['Host: evil.com:P', 'Origin: http://evil.com:P'],
  });
  for (const contentType of ['text/plain', 'application/octet-stream', 'application/json']) {
    const headers = [`Content-Type: ${contentType}`, `Host: evil.com:${server.port}`];
    const origin = `Origin: http://evil.com:${server.port}`;
    expect((await server.ask({ ...write, headers: [...headers, origin] })).status).toBe(403);
  }
  await server.expectUnchanged();
});

test('MLflow #22095: our own names with the port are accepted, in any case', async () => {
  for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
    const answers = await sendAll(
      server.port,
      ['/', '/v1/api/projects', '/v1/api/1/raw-data/1/image'].map((target) => ({
        target,
        headers: [`Host: ${name}:${server.port}`],
      })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  }
});

test.each([
  [['Host: 127.0.0.1:P', 'Host: evil.com']],
  [['Host: evil.com', 'Host: 127.0.0.1:P']],
  [['Host: 127.0.0.1:P', 'Host: 127.0.0.1:P']],
  [['Host: evil.com', 'X-Forwarded-Host: 127.0.0.1:P']],
  [['Host: evil.com', 'Forwarded: host=127.0.0.1:P']],
  [['Host : 127.0.0.1:P']],
])('%j is refused on every route', async (headers) => {
  await expectRefusedEverywhere(...headers);
});

test('a missing Host is refused, in HTTP/1.0 and in HTTP/1.1', async () => {
  for (const version of ['1.0', '1.1']) {
    for (const path of readPaths()) {
      const bytes = await exchange(server.port, `GET ${path} HTTP/${version}\r\nConnection: close\r\n\r\n`);
      expect([400, 403]).toContain(readAnswer(bytes).status);
    }
  }
});

describe('a target that contains a host', () => {
  test.each([
    ['http://127.0.0.1:P/v1/api/projects', 'evil.com'],
    ['http://evil.com/v1/api/projects', '127.0.0.1:P'],
    ['http://evil.com@127.0.0.1:P/v1/api/projects', '127.0.0.1:P'],
    ['http://127.0.0.1:P@evil.com/v1/api/projects', '127.0.0.1:P'],
    ['http://localhost:P/v1/api/projects', '127.0.0.1:P'],
    ['https://127.0.0.1:P/v1/api/projects', '127.0.0.1:P'],
    ['ftp://127.0.0.1:P/v1/api/projects', '127.0.0.1:P'],
    ['file:///etc/passwd', '127.0.0.1:P'],
    ['evil.com:80', '127.0.0.1:P'],
    ['*', '127.0.0.1:P'],
    ['http:\\\\127.0.0.1:P\\v1\\api\\projects', '127.0.0.1:P'],
  ])('%s with the Host %s is refused', async (target, host) => {
    const real = (text: string) => text.replace('P', String(server.port));
    const answer = await server.ask({ target: real(target), headers: [`Host: ${real(host)}`] });
    expect([400, 403, 404]).toContain(answer.status);
  });

  test('is accepted if both are ours', async () => {
    const answer = await server.ask(`http://127.0.0.1:${server.port}/v1/api/projects`);
    expect(answer.status).toBe(200);
  });
});

test('@hono/node-server GHSA-92pp-h63x-v22m: additional slashes do not bypass the guard', async () => {
  for (const path of [
    '//',
    '///v1/api/projects',
    '/v1//api/projects',
    '//v1/api/projects',
    '/./v1/api/projects',
  ]) {
    const answer = await server.ask({ target: path, headers: ['Host: evil.com'] });
    expect(answer.status, path).toBe(403);
  }
});

test('@hono/node-server GHSA-frvp-7c67-39w9: neither do backslashes, raw or escaped', async () => {
  for (const path of [
    '/%5Cv1/api/projects',
    '\\v1\\api\\projects',
    '/v1%5Capi%5Cprojects',
    '/assets\\..\\..\\..\\package.json',
  ]) {
    const foreignHost = await server.ask({ target: path, headers: ['Host: evil.com'] });
    expect([400, 403], path).toContain(foreignHost.status);
    expect([400, 403, 404], path).toContain((await server.ask(path)).status);
  }
});

test('an upgrade to a persistent socket is refused before it happens', async () => {
  const upgrade = [
    'Connection: Upgrade, close',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  for (const origin of [
    'http://evil.com',
    'http://192.168.0.2',
    'null',
    `http://127.0.0.1:${server.port + 1}`,
  ]) {
    const request = { target: '/v1/api/projects', headers: [...upgrade, `Origin: ${origin}`] };
    expect((await server.ask(request)).status).toBe(403);
  }
});
