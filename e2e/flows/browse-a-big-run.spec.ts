/** A big run: every row can be reached, nothing is blank, no key is lost, and a slow server is indicated. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { runCommand } from '../run-command';
import { startServer, type RunningServer } from '../start-server';
import {
  expect,
  expectMatching,
  facet,
  filterGroup,
  filters,
  grid,
  openSamples,
  parametersOf,
  results,
  row,
  sample,
  test,
  withServer,
} from './second-look';

const count = 60_000;
const labels = ['idle', 'wave', 'snake'];
const wrongEach = 10;

/** One small sample; its name contains the row number, from which label and outcome follow. */
function line(index: number): string {
  const sampleId = index + 1;
  const label = labels[index % labels.length];
  const isRight = index % wrongEach !== 0;
  const said = isRight ? label : labels[(index + 1) % labels.length];
  const window = { sampleId, startMs: 0, endMs: 1000, label, prediction: said, predictionCorrect: isRight };
  const example = {
    id: sampleId,
    filename: `row.${sampleId}`,
    label,
    category: 'testing',
    deviceName: `belt-${index % 7}`,
    chartType: 'chart',
    sensors: [{ name: 'accX', units: 'm/s2' }],
    totalLengthMs: 1000,
    frequency: 100,
    added: '2026-01-01T00:00:00.000Z',
    metadata: { site: index % 2 === 0 ? 'north' : 'south' },
  };
  return JSON.stringify({
    result: { sampleId, sample: example, classifications: [] },
    predictions: [window],
  });
}

let server: RunningServer;
let folder = '';
const file = () => join(folder, 'big.jsonl');

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-big-'));
  await writeFile(file(), Array.from({ length: count }, (_, index) => line(index)).join('\n'));
  server = await startServer(['--no-demo']);
  const end = await runCommand(['import', file(), '--project', '1', '--data', server.folder]);
  expect(end.code, end.errors).toBe(0);
  expect(end.output).toContain('60,000 samples');
});
test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
withServer(() => server);

const at = (path: string) => new URL(path, server.address).href;
const rowField = (page: Page) => page.getByRole('textbox', { name: 'Go to row' });

/** The row with this number is visible, except for a fraction of a pixel, and shows its own sample. */
async function expectRow(page: Page, place: number): Promise<void> {
  await expect(row(page, place)).toBeInViewport({ ratio: 0.98 });
  await expect(row(page, place)).toContainText(`row.${place}`);
}

test('both ends with a key, and any row by its number', async ({ page }) => {
  await openSamples(page, at('/1'));
  await expectMatching(page, count);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expectRow(page, count);
  await page.keyboard.press('Home');
  await expectRow(page, 1);

  for (const place of [2, 249, 31_337, 59_999]) {
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await expect(rowField(page)).toBeFocused();
    await page.keyboard.type(String(place));
    await page.keyboard.press('Enter');
    await expectRow(page, place);
    await expect(grid(page)).toBeFocused();
    await expect(grid(page)).toHaveAttribute('aria-activedescendant', `row-${place - 1}`);
  }
  await rowField(page).fill('70,000');
  await rowField(page).press('Enter');
  await expectRow(page, count);
  await rowField(page).fill('0');
  await rowField(page).press('Enter');
  await expectRow(page, 1);
  await rowField(page).fill('12');
  await rowField(page).press('Escape');
  await expect(grid(page)).toBeFocused();
  await expectRow(page, 1);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('number of a row');
});

test('the scroll bar reaches any row, and the input shows its number', async ({ page }) => {
  await openSamples(page, at('/1'));
  await expectMatching(page, count);
  for (const place of [1, 17, 30_001, 59_000]) {
    await grid(page).evaluate(
      (element, top) => {
        element.scrollTop = top;
      },
      (place - 1) * 44,
    );
    await expectRow(page, place);
    await expect(rowField(page)).toHaveAttribute('placeholder', place.toLocaleString('en'));
  }
  await grid(page).evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expectRow(page, count);
});

test('a fast scroll shows skeletons, never a blank', async ({ page }) => {
  await openSamples(page, at('/1'));
  await expectMatching(page, count);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/result\/page/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const box = await grid(page).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 300);
  // For every frame: how many pixels of the table are not covered by rows, and how many rows are skeletons.
  const watching = grid(page).evaluate(async (element) => {
    const seen = { frames: 0, uncovered: 0, skeletons: 0, moved: 0 };
    let before = element.scrollTop;
    while (seen.moved < 30_000) {
      await new Promise(requestAnimationFrame);
      const { top, bottom } = element.getBoundingClientRect();
      const rows = [...element.querySelectorAll('[role="row"][aria-rowindex]:not([aria-rowindex="1"])')];
      const edges = rows.map((one) => one.getBoundingClientRect());
      const first = Math.min(...edges.map((edge) => edge.top));
      const last = Math.max(...edges.map((edge) => edge.bottom));
      seen.frames += 1;
      seen.uncovered = Math.max(seen.uncovered, first - (top + 32), bottom - last);
      seen.skeletons = Math.max(seen.skeletons, rows.filter((one) => one.ariaBusy === 'true').length);
      seen.moved += Math.abs(element.scrollTop - before);
      before = element.scrollTop;
    }
    return seen;
  });
  const wheel = { isTurning: true };
  const stop = () => {
    wheel.isTurning = false;
  };
  void watching.then(stop, stop);
  while (wheel.isTurning) await page.mouse.wheel(0, 2400);
  const seen = await watching;
  expect(seen.uncovered).toBeLessThanOrEqual(1);
  expect(seen.skeletons).toBeGreaterThan(10);
  expect(seen.frames).toBeGreaterThan(2);
  // Behind the rows, for frames in which the script is late: the same skeletons, painted without it.
  const behind = grid(page).locator('[data-filled]');
  await expect(behind).toHaveCSS('background-image', /^linear-gradient\(.*linear-gradient\(/);
  // The tile is one row: a picture of all rows would take megabytes.
  await expect(behind).toHaveCSS('background-size', '100% 100%, 16px 44px');
  release();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
});

/** The delay of answers, as from a slow server. */
const slow = 2000;
const slowDown = (page: Page) =>
  page.route('**/v1/**', async (route) => {
    await new Promise((resolve) => {
      setTimeout(resolve, slow);
    });
    await route.continue().catch(() => {});
  });

test('typing in search loses no key while the server is slow', async ({ page }) => {
  await openSamples(page, at('/1'));
  await slowDown(page);
  const search = page.getByRole('searchbox', { name: 'Search samples' });
  const text = 'belt-3 row.5 north wave testing a1 b2 c3';
  expect(text).toHaveLength(40);
  await search.focus();
  // As fast as a quick typist, so that the URL is written during typing more than once.
  await page.keyboard.type(text, { delay: 45 });
  await expect(search).toHaveValue(text);
  await expect.poll(() => parametersOf(page)['search']).toBe(text);
  await expect(search).toHaveValue(text);
  // In bursts: each pause is about as long as the delay before the URL is written.
  await search.fill('');
  for (const word of text.split(/(?<= )/)) {
    await page.keyboard.type(word);
    await expect
      .poll(() => parametersOf(page)['search'])
      .toBe(text.slice(0, text.indexOf(word) + word.length));
  }
  await expect(search).toHaveValue(text);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a slow server leaves everything usable, and its delay is indicated', async ({ page }) => {
  await slowDown(page);
  await page.goto(at('/1'));
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /Loading/ })
      .first(),
  ).toBeVisible();
  await expectMatching(page, count);
  await expectRow(page, 1);

  // The old rows and counts stay visible, marked as old, and the next click already works.
  const incorrect = facet(await filterGroup(page, 'Outcome'), 'incorrect');
  await incorrect.check();
  await expect(grid(page)).toHaveAttribute('aria-busy', 'true');
  await expect(filters(page)).toHaveAttribute('aria-busy', 'true');
  await expectRow(page, 1);
  await expect(incorrect).toBeChecked();
  const wave = facet(await filterGroup(page, 'Expected label'), 'wave');
  await wave.check();
  await expect(wave).toBeChecked();
  await expectMatching(page, count / wrongEach / labels.length);
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');

  await row(page, 2).click();
  await expect(sample(page).getByText(/Loading/)).toBeVisible();
  await page.keyboard.press('j');
  await expect(row(page, 3)).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await expect(results(page).getByRole('tabpanel', { name: 'Matrix' })).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('overtaken requests are cancelled, and a page seen before is sent without its body', async ({
  page,
}) => {
  await openSamples(page, at('/1'));
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'net::ERR_ABORTED') cancelled.push(request.url());
  });
  await page.route(/labels=/, (route) =>
    new Promise((resolve) => {
      setTimeout(resolve, slow);
    }).then(() => route.continue().catch(() => {})),
  );
  const group = await filterGroup(page, 'Expected label');
  await facet(group, 'wave').check();
  await expect(page).toHaveURL(/wave/);
  await facet(group, 'wave').uncheck();
  await expect.poll(() => cancelled.filter((url) => url.includes('result/page')).length).toBeGreaterThan(0);
  await expect.poll(() => cancelled.filter((url) => url.includes('summary')).length).toBeGreaterThan(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expectMatching(page, count);

  // Chromium hides a 304 behind its cached answer, so the number of transferred bytes is checked.
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const pages = new Map<string, string>();
  const bodies: number[] = [];
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/result\/page|summary/.test(response.url)) pages.set(requestId, response.url);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (pages.has(requestId)) bodies.push(encodedDataLength);
  });
  await page.reload();
  await expectMatching(page, count);
  await expectRow(page, 1);
  await expect.poll(() => bodies.length).toBeGreaterThan(1);
  // Headers only.
  for (const bytes of bodies) expect(bytes).toBeLessThan(1500);
});
