/** User-visible latencies in Chromium, with real input events: facet clicks, the wheel, scroll bar jumps. */
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { anchorOf, rowHeight } from '../../src/dashboard/table/row-window';
import { findChromium } from '../find-chromium.mjs';
import { seededRandom } from '../made-runs';
import type { Effort } from './effort';
import type { MeasuredRow } from './measured-row';
import { median, quantile } from './median';
import { armClock, preparePage, readClock, startFrames, stopFrames } from './page-clock';
import { projectId } from './server-part';

/** A Chromium with visible scroll bars, which headless mode hides. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), ignoreDefaultArgs: ['--hide-scrollbars'] });

/** Opens the table of samples and waits for its first row. */
export async function openTable(page: Page, address: string, path: string): Promise<void> {
  await page.goto(new URL(path, address).href);
  await page.locator('[role="grid"] [role="row"][aria-rowindex="2"]:not([aria-busy="true"])').waitFor();
}

async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await preparePage(page);
  return page;
}

/** Clicks values of one facet one after the other: each is added to the filter, so that no state occurs twice. */
async function clickFacets(page: Page, title: string, most: number): Promise<number[]> {
  const boxes = page
    .getByRole('complementary', { name: 'Filters' })
    .getByRole('group', { name: title, exact: true })
    .getByRole('checkbox');
  const clicks: number[] = [];
  await boxes.first().waitFor();
  const count = Math.min(most, await boxes.count());
  for (let at = 0; at < count; at++) {
    const box = boxes.nth(at);
    await box.scrollIntoViewIfNeeded();
    await box.hover();
    await armClock(page, 'click');
    await page.mouse.down();
    await page.mouse.up();
    clicks.push(await readClock(page));
  }
  return clicks;
}

async function measureClicks(page: Page, address: string, effort: Effort): Promise<MeasuredRow> {
  const [expected, said] = effort.clicks;
  const clicks: number[] = [];
  for (const path of [`/${projectId}`, `/${projectId}?outcome=incorrect`, `/${projectId}?sort=confidence`]) {
    await openTable(page, address, path);
    clicks.push(...(await clickFacets(page, 'Expected label', expected)));
    clicks.push(...(await clickFacets(page, 'Predicted label', said)));
  }
  return {
    what: 'click on a facet to painted rows, in Chromium',
    unit: 'ms',
    goal: { most: 200 },
    median: median(clicks),
    times: clicks.length,
    p95: quantile(clicks, 0.95),
  };
}

/** Turns the wheel for a while; returns the durations of the frames. */
async function turnWheel(page: Page, pixels: number, turns: number): Promise<number[]> {
  const grid = page.getByRole('grid', { name: 'Samples' });
  await grid.hover();
  await startFrames(page);
  for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, pixels);
  return stopFrames(page);
}

async function measureWheel(page: Page, address: string, effort: Effort): Promise<MeasuredRow[]> {
  await openTable(page, address, `/${projectId}`);
  const goes: number[][] = [];
  for (const pixels of effort.goes) goes.push(await turnWheel(page, pixels, effort.turns));
  const measured = goes.slice(1);
  const frames = measured.flat();
  return [
    {
      what: 'scrolling all rows with the wheel: the longest frame of each go',
      unit: 'ms',
      goal: { most: 50 },
      median: median(measured.map((go) => Math.max(...go))),
      times: measured.length,
    },
    {
      what: 'scrolling all rows with the wheel: every frame',
      unit: 'ms',
      median: median(frames),
      times: frames.length,
      p95: quantile(frames, 0.95),
    },
  ];
}

/** The metrics of Chromium's scroll bar in pixels: a button at each end, and the minimum size of the thumb. */
const bar = { button: 17, thumb: 18 } as const;

/** The position of the thumb of the grid's scroll bar, its position at the top, and the distance it can travel. */
async function thumbOf(page: Page): Promise<{ x: number; y: number; start: number; travel: number }> {
  return page.getByRole('grid', { name: 'Samples' }).evaluate((grid, { button, thumb }) => {
    const { right, top, width } = grid.getBoundingClientRect();
    if (width - grid.clientWidth < 4) throw new Error('The grid has no scroll bar to drag.');
    const track = grid.clientHeight - 2 * button;
    const height = Math.max(thumb, (track * grid.clientHeight) / grid.scrollHeight);
    const share = grid.scrollTop / (grid.scrollHeight - grid.clientHeight);
    const start = top + button + height / 2;
    const travel = track - height;
    return { x: right - (width - grid.clientWidth) / 2, y: start + travel * share, start, travel };
  }, bar);
}

/** Waits until the scroll bar has its proportional position, to which it moves when scrolling stops. */
async function barAtRest(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Samples' });
  const slotsOff = () =>
    grid.evaluate(
      (element, { rowHeight: height }) => {
        const head = element.querySelector('[role="columnheader"]')?.clientHeight ?? 0;
        const row = element.querySelector<HTMLElement>('[role="row"][id][aria-rowindex]');
        const index = Number(row?.getAttribute('aria-rowindex')) - 2;
        const top = new DOMMatrix(row === null ? '' : getComputedStyle(row).transform).f - head;
        return {
          slot: element.scrollTop / height,
          topRow: index + (element.scrollTop - top) / height,
          rows: Number(element.getAttribute('aria-rowcount')) - 1,
          fits: (element.clientHeight - head) / height,
        };
      },
      { rowHeight },
    );
  await expect
    .poll(async () => {
      const { slot, topRow, rows, fits } = await slotsOff();
      return Math.abs(anchorOf(topRow, { rows, fits }).slot - slot);
    })
    .toBeLessThan(1.5);
}

async function measureJumps(
  page: Page,
  address: string,
  seed: number,
  { jumps: times }: Effort,
): Promise<MeasuredRow> {
  const random = seededRandom(seed);
  await openTable(page, address, `/${projectId}`);
  const jumps: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    const thumb = await thumbOf(page);
    await page.mouse.move(thumb.x, thumb.y);
    await page.mouse.down();
    await armClock(page, 'scroll');
    await page.mouse.move(thumb.x, thumb.start + thumb.travel * random());
    jumps.push(await readClock(page));
    await page.mouse.up();
    await barAtRest(page);
  }
  return {
    what: 'jump of the scroll bar to rows in place',
    unit: 'ms',
    goal: { most: 150 },
    median: median(jumps),
    times: jumps.length,
    p95: quantile(jumps, 0.95),
  };
}

/** All results measured in the browser. */
export async function measureBrowser(address: string, seed: number, effort: Effort): Promise<MeasuredRow[]> {
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    return [
      await measureClicks(page, address, effort),
      ...(await measureWheel(page, address, effort)),
      await measureJumps(page, address, seed, effort),
    ];
  } finally {
    await browser.close();
  }
}
