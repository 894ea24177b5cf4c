/** `npm run bench:tab`: a dashboard's tab under minutes of random use on a million samples, and what memory it takes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from '@playwright/test';
import { setup as buildProduct } from '../build-product';
import { seededRandom } from '../made-runs';
import { startServer } from '../start-server';
import { launchBrowser, openTable } from './browser-part';
import { filterStates } from './filter-states';
import { benchFolder } from './made-million';
import { pick, type Random } from './million-said';
import { projectId } from './server-part';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The most that a tab may take, in megabytes (issue of a million samples). */
const mostMegabytes = 300;
/** What live objects may have grown by between the middle fifth of the time and the last: caches are full by then. */
const mostGrowth = 1.15;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    data: { type: 'string', default: join(benchFolder, 'data') },
    seed: { type: 'string', default: '7' },
  },
});

/**
 * Megabytes of the renderer that has the page (the browser's largest one, for the others are spares), as Chromium's own
 * task manager counts them: what is not a file's, such as the browser's program itself. The copies of answers that
 * Chromium keeps for whoever drives it are among them.
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

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

type Deed = (page: Page, random: Random) => Promise<void>;

const settled = (page: Page) =>
  page.locator('[role="grid"]:not([aria-busy="true"]), [role="tabpanel"]').first().waitFor();

/** What people do in this screen. */
const deeds: readonly Deed[] = [
  async (page, random) => {
    const boxes = page.getByRole('complementary', { name: 'Filters' }).getByRole('checkbox');
    const box = boxes.nth(Math.floor(random() * Math.min(30, await boxes.count())));
    await box.click({ timeout: 5000 });
  },
  async (page, random) => {
    for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, (random() - 0.3) * 4000);
  },
  async (page, random) => {
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.keyboard.type(String(1 + Math.floor(random() * 500_000)));
    await page.keyboard.press('Enter');
  },
  async (page) => {
    await page.getByRole('grid').getByRole('row').nth(3).click({ timeout: 5000 });
    for (let turn = 0; turn < 10; turn++) await page.keyboard.press('j');
    await page.keyboard.press('Escape');
  },
  async (page) => {
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('grid', { name: 'Confusion matrix' }).waitFor({ timeout: 5000 });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
  },
  async (page, random) => {
    await page.keyboard.press('/');
    await page.keyboard.type(pick(random, ['walk', 'north', 'cal', 'rain 1.1']));
    await page.keyboard.press('Escape');
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
    await page.keyboard.press('f');
    await page.keyboard.press('x');
  },
];

buildProduct();
const server = await startServer(['--no-demo'], { address: 'http://127.0.0.1:0', folder: values.data });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const session = await page.context().newCDPSession(page);
  const browserSession = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  await openTable(page, server.address, `/${projectId}`);
  await page.getByRole('grid', { name: 'Samples' }).hover();
  const random = seededRandom(Number(values.seed));
  const end = performance.now() + Number(values.minutes) * 60_000;
  const seen: { renderer: number; heap: number }[] = [];
  let done = 0;
  let missed = 0;
  while (performance.now() < end) {
    for (let turn = 0; turn < 25 && performance.now() < end; turn++) {
      const deed = pick(random, deeds);
      // What a filter has taken away cannot be clicked: that is use too.
      await deed(page, random).catch(() => (missed += 1));
      await settled(page);
      done += 1;
    }
    const heap = await heapMegabytes(session);
    const renderer = await rendererMegabytes(browserSession);
    seen.push({ renderer, heap });
    say(`${done} deeds, tab ${renderer.toFixed(0)} MB, of it live objects ${heap.toFixed(1)} MB`);
  }
  const fifth = Math.max(1, Math.floor(seen.length / 5));
  const mean = (part: readonly { heap: number }[]) =>
    part.reduce((sum, { heap }) => sum + heap, 0) / part.length;
  const growth = mean(seen.slice(-fifth)) / mean(seen.slice(2 * fifth, 3 * fifth));
  const most = Math.max(...seen.map(({ renderer }) => renderer));
  say(
    `\n${done} deeds (${missed} found nothing to act on), the most ${most.toFixed(0)} MB (≤ ${mostMegabytes}), ` +
      `live objects grew by ${((growth - 1) * 100).toFixed(0)} % from the middle fifth of the time to the last`,
  );
  for (const problem of problems) say(`error in the page: ${problem}`);
  const isGood = most <= mostMegabytes && growth <= mostGrowth && problems.length === 0 && missed < done / 2;
  if (!isGood) process.exitCode = 1;
} finally {
  await browser.close();
  await server.halt();
}
