/** Hostile texts in tooltips (cells, values, bars, thresholds, sensors) and in the documentation page of the API. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { hostileFamilies, hostileStrings } from '../hostile-strings';
import { runCommand } from '../run-command';
import { startServer, type RunningServer } from '../start-server';
import { drawnTexts, hostileRun, importHostile } from './hostile-runs';
import { expectCalm, notTold, setCanaries } from './page-canaries';
import { expect, filterGroup, grid, open, openSamples, row, sample, test, withServer } from './second-look';

/** As many as have a distinct colour. */
const sensorsEach = 8;
const sensorSamples = Array.from({ length: Math.ceil(drawnTexts.length / sensorsEach) }, (_, at) =>
  drawnTexts.slice(at * sensorsEach, (at + 1) * sensorsEach),
);
const after = (text: string) => drawnTexts[(drawnTexts.indexOf(text) + 1) % drawnTexts.length] ?? '';

/** Signals whose sensors are named after the texts; each sensor's unit is the next text, or all have the same one. */
async function importSignals(folder: string, dataFolder: string): Promise<void> {
  const lines: string[] = [];
  const add = async (names: readonly string[], unitOf: (name: string) => string) => {
    const sampleId = lines.length + 1;
    const sensors = names.map((name) => ({ name, units: unitOf(name) }));
    const values = [0, 1, 2].map((value) => names.map((_, at) => value * at));
    const payload = { device_name: 'd', device_type: 'd', interval_ms: 10, sensors, values };
    await writeFile(join(folder, `${sampleId}.json`), JSON.stringify({ payload }));
    const record = {
      id: sampleId,
      filename: `signal ${sampleId}`,
      label: 'idle',
      chartType: 'chart',
      sensors,
    };
    const result = { sampleId, sample: { ...record, totalLengthMs: 30 }, classifications: [] };
    lines.push(JSON.stringify({ result, predictions: [] }));
  };
  for (const names of sensorSamples) await add(names, after);
  for (const unit of [...hostileFamilies.turning, ...hostileFamilies.shapes])
    await add(['x', 'y'], () => unit);
  const file = join(folder, 'signals.jsonl');
  await writeFile(file, lines.join('\n'));
  const end = await runCommand(['import', file, '--project', '2', '--media', folder, '--data', dataFolder]);
  expect(end.code, end.errors).toBe(0);
}

let server: RunningServer;
let folder: string;
test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  folder = await mkdtemp(join(tmpdir(), 'second-look-signals-'));
  await importHostile(server);
  await importSignals(folder, server.folder);
});
test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
withServer(() => server);

const at = (path: string) => new URL(path, server.address).href;

/** Those that are bidirectional, overflow or are long, and a few of the others. */
const isTelling = (text: string, place: number) =>
  place % 15 === 0 || [...hostileFamilies.turning, ...hostileFamilies.shapes].some((one) => one === text);

test('a truncated cell of the table has its whole text as tooltip', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}&sort=id`));
  let untold = texts;
  for (const last of [12, 24, 36, 48, texts.length]) {
    await grid(page).evaluate((element, top) => (element.scrollTop = top), (last - 12) * 44);
    const lastRow = row(page, Math.min(last, texts.length));
    await expect(lastRow).toBeAttached();
    await expect(lastRow).not.toHaveAttribute('aria-busy', 'true');
    untold = await notTold(page, '[role="grid"]', untold);
    for (const cell of await lastRow.locator('[title]').all()) await cell.hover();
    await expectCalm(page, canaries);
  }
  expect(untold).toEqual([]);
});

test('a value of a facet has its whole text as tooltip, and the buttons next to it name it', async ({
  page,
}) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}`));
  for (const title of ['Expected label', 'Metadata']) {
    const group = await filterGroup(page, title);
    const more = group.getByRole('button', { name: /^Show all/ });
    while ((await more.count()) > 0) await more.first().click();
    await expect.poll(() => notTold(page, 'aside', texts), title).toEqual([]);
    const titled = group.locator('[title]');
    const tips = await titled.evaluateAll((elements) =>
      elements.map((element) => (element.getAttribute('title') ?? '').toWellFormed()),
    );
    for (const [place, text] of texts.entries()) {
      if (!isTelling(text, place)) continue;
      await titled.nth(tips.indexOf(text.toWellFormed())).hover();
      await expectCalm(page, canaries);
    }
    await group.getByRole('button', { name: title, exact: true }).click();
  }
});

test('a bar of a histogram shows numbers, whatever the samples are called', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}`));
  const group = await filterGroup(page, 'Confidence');
  const bars = group.locator('svg rect');
  const tips = await bars.locator('title').allTextContents();
  expect(tips.length).toBeGreaterThan(5);
  for (const tip of tips)
    expect(tip).toMatch(/^[\d.,–\-\s]+( to [\d.,]+)?: [\d,]+ samples?(, [\d,]+ incorrect)?$/);
  await bars.nth(2).hover();
  await expectCalm(page, canaries);
});

/** A tooltip of ours: its text, and that it is completely visible without overflow. */
async function expectTip(page: Page, target: Locator, text: string): Promise<void> {
  await target.hover();
  const tip = page.getByRole('tooltip');
  await expect(tip).toHaveCount(1);
  await expect(tip).toBeVisible();
  expect((await tip.textContent())?.toWellFormed()).toBe(text.toWellFormed());
  const box = await tip.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const isWithin = left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight;
    return { isWithin, standsOut: element.scrollWidth > element.clientWidth + 1 };
  });
  expect(box, text.slice(0, 60)).toEqual({ isWithin: true, standsOut: false });
  await page.mouse.move(0, 0);
  await expect(tip).toHaveCount(0);
}

test('the help of a threshold is its text, and fits on the screen', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}&sort=id&sample=1`));
  const buttons = sample(page).getByRole('button', { name: /^About / });
  await expect(buttons.first()).toBeVisible();
  const thresholds = sample(page).getByRole('region', { name: 'Thresholds' });
  const all = thresholds.getByRole('button', { name: `All ${texts.length}`, exact: true });
  if ((await buttons.count()) < texts.length) await all.click();
  await expect(buttons).toHaveCount(texts.length);
  for (const place of texts.keys()) {
    const help = texts[(place + 1) % texts.length] ?? '';
    if (!isTelling(help, place)) continue;
    await expectTip(page, buttons.nth(place), help);
    await expectCalm(page, canaries);
  }
});

/** Opens a signal, or moves on to it from the previous one. */
async function showSignal(page: Page, id: number, first: number): Promise<void> {
  if (id === first) {
    await open(page, at(`/2?sort=id&sample=${id}`));
    await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
  } else {
    await page.keyboard.press('j');
  }
  await expect(sample(page)).toContainText(`signal ${id}`);
  await expect(sample(page).locator('.u-over')).toBeVisible();
}

test('sensors and their units in the legend, above the axes and under the mouse', async ({ page }) => {
  const canaries = await setCanaries(page);
  for (const [place, names] of sensorSamples.entries()) {
    await showSignal(page, place + 1, 1);
    const legend = sample(page).getByRole('group', { name: 'Sensors' });
    const shown = async () =>
      (await legend.getByRole('button').locator('span:first-of-type').allTextContents()).map((name) =>
        name.toWellFormed(),
      );
    await expect.poll(shown).toEqual(names.map((name) => name.toWellFormed()));
    expect(await notTold(page, '[aria-label="Sensors"]', names)).toEqual([]);
    await sample(page).locator('.u-over').hover();
    await expect(legend.getByRole('button').first()).toContainText(/\d$/);
    await legend.getByRole('button').last().hover();
    await expectCalm(page, canaries);
    await expectWithinPanel(page);
  }
});

test('a unit that all sensors share, next to the title', async ({ page }) => {
  const canaries = await setCanaries(page);
  const shared = [...hostileFamilies.turning, ...hostileFamilies.shapes];
  for (const [place, unit] of shared.entries()) {
    const first = sensorSamples.length + 1;
    await showSignal(page, first + place, first);
    const section = sample(page).getByRole('region', { name: 'Signal', exact: true });
    const shown = async () => (await section.textContent())?.toWellFormed();
    await expect.poll(shown).toContain(unit.toWellFormed().slice(0, 100));
    await expectCalm(page, canaries);
    await expectWithinPanel(page);
  }
});

/** No text of the signal extends beyond the panel, and the chart stays visible. */
async function expectWithinPanel(page: Page): Promise<void> {
  const faults = await sample(page)
    .getByRole('region', { name: 'Signal', exact: true })
    .evaluate((section) => {
      const { left, right, height } = section.getBoundingClientRect();
      const wide = [...section.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > right + 1 || box.left < left - 1);
      });
      return [
        ...wide.map((element) => `beyond the panel: ${element.outerHTML.slice(0, 160)}`),
        ...(height > 700 ? [`${height} pixels high`] : []),
      ];
    });
  expect(faults).toEqual([]);
}

test('the page of the API does not repeat anything from its URL', async ({ page }) => {
  const canaries = await setCanaries(page, 'Second Look: the API');
  const address = at('/docs');
  await page.goto(address);
  const plain = await page.locator('body').innerText();
  expect(plain).toContain('The API of Second Look');
  const short = hostileStrings.filter((text) => text.length < 1000 && text.isWellFormed());
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address);
    for (const details of await page.locator('summary').all()) await details.click();
    await expectCalm(page, canaries);
    for (let from = 0; from < short.length; from += 20) {
      const query = new URLSearchParams(
        short.slice(from, from + 20).map((text, place) => [text, short[from + place + 1] ?? text]),
      );
      await page.goto(`${address}?${query.toString()}#${encodeURIComponent(short[from] ?? '')}`);
      expect(await page.locator('body').innerText()).toBe(plain);
      await expectCalm(page, canaries);
    }
  }
});
