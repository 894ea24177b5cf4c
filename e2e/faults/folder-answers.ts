/** The answers of a data folder to a fixed set of requests, sent to the app over a store that is opened for them. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createApp } from '../../src/server/http/app';
import { runCommand } from '../../src/server/commands/run-command';
import { openDuckdbStore } from '../../src/server/store/duckdb/duckdb-store';
import { onceMade } from './once-made';

const host = '127.0.0.1:4747';
const queries = [
  'limit=1000',
  'sort=-label&limit=1000',
  'outcome=incorrect',
  'search=e',
  'minConfidence=0.3',
];

export interface Answered {
  /** The hash of all answers together. */
  hash: string;
  /** The hash of each answer by its URL, so that a difference has a short message. */
  hashes: Readonly<Record<string, string>>;
  statuses: readonly number[];
  /** What the store reported in the server's log. */
  reports: readonly string[];
}

/** The folder's answers about each of the projects. */
export async function answersOf(folder: string, projects: readonly number[]): Promise<Answered> {
  const reports: string[] = [];
  const report = (line: string) => void reports.push(line);
  const store = await openDuckdbStore(folder, { report });
  const app = createApp(store, {
    hosts: () => [host],
    dashboardFolder: join(folder, 'no-dashboard'),
    tempFolder: join(folder, 'temp'),
    log: report,
  });
  const hashes: Record<string, string> = {};
  const statuses: number[] = [];
  const all = createHash('sha256');
  try {
    for (const project of projects) {
      const paths = queries.flatMap((query) => [
        `/v1/api/${project}/classify/all/result/page?${query}`,
        `/v1/api/${project}/second-look/summary?${query.replace(/^sort.*|limit=\d+/, '')}`,
      ]);
      for (const path of [...paths, `/v1/api/${project}/raw-data/metadata-filter-options`]) {
        const { status, text } = await onceMade(async () => {
          const response = await app.request(`http://${host}${path}`);
          return { status: response.status, text: await response.text() };
        });
        statuses.push(status);
        const hash = createHash('sha256').update(`${status} ${text}`).digest('hex');
        hashes[path] = `${status} ${hash.slice(0, 8)}`;
        all.update(`${path} ${hash}\n`);
      }
    }
  } finally {
    await store.close();
  }
  return { hash: all.digest('hex'), hashes, statuses, reports };
}

/** A new folder for one test file. */
export const newPlace = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `second-look-${name}-`));

/** Imports JSON Lines through the command line, in this process; the import must succeed. */
export async function importLines(
  folder: string,
  project: number,
  name: string,
  content: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = `${folder}.${project}.jsonl`;
  await writeFile(file, content);
  let errors = '';
  try {
    const words = ['import', file, '--project', String(project), '--run', name, '--data', folder];
    const code = await runCommand(words, {
      stdout: { write: () => undefined },
      stderr: { write: (text: string) => void (errors += text) },
    });
    expect(code, errors).toBe(0);
  } finally {
    await rm(file);
  }
}

/** The folder of a project's only run. */
export async function runFolderOf(folder: string, project: number): Promise<string> {
  const parent = join(folder, 'projects', String(project));
  const [name, ...others] = await readdir(parent);
  expect(others).toEqual([]);
  if (name === undefined) throw new Error(`Project ${project} has no run.`);
  return join(parent, name);
}
