/** The embedded ClickHouse engine of the tests: installed once per machine, outside the project, and run as a process. */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ClickhouseServer } from '../../src/server/store/clickhouse/server-url';

/** It has half a gigabyte, so that it is no dependency of the project. */
const version = '3.4.0';
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'second-look');
const script = fileURLToPath(new URL('chdb-server.mjs', import.meta.url));
const readySchema = z.object({ port: z.int() });

/** The folder in which the engine is installed. */
async function installed(): Promise<string> {
  const folder = join(cache, `chdb-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await writeFile(join(draft, 'package.json'), JSON.stringify({ private: true }));
    const flags = ['--prefix', draft, '--no-audit', '--no-fund', '--no-package-lock'];
    process.stderr.write(`Installing chdb ${version} in ${folder}, once, about 550 MB …\n`);
    execFileSync('npm', ['install', ...flags, `chdb@${version}`], {
      cwd: draft,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await rename(draft, folder);
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

export interface Engine {
  /** The address of the engine, without a database. */
  server: Omit<ClickhouseServer, 'database'>;
  stop: () => Promise<void>;
}

async function ready(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The engine ended with code ${code} before it was ready`);
  });
  const message = await Promise.race([once(child, 'message'), ended]);
  return readySchema.parse(message[0]).port;
}

/** Starts the engine on a free port and without data. */
export async function startEngine(): Promise<Engine> {
  const folder = await installed();
  const data = await mkdtemp(join(tmpdir(), 'second-look-chdb-'));
  const password = randomUUID();
  const child = fork(script, [folder, data, password], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const port = await ready(child);
  return {
    server: { url: `http://127.0.0.1:${port}`, user: 'tester', password },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      }
      await rm(data, { recursive: true, force: true });
    },
  };
}
