/** For tests: the app over the plain-loop store with a small project, and a one-line way to send it requests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createApp, type AppOptions } from './app';
import { createPlainLoopStore } from './store/plain-loop-store';
import type { Store } from './store/store';
import { batchesOf, draftOf, sampleEntry, scored, type ImportEntry } from './store/store-fixtures';
import type { Run } from '../contract/runs';

export const host = '127.0.0.1:4747';
export const origin = `http://${host}`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder for one test, removed at the end of its file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'second-look-test-'));
  folders.push(folder);
  return folder;
}

/** Four samples: a correct one, two incorrect ones, and one without a judgement. */
export const gestures: readonly ImportEntry[] = [
  sampleEntry(
    1,
    { filename: 'wave.01', label: 'wave', category: 'testing', metadata: { site: 'north' } },
    [['wave', true]],
    scored({ wave: 0.9, idle: 0.1 }),
  ),
  sampleEntry(
    2,
    { filename: 'wave.02', label: 'wave', deviceName: 'arm' },
    [
      ['idle', false],
      ['wave', true],
    ],
    scored({ wave: 0.4, idle: 0.6 }, { wave: 0.8, idle: 0.2 }),
  ),
  sampleEntry(3, { filename: 'idle.01', label: 'idle' }, [['wave', false]], scored({ wave: 0.7, idle: 0.3 })),
  sampleEntry(4, { filename: '<img src=x onerror=alert(1)>', label: 'unknown thing' }, [['idle', null]]),
];

/** Imports entries as a run, by default of project 1, impulse 1, `int8`. */
export async function addRun(
  store: Store,
  entries: readonly ImportEntry[] = gestures,
  changes: Parameters<typeof draftOf>[0] = {},
): Promise<Run> {
  const options = { signal: new AbortController().signal };
  const { run } = await store.importRun(draftOf(changes), batchesOf(entries), options);
  return run;
}

export interface AppUnderTest {
  store: Store;
  /** Sends a request as a program on this machine would. */
  ask: (path: string, init?: RequestInit) => Promise<Response>;
  lines: string[];
  app: ReturnType<typeof createApp>;
}

/** The app over an empty store. */
export function emptyApp(options: Partial<AppOptions> = {}): AppUnderTest {
  const store = createPlainLoopStore();
  const lines: string[] = [];
  const app = createApp(store, {
    hosts: () => [host, 'localhost:4747', '[::1]:4747'],
    dashboardFolder: join(tmpdir(), 'second-look-no-dashboard'),
    tempFolder: join(tmpdir(), 'second-look-test-temp'),
    log: (line) => void lines.push(line),
    ...options,
  });
  return { store, lines, app, ask: async (path, init) => app.request(`${origin}${path}`, init) };
}

/** The app over a store with the four samples. */
export async function gesturesApp(options: Partial<AppOptions> = {}): Promise<AppUnderTest & { run: Run }> {
  const made = emptyApp(options);
  return { ...made, run: await addRun(made.store) };
}
