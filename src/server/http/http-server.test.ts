/** The server over a raw socket: requests arrive exactly as sent, without a client library that corrects them. */
import { request, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gesturesApp } from './fixtures/app-under-test';
import { createHttpServer, hostNames, isLoopback, listen, pageAddresses, stopServer } from './http-server';

let server: Server;
let port = 0;
let hosts: string[] = [];

beforeAll(async () => {
  const { app } = await gesturesApp({ hosts: () => hosts });
  server = createHttpServer(app, () => {});
  ({ port } = await listen(server, { host: '127.0.0.1', port: 0 }));
  hosts = hostNames('127.0.0.1', port);
});

afterAll(() => stopServer(server));

/** Everything the server sends back for these bytes, until it closes. */
function send(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text.replaceAll('PORT', String(port))));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const get = (target: string, ...headers: string[]) =>
  send([`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

function expectSafeError(answer: string): void {
  expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  expect(answer.toLowerCase()).toContain("frame-ancestors 'none'");
  expect(answer.toLowerCase()).toContain('content-type: application/json');
  expect(answer).toContain('{"success":false,"error":"');
  expect(answer).not.toContain('evil');
}

const paths = ['/', '/docs', '/v1/api/projects', '/v1/api/1/raw-data/1/image', '/assets/x.js'];

describe('a Host that is not exactly ours', () => {
  it.each([
    ['Host: evil.com'],
    ['Host: 127.0.0.1:PORT, evil.com'],
    ['Host: evil.com#127.0.0.1:PORT'],
    ['Host: evil.com\\127.0.0.1:PORT'],
    ['Host: 127.0.0.1:PORT/evil.com'],
    ['Host: '],
    ['X-Forwarded-Host: 127.0.0.1:PORT'],
  ])('%s is refused', async (...headers) => {
    for (const path of paths) {
      const answer = await get(path, ...headers);
      expect(statusOf(answer)).toBe(403);
      expectSafeError(answer);
    }
  });

  it('is refused if it is missing, in HTTP/1.0 too', async () => {
    expect(statusOf(await send('GET / HTTP/1.0\r\n\r\n'))).toBe(403);
    expect(statusOf(await get('/'))).toBe(403);
  });

  it('is refused in a target that contains a host', async () => {
    expect(statusOf(await get('http://127.0.0.1:PORT/v1/api/projects', 'Host: evil.com'))).toBe(403);
    expect(statusOf(await get('http://evil.com/v1/api/projects', 'Host: 127.0.0.1:PORT'))).toBe(403);
    expect(
      statusOf(await get('http://evil.com@127.0.0.1:PORT/v1/api/projects', 'Host: 127.0.0.1:PORT')),
    ).toBe(403);
    expect(statusOf(await get('https://127.0.0.1:PORT/v1/api/projects', 'Host: 127.0.0.1:PORT'))).toBe(403);
    expect(statusOf(await get('ftp://127.0.0.1:PORT/', 'Host: 127.0.0.1:PORT'))).toBe(403);
    expect(statusOf(await get('http://127.0.0.1:PORT/v1/api/projects', 'Host: 127.0.0.1:PORT'))).toBe(200);
  });

  it('is not accepted between our own names', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LocalHost', '[::1]']) {
      expect(statusOf(await get('/v1/api/projects', `Host: ${name}:PORT`))).toBe(200);
    }
  });
});

describe('a repeated security-relevant header', () => {
  it.each([
    ['Host: 127.0.0.1:PORT'],
    ['Host: evil.com'],
    ['Origin: http://127.0.0.1:PORT', 'Origin: http://evil.com'],
    ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'],
    ['x-api-key: a', 'X-API-Key: a'],
    ['x-second-look-key: a', 'x-second-look-key: b'],
    ['Expect: nonsense', 'Expect: nonsense'],
    ['Content-Length: 0', 'Content-Length: 0'],
    ['Cookie: second-look-PORT=a; second-look-PORT=b'],
    ['Cookie: second-look-PORT=a', 'Cookie: x=y; second-look-PORT=b'],
  ])('%s is refused', async (...headers) => {
    for (const path of paths) {
      const answer = await get(path, 'Host: 127.0.0.1:PORT', ...headers);
      expect(statusOf(answer)).toBe(400);
      expectSafeError(answer);
    }
  });

  it('is not accepted as one list either', async () => {
    const list = 'Sec-Fetch-Site: same-origin, cross-site';
    expect(statusOf(await get('/v1/api/projects', 'Host: 127.0.0.1:PORT', list))).toBe(403);
  });

  it('may be the type of a body', async () => {
    const head =
      'POST /v1/api/7/second-look/import HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n';
    const types = 'Content-Type: application/json\r\nContent-Type: text/plain\r\n';
    expect(statusOf(await send(`${head}${types}Content-Length: 2\r\n\r\n{}`))).toBe(400);
  });
});

describe('malformed HTTP', () => {
  it('is answered in our shape nevertheless', async () => {
    for (const text of ['nonsense\r\n\r\n', 'GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n']) {
      const answer = await send(text);
      expect(statusOf(answer)).toBe(400);
      expectSafeError(answer);
    }
  });

  it('gets an error when it is too long', async () => {
    const answer = await get(`/v1/api/projects?search=${'a'.repeat(70_000)}`, 'Host: 127.0.0.1:PORT');
    expect(statusOf(answer)).toBe(431);
    expectSafeError(answer);
    const long = await get(
      `/v1/api/1/classify/all/result/page?search=${'a'.repeat(61_000)}`,
      'Host: 127.0.0.1:PORT',
    );
    expect(statusOf(long)).toBe(400);
  });

  it('may contain an unknown Expect, which is answered after the guard and with our headers', async () => {
    const answer = await get('/v1/api/projects', 'Host: 127.0.0.1:PORT', 'Expect: nonsense');
    expect(statusOf(answer)).toBe(417);
    expectSafeError(answer);
    const foreign = await get('/v1/api/projects', 'Host: evil.com', 'Expect: nonsense');
    expect(statusOf(foreign)).toBe(403);
    expectSafeError(foreign);
    const fine = await get('/v1/api/projects', 'Host: 127.0.0.1:PORT', 'Expect: 100-Continue');
    expect(fine).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  it('may be an upgrade, which nothing here accepts', async () => {
    const upgrade = [
      'Host: 127.0.0.1:PORT',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Origin: http://evil.com',
    ];
    expect(statusOf(await get('/v1/api/projects', ...upgrade))).toBe(403);
  });

  it.each(['TRACE', 'PUT', 'PROPFIND'])('%s changes nothing', async (method) => {
    const answer = await send(
      `${method} /v1/api/projects HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    expect([404, 405]).toContain(statusOf(answer));
    expectSafeError(answer);
  });

  it('does not stop the server', async () => {
    expect(statusOf(await get('/v1/api/projects', 'Host: 127.0.0.1:PORT'))).toBe(200);
  });
});

describe('paths that would lead out of the folder', () => {
  const tricks = [
    '../',
    '..\\',
    '%2e%2e/',
    '..%2f',
    '%252e%252e%252f',
    '%c0%ae%c0%ae/',
    '....//',
    '..;/',
    '%2e%2e%5c',
    '/..%00/',
  ];
  const targets = ['CANARY-OUTSIDE', 'etc/passwd', '.env'];
  const suffixes = ['', '?raw??', '?import', '#x', '/.', '%00.png', '.svg'];

  it('find nothing, however they are constructed', async () => {
    const all = [1, 3, 8].flatMap((depth) =>
      tricks.flatMap((trick) =>
        targets.flatMap((target) => suffixes.map((suffix) => trick.repeat(depth) + target + suffix)),
      ),
    );
    const roots = ['/', '/assets/', '/v1/api/1/raw-data/'];
    // A few concurrent sockets, each with its share of the list.
    await Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (const [index, path] of all.entries()) {
          if (index % 8 !== lane) continue;
          const answer = await get(`${roots[index % roots.length]}${path}`, 'Host: 127.0.0.1:PORT');
          expect([400, 404], path).toContain(statusOf(answer));
          expect(answer, path).not.toMatch(/root:|CANARY-OUTSIDE/);
        }
      }),
    );
  });
});

describe('a shutdown', () => {
  it('does not wait for clients that keep connections open', async () => {
    const { app } = await gesturesApp();
    const other = createHttpServer(app, () => {});
    const { port: otherPort } = await listen(other, { host: '127.0.0.1', port: 0 });
    const idle = connect(otherPort, '127.0.0.1');
    idle.on('error', () => {});
    const half = request({ port: otherPort, host: '127.0.0.1', method: 'POST', path: '/' });
    half.on('error', () => {});
    half.write('x');
    await new Promise((resolve) => half.once('socket', (socket) => socket.once('connect', resolve)));
    await stopServer(other);
    expect(other.listening).toBe(false);
  });

  it('of a port in use is a message', async () => {
    const { app } = await gesturesApp();
    const second = createHttpServer(app, () => {});
    await expect(listen(second, { host: '127.0.0.1', port })).rejects.toThrow(`Port ${port} is in use`);
  });
});

describe('addresses', () => {
  it('that only this machine can reach are distinguished from others', () => {
    for (const own of ['127.0.0.1', '127.8.0.1', '::1', 'localhost']) expect(isLoopback(own)).toBe(true);
    for (const wide of ['0.0.0.0', '::', '192.168.1.4', 'example.org', '127.0.0.1.nip.io']) {
      expect(isLoopback(wide)).toBe(false);
    }
  });

  it('give our own names', () => {
    expect(hostNames('127.0.0.1', 5)).toEqual(['127.0.0.1:5', 'localhost:5', '[::1]:5']);
    expect(hostNames('My.Host', 5)).toContain('my.host:5');
    expect(hostNames('fe80::1', 5)).toContain('[fe80::1]:5');
    expect(hostNames('127.0.0.1', 80)).toContain('localhost');
    expect(hostNames('0.0.0.0', 5).length).toBeGreaterThan(3);
    expect(hostNames('0:0:0:0:0:0:0:1', 5)).toContain('[::1]:5');
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', '2001:DB8:0::1', 'My.Host'])('has every page of %s', (bound) => {
    const pages = pageAddresses(bound, { address: bound, port: 5 });
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) {
      // In the form that a browser sends.
      expect(hostNames(bound, 5)).toContain(new URL(page).host);
      expect(new URL(page).href).toBe(page);
    }
  });
});
