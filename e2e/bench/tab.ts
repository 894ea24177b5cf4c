/** `npm run bench:tab`: measures the memory of a dashboard tab during minutes of random use on a million samples. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession } from '@playwright/test';
import { setup as buildProduct } from '../build-product';
import { seededRandom } from '../made-runs';
import { startServer } from '../start-server';
import { BarePage } from './bare-page';
import { launchBrowser } from './browser-part';
import { filterStates } from './filter-states';
import { benchFolder } from './made-million';
import { pick, type Random } from './million-said';
import { projectId } from './server-part';

declare global {
  interface Window {
    benchErrors?: string[];
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The memory limit of a tab, in megabytes. */
const mostMegabytes = 300;
/** The maximum growth of live objects between the middle fifth of the time and the last: caches are full by then. */
const mostGrowth = 1.15;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    data: { type: 'string', default: join(benchFolder, 'data') },
    seed: { type: 'string', default: '7' },
  },
});

/**
 * Megabytes of the page's renderer (the browser's largest one, since the others are spares), as Chromium's own task
 * manager counts them: without memory that is backed by files, such as the browser's executable.
 */
async function rendererMegabytes(browserSession: CDPSession): Promise<number> {
  const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
  let most = 0;
  for (const { id } of processInfo.filter(({ type }) => type === 'renderer')) {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    most = Math.max(most, Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }
  return most;
}

async function heapMegabytes(page: BarePage): Promise<number> {
  await page.send('HeapProfiler.collectGarbage');
  const { metrics } = await page.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

type Action = (page: BarePage, random: Random) => Promise<void>;

/** The samples are loaded, or a chart and other tables are shown instead. */
const isSettled = () =>
  document.querySelector(
    '[role="grid"]:not([aria-busy="true"]), [role="tabpanel"]:not(:has([role="grid"]))',
  ) !== null;

const hasRows = () =>
  document.querySelector('[role="grid"] [role="row"][aria-rowindex="2"]:not([aria-busy="true"])') !== null;

const hasMatrix = () => document.querySelector('[role="grid"][aria-label="Confusion matrix"]') !== null;

const boxes = '[aria-label="Filters"] input[type="checkbox"]';

/** What users do in this screen. */
const actions: readonly Action[] = [
  async (page, random) => {
    const count = await page.evaluate((css) => document.querySelectorAll(css).length, boxes);
    await page.click(boxes, Math.floor(random() * Math.min(30, count)));
  },
  async (page, random) => {
    for (let turn = 0; turn < 20; turn++) await page.wheel(800, 600, (random() - 0.3) * 4000);
  },
  async (page, random) => {
    await page.press('g', 'r', ...String(1 + Math.floor(random() * 500_000)), 'Enter');
  },
  async (page) => {
    await page.click('[role="grid"] [role="row"]', 3);
    await page.press(...'jjjjjjjjjj', 'Escape');
  },
  async (page) => {
    await page.press('g', 'm');
    await page.until(hasMatrix, 5000);
    await page.press('g', 's');
  },
  async (page, random) => {
    await page.press('/', ...pick(random, ['walk', 'north', 'cal', 'rain 1.1']), 'Escape');
  },
  async (page, random) => {
    const random32 = Math.floor(random() * 0x8000_0000);
    const [query] = filterStates(1 + (random32 % 40), random32);
    await page.evaluate((search) => {
      history.pushState(null, '', `?${search}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, query);
  },
  async (page) => {
    await page.press('f', 'x');
  },
];

buildProduct();
const server = await startServer(['--no-demo'], { address: 'http://127.0.0.1:0', folder: values.data });
const browser = await launchBrowser();
try {
  const browserSession = await browser.newBrowserCDPSession();
  const page = await BarePage.open(browser, { width: 1440, height: 900 });
  await page.send('Performance.enable');
  const source = 'benchErrors = []; addEventListener("error", ({ message }) => benchErrors.push(message));';
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source });
  await page.send('Page.navigate', { url: new URL(`/${projectId}`, server.address).href });
  await page.until(hasRows, 30_000);
  const random = seededRandom(Number(values.seed));
  const end = performance.now() + Number(values.minutes) * 60_000;
  const seen: { renderer: number; heap: number }[] = [];
  let done = 0;
  let missed = 0;
  while (performance.now() < end) {
    for (let turn = 0; turn < 25 && performance.now() < end; turn++) {
      const action = pick(random, actions);
      // What a filter has removed cannot be clicked: that is normal use too.
      await action(page, random).catch(() => (missed += 1));
      await page.until(isSettled, 30_000);
      done += 1;
    }
    const heap = await heapMegabytes(page);
    const renderer = await rendererMegabytes(browserSession);
    seen.push({ renderer, heap });
    say(`${done} actions, tab ${renderer.toFixed(0)} MB, of it live objects ${heap.toFixed(1)} MB`);
  }
  const fifth = Math.max(1, Math.floor(seen.length / 5));
  const mean = (part: readonly { heap: number }[]) =>
    part.reduce((sum, { heap }) => sum + heap, 0) / part.length;
  const growth = mean(seen.slice(-fifth)) / mean(seen.slice(2 * fifth, 3 * fifth));
  const most = Math.max(...seen.map(({ renderer }) => renderer));
  say(
    `\n${done} actions (${missed} found nothing to act on), the most ${most.toFixed(0)} MB (≤ ${mostMegabytes}), ` +
      `live objects grew by ${((growth - 1) * 100).toFixed(0)} % from the middle fifth of the time to the last`,
  );
  const problems = await page.evaluate(() => window.benchErrors ?? []);
  for (const problem of problems) say(`error in the page: ${problem}`);
  const isGood = most <= mostMegabytes && growth <= mostGrowth && problems.length === 0 && missed < done / 2;
  if (!isGood) process.exitCode = 1;
} finally {
  await browser.close();
  await server.halt();
}
