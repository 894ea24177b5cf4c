/** The time from `npm start` with a new data folder to a dashboard with data. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from '@playwright/test';
import { root } from '../start-server';
import { launchBrowser, openTable } from './browser-part';
import type { MeasuredRow } from './measured-row';
import { median } from './median';

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /Second Look is at (http:\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('npm start ended without an address.');
}

async function startOnce(browser: Browser): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-bench-'));
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const started = performance.now();
  const server = spawn('npm', ['start', '--', '--port', '0'], {
    cwd: root,
    env: { ...process.env, SECOND_LOOK_DATA: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(server, 'exit');
  try {
    // The first demo project, as the start page opens it.
    await openTable(page, await addressIn(server.stdout), '/');
    return performance.now() - started;
  } finally {
    await page.close();
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

/** Starts several times, each with a new folder. */
export async function measureStart(times: number): Promise<MeasuredRow> {
  const browser = await launchBrowser();
  try {
    const starts: number[] = [];
    for (let turn = 0; turn < times; turn++) starts.push(await startOnce(browser));
    return {
      what: 'npm start on a fresh data folder to a dashboard with data',
      unit: 'ms',
      goal: { most: 5000 },
      median: median(starts),
      times,
    };
  } finally {
    await browser.close();
  }
}
