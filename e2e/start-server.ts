/**
 * Starts the product like a new user, on a new data folder: for browser tests, and for tests with their own server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The repository, in which commands are run. */
export const root = fileURLToPath(new URL('..', import.meta.url));

export interface RunningServer {
  /** With a trailing slash. */
  address: string;
  /** Its data folder. */
  folder: string;
  /** Its process. */
  pid: number;
  /** Stops it; its data are kept. */
  halt: () => Promise<void>;
  /** Stops it and deletes its data. */
  stop: () => Promise<void>;
}

/** The URL that `serve` prints once it is ready. */
async function addressFrom(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /Second Look is at (http:\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('The server ended before it was ready.');
}

/**
 * Node's warnings about the server: a file that was left open until it was garbage collected, or too many
 * listeners. Filled while the server runs; its whole output is also passed on.
 */
function warningsOf(errors: NodeJS.ReadableStream): string[] {
  const warnings: string[] = [];
  createInterface({ input: errors }).on('line', (line) => {
    process.stderr.write(`${line}\n`);
    if (/^\(node:\d+\).*(Closing file descriptor|MaxListenersExceeded)/.test(line)) warnings.push(line);
  });
  return warnings;
}

/** A server once it is ready, on a free port and a new data folder, or on that of another server. */
export async function startServer(
  args: readonly string[] = [],
  earlier?: Pick<RunningServer, 'address' | 'folder'>,
): Promise<RunningServer> {
  const folder = earlier?.folder ?? (await mkdtemp(join(tmpdir(), 'second-look-e2e-')));
  const port = earlier === undefined ? '0' : new URL(earlier.address).port;
  const server = spawn(
    process.execPath,
    ['src/server/start.mjs', 'serve', '--port', port, '--data', folder, ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const warnings = warningsOf(server.stderr);
  const address = await addressFrom(server.stdout);
  const halt = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'close');
    server.kill('SIGTERM');
    await ended;
    if (warnings.length > 0) throw new Error(`The server was warned:\n${warnings.join('\n')}`);
  };
  const stop = async () => {
    try {
      await halt();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return { address, folder, pid: server.pid ?? 0, halt, stop };
}

/** Waits for the demo projects, which are imported while the page is already served. */
export async function untilDemoIsReady(address: string): Promise<void> {
  for (;;) {
    const response = await fetch(new URL('/v1/api/second-look/health', address));
    const body: unknown = await response.json();
    const state = typeof body === 'object' && body !== null && 'demo' in body ? body.demo : undefined;
    if (state === 'ready') return;
    if (state !== 'loading') throw new Error(`The demo will not come: ${JSON.stringify(body)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

// Playwright requires a default export here.
async function setup(): Promise<() => Promise<void>> {
  const { address, stop } = await startServer();
  await untilDemoIsReady(address);
  process.env['SECOND_LOOK_ADDRESS'] = address;
  return stop;
}

export default setup;
