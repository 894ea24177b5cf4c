/** JSON is sent gzipped to clients that accept it, byte-identical once unpacked, and not at all if not modified. */
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRun, emptyApp, gestures } from './fixtures/app-under-test';
import { createHttpServer, hostNames, listen, stopServer } from './http-server';
import type { ImportEntry } from '../store/conformance/fixtures/store-fixtures';

const [pattern] = gestures;
if (pattern === undefined) throw new Error('There is no sample to repeat.');

/** Samples whose page is much larger than what is buffered before the first byte. */
const entries = Array.from({ length: 4000 }, (_, index): ImportEntry => {
  const sampleId = index + 1;
  const text = new TextDecoder().decode(pattern.result);
  const result = Buffer.from(
    text.replace(/"sampleId":\d+/, `"sampleId":${sampleId},"note":"${'x'.repeat(300)}"`),
  );
  return { ...pattern, sampleId, result };
});

const { app, store } = emptyApp({ hosts: () => hosts });
let hosts: string[] = [];
const server = createHttpServer(app, () => {});
let port = 0;

beforeAll(async () => {
  await addRun(store, entries);
  ({ port } = await listen(server, { host: '127.0.0.1', port: 0 }));
  hosts = hostNames('127.0.0.1', port);
});
afterAll(() => stopServer(server));

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port,
        path: path.startsWith('/') ? path : `/v1/api/1/${path}`,
        method,
        headers,
        agent: false,
      },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}

const gzip = { 'accept-encoding': 'gzip, deflate' };
const page = (limit: number) => `classify/all/result/page?limit=${limit}`;

describe('a JSON answer', () => {
  it.each([
    ['a page', page(100)],
    ['a page that is sent while it is made', page(4000)],
    ['the description of the API', '/openapi.json'],
  ])('%s is gzipped for clients that accept it, and is the same unpacked', async (_, path) => {
    const plain = await ask(path);
    const plainBody = await buffer(plain);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const zipped = await ask(path, gzip);
    const zippedBody = await buffer(zipped);
    expect(zipped.statusCode).toBe(200);
    expect(zipped.headers['content-type']).toBe('application/json');
    expect(zipped.headers.vary).toContain('accept-encoding');
    expect(plain.headers.vary).toContain('accept-encoding');
    expect(zipped.headers.etag).toBe(plain.headers.etag);
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zippedBody.byteLength).toBeLessThan(plainBody.byteLength / 2);
    expect(gunzipSync(zippedBody).equals(plainBody)).toBe(true);
  });

  it('that is small is sent uncompressed, with its length', async () => {
    for (const path of ['second-look/summary?parts=["reasons"]', 'second-look/samples/1', 'impulses']) {
      const answer = await ask(path, gzip);
      const body = await buffer(answer);
      expect(answer.statusCode, body.toString()).toBe(200);
      expect(answer.headers['content-encoding'], path).toBeUndefined();
      expect(answer.headers['content-length']).toBe(String(body.byteLength));
    }
  });

  it('is sent uncompressed to clients that refuse gzip', async () => {
    for (const header of ['gzip;q=0', 'identity', 'br', 'gzipped']) {
      const answer = await ask(page(100), { 'accept-encoding': header });
      expect(answer.headers['content-encoding'], header).toBeUndefined();
      answer.destroy();
    }
  });

  it('is sent without its body the second time, whatever its encoding was', async () => {
    for (const path of [page(100), page(4000), 'second-look/summary']) {
      const first = await ask(path, gzip);
      await buffer(first);
      expect(first.headers['cache-control']).toBe('private, no-cache');
      for (const headers of [gzip, {}]) {
        const again = await ask(path, { ...headers, 'if-none-match': first.headers.etag ?? '' });
        expect(again.statusCode).toBe(304);
        expect((await buffer(again)).byteLength).toBe(0);
      }
    }
  });

  it('has a head without a body', async () => {
    for (const path of [page(100), page(4000), 'second-look/summary']) {
      const head = await ask(path, gzip, 'HEAD');
      expect(head.statusCode).toBe(200);
      expect(head.headers['content-type']).toBe('application/json');
      expect((await buffer(head)).byteLength).toBe(0);
    }
  });

  it('that is an error is not changed', async () => {
    const answer = await ask(`${page(100)}&colour=red`, gzip);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect((await buffer(answer)).toString()).toContain('colour');
  });
});

/** The app with a store whose pages consist of these pieces. */
async function withPieces(pieces: () => AsyncGenerator<Uint8Array>) {
  const made = emptyApp({ hosts: () => names });
  await addRun(made.store);
  let names: string[] = [];
  const { page: readPage } = made.store;
  made.store.page = async (...given) => ({ ...(await readPage(...given)), results: pieces });
  const other = createHttpServer(made.app, () => {});
  const { port: otherPort } = await listen(other, { host: '127.0.0.1', port: 0 });
  names = hostNames('127.0.0.1', otherPort);
  const sent = request({ host: '127.0.0.1', port: otherPort, path: `/v1/api/1/${page(4)}`, headers: gzip });
  sent.on('error', () => {});
  const answer = new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
  sent.end();
  return { answer: await answer, other, sent };
}

/** Text that gzip cannot compress, so that the stream has something to send. */
const noise = (at: number) =>
  Buffer.from(
    JSON.stringify(
      Array.from({ length: 12_000 }, (_, index) => Math.imul(index + at * 7919 + 1, 0x9e3779b1) >>> 0),
    ),
  );

describe('an answer that is gzipped while it is sent', () => {
  it('is no longer generated once the client has disconnected', async () => {
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const { answer, other, sent } = await withPieces(async function* () {
      try {
        for (let at = 0; ; at += 1) yield noise(at);
      } finally {
        ended();
      }
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
    answer.once('data', () => sent.destroy());
    await end;
    await stopServer(other);
  });

  it('is cut off, and never ends as if it were complete, if generating it fails', async () => {
    const { answer, other } = await withPieces(async function* () {
      for (let at = 0; at < 20; at += 1) yield noise(at);
      throw new Error('a record is damaged');
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
    await expect(buffer(answer)).rejects.toThrow();
    expect(answer.complete).toBe(false);
    await stopServer(other);
  });
});
