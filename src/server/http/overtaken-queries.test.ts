/** A query whose client has disconnected is stopped in the store, and frees its place for the next one. */
import { request, type ClientRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRun, emptyApp } from './fixtures/app-under-test';
import { requestLimits } from './guards/limits';
import { createHttpServer, hostNames, listen, stopServer } from './http-server';
import type { Store } from '../store/store';

let hosts: string[] = [];
const { app, store, lines } = emptyApp({ hosts: () => hosts });
const server = createHttpServer(app, () => {});
let port = 0;

beforeAll(async () => {
  await addRun(store);
  ({ port } = await listen(server, { host: '127.0.0.1', port: 0 }));
  hosts = hostNames('127.0.0.1', port);
});
afterAll(() => stopServer(server));

function send(path: string): ClientRequest {
  const sent = request({ host: '127.0.0.1', port, path: `/v1/api/1/${path}`, agent: false });
  sent.on('error', () => {});
  sent.end();
  return sent;
}

const statusOf = (sent: ClientRequest) =>
  new Promise<number | undefined>((resolve) => {
    sent.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
  });

/**
 * Queries that run until they are aborted, with promises that resolve once a given number have started or
 * stopped.
 */
function heldQueries() {
  const seen = { begun: 0, stopped: 0 };
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const check of waiting) check();
  };
  const hold = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => {
      seen.begun += 1;
      signal?.addEventListener('abort', () => {
        seen.stopped += 1;
        reject(new Error('stopped'));
        changed();
      });
      changed();
    });
  const until = (what: keyof typeof seen, count: number) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (seen[what] < count) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { hold, until, seen };
}

type Held = 'page' | 'summary' | 'position';
const paths = {
  page: 'classify/all/result/page?search=wave',
  summary: 'second-look/summary?search=wave',
  position: 'second-look/samples/1?search=wave',
} as const satisfies Record<Held, string>;
const places = {
  page: requestLimits.queries,
  summary: requestLimits.heavyQueries,
  position: requestLimits.queries,
} as const satisfies Record<Held, number>;

describe('an overtaken query', () => {
  it.each(['page', 'summary', 'position'] as const)(
    'for a %s is stopped in the store, frees its place, and leaves no error behind',
    async (what) => {
      const { hold, until, seen } = heldQueries();
      const before: Store = { ...store };
      store[what] = (_run, _query, third?: unknown, fourth?: unknown) => {
        const signal = [third, fourth].find((given) => given instanceof AbortSignal);
        return hold(signal);
      };
      // These take all available places, and one more waits.
      const overtaken = Array.from({ length: places[what] }, () => send(paths[what]));
      await until('begun', places[what]);
      const next = send(paths[what]);
      for (const sent of overtaken) sent.destroy();
      await until('stopped', places[what]);
      await until('begun', places[what] + 1);
      next.destroy();
      await until('stopped', places[what] + 1);
      expect(seen.begun).toBe(places[what] + 1);

      Object.assign(store, before);
      expect(await statusOf(send(paths[what]))).toBe(200);
      expect(lines).toEqual([]);
    },
  );
});
