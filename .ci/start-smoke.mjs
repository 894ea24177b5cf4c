// Starts the product with the README's own command, checks the page and the API, and stops it with SIGTERM.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const startLimit = 120_000;
const stopLimit = 2000;
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(2)} s`;

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

/** The URL that the server prints when it is ready. */
async function addressFrom(output) {
  for await (const line of createInterface({ input: output })) {
    const address = /^Second Look is at (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('The server ended without an address.');
}

async function within(work, milliseconds, what) {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => {
    throw new Error(what);
  });
  return Promise.race([work, late]);
}

async function look(address) {
  const page = await fetch(address);
  const html = await page.text();
  expect(page.status === 200, `The page answers ${page.status}.`);
  expect(page.headers.get('content-type')?.startsWith('text/html'), 'The page is not HTML.');
  expect(html.includes('<title>Second Look'), 'The page is not ours.');
  const script = /<script[^>]*type="module"[^>]*src="([^"]+)"/.exec(html)?.[1];
  expect(script !== undefined, 'The page names no script.');
  const bundle = await fetch(new URL(script, address));
  expect(bundle.status === 200, `The page's script answers ${bundle.status}.`);
  const projects = await fetch(new URL('/v1/api/projects', address));
  expect((await projects.json()).success === true, 'The list of projects is no success.');
}

/**
 * Waits until nothing responds at the URL and the data folder is free: npm may exit before the server that it
 * started.
 */
async function untilGone(address, folder) {
  for (;;) {
    const isSilent = await fetch(address).then(
      () => false,
      () => true,
    );
    if (isSilent && !(await readdir(folder)).includes('server.json')) return;
    await sleep(20);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'second-look-smoke-'));
const started = performance.now();
const server = spawn('npm', ['start', '--', '--port', '0'], {
  env: { ...process.env, SECOND_LOOK_DATA: folder },
  stdio: ['ignore', 'pipe', 'inherit'],
  // A separate process group, so that everything can be killed after a failure here.
  detached: true,
});
const ended = once(server, 'exit');
try {
  const address = await within(addressFrom(server.stdout), startLimit, 'No address within 120 s.');
  process.stdout.write(`ready after ${seconds(started)}: ${address}\n`);
  await look(address);
  process.stdout.write('the page, its script and the list of projects answer\n');
  const stopping = performance.now();
  server.kill('SIGTERM');
  await within(
    Promise.all([ended, untilGone(address, folder)]),
    stopLimit,
    `SIGTERM to npm did not stop the server and free its folder within ${stopLimit / 1000} s.`,
  );
  process.stdout.write(`SIGTERM stopped it in ${seconds(stopping)}\n`);
  process.stdout.write('The start smoke test passed.\n');
} catch (error) {
  process.stderr.write(`The start smoke test failed: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  try {
    process.kill(-server.pid, 'SIGKILL');
  } catch {
    // Nothing is left to kill.
  }
  await rm(folder, { recursive: true, force: true });
}
