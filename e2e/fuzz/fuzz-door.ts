/** Shared by the fuzz tests: seed and number of runs, the app over a store on disk, and the checks for any answer. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { errorSchema } from '../../src/contract/errors';
import { createApp } from '../../src/server/http/app';
import { host, origin } from '../../src/server/http/fixtures/app-under-test';
import { openDuckdbStore } from '../../src/server/store/duckdb/duckdb-store';
import { createPlainLoopStore } from '../../src/server/store/conformance/judge/plain-loop-store';
import { seed } from '../test-seed';

const runsGiven = process.env['SECOND_LOOK_FUZZ_RUNS'] ?? '200';
if (!/^\d{1,9}$/.test(runsGiven)) throw new Error('SECOND_LOOK_FUZZ_RUNS must be a whole number');
const runs = Number(runsGiven);

/** The minimum number of trials, even on a slow machine. */
export const leastRuns = 5;

/** The number of trials of a property, if one trial costs `weight` times as much as a plain one. */
const runsOf = (weight: number) => Math.max(leastRuns, Math.round(runs / weight));

/** Checks a property; a failure prints the seed that reproduces it. */
export async function holds<Values>(property: fc.IAsyncProperty<Values>, weight = 1): Promise<void> {
  try {
    await fc.assert(property, { seed, numRuns: runsOf(weight), interruptAfterTimeLimit: 100_000 });
  } catch (error) {
    const command = `SECOND_LOOK_SEED=${seed} SECOND_LOOK_FUZZ_RUNS=${runs} npm run test:fuzz`;
    throw new Error(`${command}\n${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

export interface FuzzAnswer {
  status: number;
  text: string;
  type: string;
}

export interface FuzzApp {
  /** The app's answer; an answer that takes longer than the query limit is an error. */
  ask: (path: string, init?: RequestInit) => Promise<FuzzAnswer>;
  /** Imports one file as a new run. */
  upload: (project: number, name: string, content: string) => Promise<FuzzAnswer>;
  /** The server's log: every entry is an internal error. */
  lines: string[];
  close: () => Promise<void>;
}

const hangMilliseconds = 40_000;

async function inTime<Value>(what: string, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error(`No answer in ${hangMilliseconds} ms: ${what}`));
    }, hangMilliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The app as a function over an empty store: the product's store on disk, or the plain-loop store in memory, which
 * allows many more trials of the code before any store.
 */
export async function openFuzzApp(kind: 'disk' | 'memory' = 'disk'): Promise<FuzzApp> {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-fuzz-'));
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const store = kind === 'disk' ? await openDuckdbStore(folder, { report: log }) : createPlainLoopStore();
  const app = createApp(store, {
    hosts: () => [host],
    dashboardFolder: join(folder, 'no-dashboard'),
    tempFolder: join(folder, 'temp'),
    log,
  });
  const ask: FuzzApp['ask'] = (path, init) =>
    inTime(path.slice(0, 300), async (signal) => {
      const response = await app.request(`${origin}${path}`, { ...init, signal });
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, text: await response.text(), type };
    });
  return {
    ask,
    lines,
    upload(project, name, content) {
      const body = Buffer.from(content);
      const files = JSON.stringify([{ name, size: body.byteLength }]);
      const search = new URLSearchParams({ importId: randomUUID(), files });
      return ask(`/v1/api/${project}/second-look/import?${search}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body,
      });
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The error message of an unsuccessful answer; fails for an internal error, or another shape than that of errors. */
export function refusalOf({ status, text, type }: FuzzAnswer): string {
  expect(status, text.slice(0, 500)).toBeGreaterThanOrEqual(400);
  expect(status, text.slice(0, 500)).toBeLessThan(500);
  expect(type).toBe('application/json');
  return errorSchema.strict().parse(JSON.parse(text)).error;
}
