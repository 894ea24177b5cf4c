/** Malformed HTTP: smuggled, pipelined and endless requests never get past the guard. */
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { exchange, readAnswer, requestBytes } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importRequest } from './trusted-server';

const server = serverForAll({ isConstant: true });

const host = () => `Host: 127.0.0.1:${server.port}`;
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
const raw = async (text: string) => (await exchange(server.port, text)).toString('latin1');
const statuses = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** A request that must never be served when it is hidden in the body of another: it comes from elsewhere. */
const hidden = () => lines('DELETE /v1/api/1/second-look/runs/x HTTP/1.1', host(), 'Connection: close');

const post = (target = '/v1/api/second-look/login') => `POST ${target} HTTP/1.1`;
const json = 'Content-Type: application/json';

describe('a body with an ambiguous end is refused, and nothing in it is treated as a request', () => {
  test.each([
    ['both a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5']],
    ['two lengths', ['Content-Length: 0', 'Content-Length: 9']],
    ['a list of lengths', ['Content-Length: 0, 9']],
    ['Hono PR 5278: a length that is no number', ['Content-Length: abc']],
    ['a length below zero', ['Content-Length: -1']],
    ['a length with a sign', ['Content-Length: +5']],
    ['a length in hexadecimal', ['Content-Length: 0x5']],
    ['a length beyond all numbers', [`Content-Length: ${'9'.repeat(30)}`]],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity']],
    ['an unknown coding', ['Transfer-Encoding: xchunked']],
    ['a coding behind a space', ['Transfer-Encoding : chunked']],
    ['a folded header', ['Transfer-Encoding:\r\n chunked']],
    ['a header that ends in a bare line feed', ['X: y\nTransfer-Encoding: chunked']],
    ['a header name with a space', ['Content Length: 5']],
    ['a header without a name', [': x']],
    ['a zero byte in a header', ['X: a\0b']],
  ])('%s', async (_, headers) => {
    const answer = await raw(lines(post(), host(), json, ...headers) + `0\r\n\r\n${hidden()}`);
    const [first] = statuses(answer);
    expect([400, 411, 413], answer).toContain(first);
    expect(statuses(answer).filter((status) => status < 400)).toEqual([]);
    // The connection ends with the first request.
    expect(statuses(answer)).toHaveLength(1);
  });

  test.each([
    ['a chunk of negative size', '-1\r\nx'],
    ['a chunk of a size beyond all numbers', `${'F'.repeat(20)}\r\nx`],
    ['a chunk of no size', 'x\r\n'],
    ['a chunk that is longer than it says', '1\r\nxyz\r\n0\r\n\r\n'],
    ['a chunk size behind a bare line feed', '1\nx\r\n0\r\n\r\n'],
  ])('%s', async (_, body) => {
    const answer = await raw(lines(post(), host(), json, 'Transfer-Encoding: chunked') + body + hidden());
    expect(statuses(answer), answer).toEqual([400]);
  });
});

test('Hono #6636: a chunked body is read by its real size, small or too large', async () => {
  const chunked = (body: string) =>
    lines(post(), host(), json, 'Transfer-Encoding: chunked', 'Connection: close') +
    `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  expect(statuses(await raw(chunked('{"token":"x"}')))).toEqual([401]);
  expect(statuses(await raw(chunked(`{"token":"${'x'.repeat(200_000)}"}`)))).toEqual([413]);
});

test('a small length before a large body truncates the body, and the rest is not a request', async () => {
  const answer = await raw(
    lines(post(), host(), json, 'Content-Length: 1') + `{"token":"x"}${'y'.repeat(100)}`,
  );
  expect(statuses(answer)).toHaveLength(statuses(answer).filter((status) => status === 400).length);
});

describe('several requests on a connection', () => {
  test('are each checked separately: a client that was accepted once is not accepted again', async () => {
    const good = requestBytes(server.port, {
      target: '/v1/api/projects',
      headers: ['Connection: keep-alive'],
    });
    const bad = (line: string) => requestBytes(server.port, { target: '/v1/api/projects', headers: [line] });
    for (const line of ['Host: evil.com', 'Origin: http://evil.com', 'Sec-Fetch-Site: cross-site']) {
      const all = Buffer.concat([good, good, bad(line)]);
      expect(statuses((await exchange(server.port, all)).toString())).toEqual([200, 200, 403]);
    }
  });

  test('by the thousand are answered in order, and the server survives', async () => {
    const one = requestBytes(server.port, {
      target: '/v1/api/second-look/health',
      headers: ['Connection: keep-alive'],
    });
    const last = requestBytes(server.port, { target: '/nothing-here' });
    const answer = await exchange(
      server.port,
      Buffer.concat([...Array.from({ length: 2000 }, () => one), last]),
    );
    const all = statuses(answer.toString());
    expect(all).toHaveLength(2001);
    expect(all.filter((status) => status === 200)).toHaveLength(2000);
    expect(all.at(-1)).toBe(404);
  });

  test('garbage after a valid request only ends the connection', async () => {
    const good = requestBytes(server.port, {
      target: '/v1/api/projects',
      headers: ['Connection: keep-alive'],
    });
    const answer = (
      await exchange(server.port, Buffer.concat([good, Buffer.from('\x16\x03\x01garbage\r\n\r\n')]))
    ).toString();
    expect(statuses(answer).filter((status) => status !== 200 && status !== 400)).toEqual([]);
    expect(statuses(answer).length).toBeGreaterThan(0);
  });
});

test('a request hidden in the body of an upload remains part of the body', async () => {
  const upload = importRequest({ content: hidden().repeat(20) });
  const answer = await exchange(server.port, requestBytes(server.port, upload));
  expect(statuses(answer.toString())).toEqual([400]);
});

describe('too large requests', () => {
  test.each([
    ['a long address', () => `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n${host()}\r\n\r\n`],
    ['a long header', () => lines('GET / HTTP/1.1', host(), `X: ${'a'.repeat(70_000)}`)],
    ['a long cookie', () => lines('GET / HTTP/1.1', host(), `Cookie: ${'a=b; '.repeat(20_000)}`)],
    [
      'many headers',
      () => lines('GET / HTTP/1.1', host(), ...Array.from({ length: 12_000 }, (_, at) => `x-${at}: y`)),
    ],
    ['a long method', () => lines(`${'G'.repeat(70_000)} / HTTP/1.1`, host())],
  ])('%s gets an error, and other clients are unaffected', async (_, text) => {
    const answer = readAnswer(await exchange(server.port, text()));
    expect([400, 431]).toContain(answer.status);
    expect(answer.header('x-content-type-options')).toBe('nosniff');
    expect(answer.text.length).toBeLessThan(300);
  });

  test('many headers do not hide a second Host or Origin', async () => {
    const padding = Array.from({ length: 2500 }, (_, at) => `a${at}: b`);
    for (const line of ['Host: evil.com', 'Origin: http://evil.com', 'Sec-Fetch-Site: cross-site']) {
      const answer = await raw(
        lines('GET /v1/api/projects HTTP/1.1', host(), 'Connection: close', ...padding, line),
      );
      expect([400, 403, 431], line).toContain(statuses(answer)[0]);
    }
  });

  test('hundreds of silent connections do not block others', async () => {
    const silent = Array.from({ length: 300 }, () => connect(server.port, '127.0.0.1'));
    for (const [index, socket] of silent.entries()) {
      socket.on('error', () => {});
      socket.write(index % 2 === 0 ? 'G' : lines('GET / HTTP/1.1').slice(0, -2) + 'X: ');
    }
    expect((await server.ask('/v1/api/projects')).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });
});

test.each([
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'GET\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'GET / HTTP/0.9\r\n\r\n',
  'GET  /  HTTP/1.1\r\n\r\n',
  'CONNECT evil.com:443 HTTP/1.1\r\nHost: evil.com:443\r\n\r\n',
  'SSH-2.0-x\r\n',
  '\0\0\0\0',
])('%j gets no more than a refusal', async (text) => {
  const answer = await exchange(server.port, text, { isEnded: true });
  expect(statuses(answer.toString()).filter((status) => status < 400 || status >= 500)).toEqual([]);
});
