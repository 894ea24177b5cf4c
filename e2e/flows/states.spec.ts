/** Empty, loading and error states: nothing matches, a slow server, a server that goes down and comes back. */
import type { Page } from '@playwright/test';
import { madeLines, madeRun } from '../made-runs';
import { upload } from '../api-door';
import { startServer, type RunningServer } from '../start-server';
import {
  expect,
  expectMatching,
  facet,
  filterGroup,
  grid,
  open,
  openSamples,
  results,
  row,
  sample,
  samplesOf,
  summaryOf,
  test,
  withServer,
} from './second-look';

const summaries = '**/second-look/summary*';

/** Delays requests to these URLs; returns a function that releases them. */
async function hold(page: Page, addresses: string | RegExp): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(addresses, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test('nothing matches: the filters are listed, and each can be removed', async ({ page }) => {
  await open(page, '/2?outcome=incorrect&filename=nothing');
  await expect(
    results(page).getByRole('heading', { name: 'No sample matches these 2 filters' }),
  ).toBeVisible();
  const list = results(page).getByRole('tabpanel').getByRole('listitem');
  await expect(list.filter({ hasText: 'File name contains nothing' })).toBeVisible();
  await list.filter({ hasText: 'File name' }).getByRole('button', { name: 'Remove' }).click();
  await expectMatching(page, (await summaryOf(page, 2, 'outcome=incorrect')).matching);

  await open(page, '/2?outcome=incorrect&not.outcome=incorrect');
  await list.filter({ hasText: 'Outcome is not incorrect' }).getByRole('button', { name: 'Remove' }).click();
  await expectMatching(page, (await summaryOf(page, 2, 'outcome=incorrect')).matching);
});

test('a project, a run and a sample that do not exist', async ({ page }) => {
  await page.goto('/99');
  await expect(page.getByRole('heading', { name: /no such project/ })).toBeVisible();
  await page.getByRole('link').click();
  await expect(grid(page)).toBeVisible();

  await page.goto('/2?variant=akida');
  await expect(page.getByRole('heading', { name: /no such run/ })).toBeVisible();

  await open(page, '/2?sample=987654321');
  await expect(sample(page).getByRole('alert')).toContainText(/987654321/);
  await expect(row(page, 1)).toBeVisible();
});

test('while the server is slow the old rows and counts stay', async ({ page }) => {
  await openSamples(page, '/2');
  const { matching } = await summaryOf(page, 2, 'outcome=incorrect');
  const release = await hold(page, /outcome=incorrect/);
  const before = await row(page, 1).textContent();
  await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
  await expect(page).toHaveURL(/outcome=incorrect/);
  await expect(grid(page)).toHaveAttribute('aria-busy', 'true');
  await expect(row(page, 1)).toHaveText(before ?? '');
  release();
  await expectMatching(page, matching);
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
});

test('a row that is still loading opens once it is loaded', async ({ page }) => {
  await openSamples(page, '/2');
  const release = await hold(page, /result\/page\?.*offset=[1-9]/);
  await grid(page).focus();
  await page.keyboard.press('End');
  const last = row(page, 5500);
  await expect(last).toHaveAttribute('aria-busy', 'true');
  await last.click();
  release();
  const [{ sample: wanted } = { sample: { filename: '' } }] = (
    await samplesOf(page, 2, 'limit=1&offset=5499')
  ).result;
  await expect(sample(page).getByRole('heading', { level: 2 })).toHaveText(wanted.filename);
});

test('rows appear with their final columns and colours, or without if the counts take long', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      const cell = document.querySelector('[role="row"]:not([aria-busy="true"]) [role="gridcell"]');
      if (cell === null) return;
      document.documentElement.dataset['firstColumns'] =
        cell.closest('[role="grid"]')?.getAttribute('aria-colcount') ?? '';
      seen.disconnect();
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  const firstRows = page.waitForResponse(/result\/page/);
  await page.route(summaries, async (route) => {
    await firstRows;
    await route.continue();
  });
  await openSamples(page, '/2');
  await expect(row(page, 1)).not.toHaveAttribute('aria-busy', 'true');
  const all = await grid(page).getAttribute('aria-colcount');
  expect(await page.locator('html').getAttribute('data-first-columns')).toBe(all);

  await page.unrouteAll({ behavior: 'wait' });
  const release = await hold(page, summaries);
  await openSamples(page, '/2');
  await expect(row(page, 1)).not.toHaveAttribute('aria-busy', 'true');
  await expect(grid(page)).not.toHaveAttribute('aria-colcount', all ?? '');
  release();
  await expect(grid(page)).toHaveAttribute('aria-colcount', all ?? '');
});

test('an older answer that arrives late does not replace a newer one', async ({ page }) => {
  await openSamples(page, '/2');
  const { matching } = await summaryOf(page, 2, 'labels=["3"]');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const group = await filterGroup(page, 'Expected label');
  await page.route(/labels=(%5B|\[)%227%22/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await facet(group, '7').check();
  await expect(page).toHaveURL(/labels=/);
  await facet(group, '3').hover();
  await group.getByRole('button', { name: 'Only 3' }).click();
  await expectMatching(page, matching);
  release();
  await page.unrouteAll({ behavior: 'wait' });
  await expectMatching(page, matching);
});

test('a browser without a network still reaches the server on its own machine', async ({ page }) => {
  await openSamples(page, '/2');
  const { matching } = await summaryOf(page, 2, 'outcome=incorrect');
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
  await expectMatching(page, matching);
  await expect(facet(await filterGroup(page, 'Outcome'), 'incorrect')).toBeChecked();
});

test('counts that cannot be loaded are reported even if the filters are hidden, and retried', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.route(summaries, (route) =>
    route.fulfill({ status: 500, json: { success: false, error: 'The index is not to be had.' } }),
  );
  await open(page, '/2?outcome=incorrect');
  const message = results(page).getByRole('alert');
  await expect(message).toContainText('The counts could not be loaded. The index is not to be had.', {
    timeout: 20_000,
  });
  await page.unrouteAll({ behavior: 'wait' });
  await message.getByRole('button', { name: 'Try again' }).click();
  await expect(message).toBeHidden();
  await expect(results(page).getByRole('status').first()).toContainText('right');
});

test.describe('a server that stops', () => {
  let server: RunningServer;
  test.beforeAll(async () => {
    server = await startServer(['--no-demo']);
    const content = madeLines(madeRun(21, 300));
    const answer = await upload(server.address, 1, [{ name: 'made.jsonl', content }]);
    expect(answer.status, answer.text).toBe(200);
  });
  withServer(() => server);

  test('is reported, loaded data stay, and once it is back everything works again', async ({ page }) => {
    await openSamples(page, new URL('/1', server.address).href);
    await server.halt();

    await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
    const failures = results(page).getByRole('alert').filter({ hasText: 'Is it still running?' });
    await expect(failures).toHaveCount(2);
    await expect(failures.first()).toContainText('The counts could not be loaded.');
    const notice = page.getByRole('alert').filter({ hasText: 'What was loaded stays here' });
    await expect(notice).toBeVisible({ timeout: 20_000 });
    await expect(row(page, 1)).toBeVisible();

    server = await startServer(['--no-demo'], server);
    await page.getByRole('button', { name: 'Ask now' }).click();
    await expect(notice).toBeHidden();
    // An automatic retry may remove the button: a click that does not find it is not a failure.
    const again = page.getByRole('button', { name: 'Try again' });
    await expect(async () => {
      for (const button of await again.all()) await button.click({ timeout: 1_000 });
      await expect(again).toHaveCount(0, { timeout: 1_000 });
    }).toPass();
    const query = new URL('/v1/api/1/second-look/summary?outcome=incorrect', server.address);
    const body: unknown = await (await page.request.get(query.href)).json();
    const matching =
      typeof body === 'object' && body !== null && 'matching' in body ? Number(body.matching) : -1;
    await expectMatching(page, matching);
  });

  test('a part of the page that is not loaded yet is loaded once the server is back', async ({ page }) => {
    await openSamples(page, new URL('/1', server.address).href);
    await server.halt();
    await page.getByRole('tab', { name: 'Matrix' }).click();
    await page.keyboard.press('?');
    await expect(results(page).getByText('Loading the view')).toBeVisible();
    await expect(page.getByRole('banner')).toBeVisible();
    server = await startServer(['--no-demo'], server);
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(results(page).getByRole('grid', { name: 'Confusion matrix' })).toBeVisible();
  });
});
