/** Starts the product as a newcomer would, on a fresh data folder, for all browser tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The address that `serve` prints once it is ready. */
async function addressFrom(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /Second Look is at (http:\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('The server ended before it was ready.');
}

export async function startServer(
  args: readonly string[] = [],
): Promise<{ address: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-e2e-'));
  const server = spawn(
    process.execPath,
    ['src/server/start.mjs', 'serve', '--port', '0', '--data', folder, ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const address = await addressFrom(server.stdout);
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { address, stop };
}

/** Until every demo project is there: they are laid out while the page is up already. */
async function untilReady(address: string, projects: number): Promise<void> {
  for (;;) {
    const response = await fetch(new URL('/v1/api/projects', address));
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'projects' in body && Array.isArray(body.projects)) {
      if (body.projects.length >= projects) return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

// Playwright insists on a default export here.
async function setup(): Promise<() => Promise<void>> {
  const { address, stop } = await startServer();
  await untilReady(address, 3);
  process.env['SECOND_LOOK_ADDRESS'] = address;
  return stop;
}

export default setup;
