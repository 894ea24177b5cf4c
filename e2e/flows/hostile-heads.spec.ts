/** Hostile texts as headers and cells of the confusion matrix: whole or folded, each stays within its own header. */
import type { Page } from '@playwright/test';
import { isolatedText } from '../../src/contract/isolated-text';
import { startServer, type RunningServer } from '../start-server';
import { hostileRun, importHostile, type HostileRun } from './hostile-runs';
import { expectCalm, setCanaries } from './page-canaries';
import { activeFilters, expect, expectMatching, goOn, open, test, withServer } from './second-look';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  await importHostile(server);
});
withServer(() => server);

const matrix = (page: Page) => page.getByRole('grid', { name: 'Confusion matrix' });

const others = /^\d+ others$/;

/** Opens the matrix of the samples from one index of the texts to another, exclusive, and waits for its labels. */
async function openMatrix(page: Page, { run, texts }: HostileRun, from: number, end: number): Promise<void> {
  const query = new URLSearchParams({ run, view: 'matrix', order: 'name' });
  query.set('minId', String(from + 1));
  query.set('maxId', String(end + 1));
  const address = new URL(`/1?${query.toString()}`, server.address).href;
  await (page.url().startsWith(server.address) ? goOn(page, address) : open(page, address));
  const labels = texts.slice(from, end).map((text) => text.toWellFormed());
  const isThere = async () => {
    const heads = (await headsOf(page, 'row')).filter(({ text }) => !others.test(text));
    return heads.length > 0 && heads.every(({ text }) => labels.includes(text));
  };
  await expect.poll(isThere, { message: address, intervals: [50, 50, 100] }).toBe(true);
}

interface Head {
  text: string;
  tip: string;
}

const headsOf = (page: Page, scope: 'row' | 'col'): Promise<Head[]> =>
  matrix(page)
    .locator(`th[scope="${scope}"] [data-place]`)
    .evaluateAll((heads) =>
      heads.map((head) => ({ text: head.textContent ?? '', tip: head.getAttribute('title') ?? '' })),
    );

/** The headers of one axis show these labels character by character, and so do their tooltips. */
function expectHeads(heads: readonly Head[], labels: readonly string[], what: 'expected' | 'said'): void {
  expect(heads.map(({ text }) => text).toSorted()).toEqual(
    labels.map((label) => label.toWellFormed()).toSorted(),
  );
  for (const { text, tip } of heads) {
    const said = [text, text.toWellFormed()].map(
      (label) => `Only samples with ${isolatedText(label)} ${what}: `,
    );
    expect(
      said.some((words) => tip.toWellFormed().startsWith(words)),
      `${text}: ${tip}`,
    ).toBe(true);
  }
}

/** The cells' tooltips equal their accessible names, and contain both labels. */
async function expectCellTips(page: Page, texts: readonly string[]): Promise<void> {
  const tips = await matrix(page)
    .locator('td button')
    .evaluateAll((cells) =>
      cells.map((cell) => ({
        tip: (cell.getAttribute('title') ?? '').toWellFormed(),
        name: (cell.getAttribute('aria-label') ?? '').toWellFormed(),
      })),
    );
  expect(tips.length).toBeGreaterThan(0);
  for (const { tip, name } of tips) expect(tip).toBe(name);
  const missing = texts.filter((text) => {
    const words = isolatedText(text.toWellFormed());
    return !tips.some(({ tip }) => tip.startsWith(`Expected ${words}, said `));
  });
  expect(missing).toEqual([]);
}

/** Headers that extend beyond their own place, or overlap something else. */
const headFaults = (page: Page): Promise<string[]> =>
  matrix(page).evaluate((table) => {
    const faults: string[] = [];
    const heights = new Set<number>();
    for (const head of table.querySelectorAll('th [data-place]')) {
      const cell = head.closest('th');
      if (cell === null) continue;
      const about = `${cell.scope} ${(head.textContent ?? '').slice(0, 60)}`;
      const [own, place] = [head.getBoundingClientRect(), cell.getBoundingClientRect()];
      if (own.left < place.left - 1 || own.right > place.right + 1)
        faults.push(`wider than its place: ${about}`);
      if (own.top < place.top - 1 || own.bottom > place.bottom + 1)
        faults.push(`higher than its place: ${about}`);
      if (cell.scope === 'row') heights.add(Math.round(place.height));
      head.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const { left, top, width, height } = head.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      if (y > window.innerHeight || x > window.innerWidth) continue;
      const hit = document.elementFromPoint(x, y)?.closest('[data-place]');
      if (hit !== head) faults.push(`under something else: ${about}`);
    }
    if (heights.size > 1) faults.push(`rows are ${[...heights].join(', ')} pixels high`);
    return faults;
  });

/** What is above the matrix leaves enough space for it. */
async function expectRoom(page: Page): Promise<void> {
  const panel = await page.getByRole('tabpanel').boundingBox();
  const grid = await matrix(page).locator('..').boundingBox();
  if (panel === null || grid === null) throw new Error('There is no matrix.');
  expect(grid.y - panel.y, 'what stands above the matrix').toBeLessThan(panel.height / 3);
}

async function expectOrderly(page: Page): Promise<void> {
  expect(await headFaults(page)).toEqual([]);
  await expectRoom(page);
}

test('folded and unfolded, on both axes', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  await openMatrix(page, { run, texts }, 0, texts.length);
  for (const scope of ['row', 'col'] as const) {
    const heads = await headsOf(page, scope);
    const folded = heads.filter(({ text }) => others.test(text));
    expect(folded).toHaveLength(1);
    expect(folded[0]?.tip).toMatch(/^Show more of the \d+ other labels$/);
    const shown = heads.filter(({ text }) => !others.test(text)).map(({ text }) => text);
    expect(shown.filter((text) => !texts.some((one) => one.toWellFormed() === text))).toEqual([]);
    expect(shown.length).toBeGreaterThan(20);
  }
  await expectOrderly(page);
  await expectCalm(page, canaries);

  await matrix(page).getByRole('rowheader', { name: others }).getByRole('button').click();
  await expect(matrix(page).getByRole('rowheader', { name: others })).toHaveCount(0);
  expectHeads(await headsOf(page, 'row'), texts, 'expected');
  expectHeads(await headsOf(page, 'col'), texts, 'said');
  await expectCellTips(page, texts);
  await expectOrderly(page);
  await expectCalm(page, canaries);
});

for (const [what, size, width] of [
  ['few', 6, 1440],
  ['a dozen', 12, 1440],
  ['many', 26, 1440],
  ['a dozen, on a phone', 12, 390],
] as const) {
  test(`as many as it takes to line up the columns with those of ${what}`, async ({ page }) => {
    const canaries = await setCanaries(page);
    await page.setViewportSize({ width, height: 900 });
    const { run, texts } = await hostileRun(server);
    for (let from = 0; from < texts.length; from += size) {
      const end = Math.min(from + size, texts.length);
      const said = texts.slice(from, end).map((_text, at) => texts[(from + at + 1) % texts.length] ?? '');
      await openMatrix(page, { run, texts }, from, end);
      expectHeads(await headsOf(page, 'row'), texts.slice(from, end), 'expected');
      expectHeads(await headsOf(page, 'col'), said, 'said');
      await expectCellTips(page, texts.slice(from, end));
      expect(await headFaults(page)).toEqual([]);
      if (width > 1000) await expectRoom(page);
      await matrix(page).getByRole('rowheader').first().hover();
      await matrix(page).locator('td button').first().hover();
      await expectCalm(page, canaries);
    }
  });
}

test('each as the largest confusion, and as the filter that its header sets', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  for (const [place, text] of texts.entries()) {
    const isTelling = text.length > 100 || isolatedText(text) !== text || /\p{M}{20}|\n/u.test(text);
    if (!isTelling) continue;
    // A third of the samples are correct nevertheless; then the sample before has this text as its prediction.
    const wrong = place % 3 === 0 ? place - 1 : place;
    if (wrong < 0) continue;
    await openMatrix(page, { run, texts }, wrong, wrong + 1);
    const sentence = page.getByText(/^Largest confusion/);
    await expect
      .poll(() => sentence.textContent(), { message: text })
      .toContain(text.toWellFormed().slice(0, 100));
    await expectOrderly(page);
    await expectCalm(page, canaries);
    if (text.length > 5000) continue;
    const scope = wrong === place ? 'row' : 'col';
    await matrix(page).locator(`th[scope="${scope}"] [data-place]`).click();
    await expectMatching(page, 1);
    expect(await activeFilters(page).textContent()).toContain(text.toWellFormed());
    await expectCalm(page, canaries);
  }
});
