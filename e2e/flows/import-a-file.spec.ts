/** "I have a result file": from an empty installation to its samples, and what happens if the file is broken. */
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { madeLines, madePage, madeRun } from '../made-runs';
import { startServer, type RunningServer } from '../start-server';
import { expect, expectMatching, openSamples, row, test, withServer } from './second-look';

const entries = madeRun(11, 400);
const good = { name: 'result.json', mimeType: 'application/json', buffer: Buffer.from(madePage(entries)) };
const [first, ...others] = entries;
const broken = {
  name: 'broken.jsonl',
  mimeType: 'application/jsonl',
  buffer: Buffer.from(
    `${madeLines(others.slice(0, 20))}\n{"result":{"sampleId":"seven"},"predictions":[]}\n`,
  ),
};

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
});
withServer(() => server);

const at = (path: string) => new URL(path, server.address).href;
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Import a classify result' });

/** A hash of the API's answers for project 1. */
async function everything(page: Page): Promise<string> {
  const hash = createHash('sha256');
  for (const path of ['second-look/project', 'classify/all/result/page?limit=100000']) {
    const response = await page.request.get(at(`/v1/api/1/${path}`));
    hash.update(await response.body());
  }
  return hash.digest('hex');
}

test.describe.configure({ mode: 'serial' });

test('an import that runs behind its closed dialog is also shown on the first page', async ({ page }) => {
  await page.route('**/second-look/import?*', () => {});
  await page.goto(server.address);
  await page.getByRole('button', { name: 'Import result files' }).click();
  await dialog(page).getByLabel('Result files').setInputFiles(good);
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Continue in the background' }).click();
  const notice = page.getByRole('region', { name: 'Import' });
  await expect(notice).toContainText('Importing result.json');
  await notice.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(notice).toContainText('The import was cancelled');
});

test('an empty installation explains how to start, and a file becomes its samples', async ({ page }) => {
  await page.goto(server.address);
  await expect(page.getByRole('heading', { level: 1, name: 'Second Look' })).toBeVisible();
  await expect(page.getByText('There is no classify result here yet')).toBeVisible();
  await page.getByRole('button', { name: 'Import result files' }).click();

  const submit = dialog(page).getByRole('button', { name: 'Import', exact: true });
  await expect(submit).toBeDisabled();
  await dialog(page).getByLabel('Result files').setInputFiles(good);
  await expect(dialog(page)).toContainText('result.json');
  await dialog(page).getByLabel('Name of the project').fill('Belt recordings');
  await dialog(page).getByLabel('Name of the run').fill('first try');
  await submit.click();
  await expect(dialog(page).getByRole('status')).toContainText('400 samples imported as the run "first try"');
  await dialog(page).getByRole('button', { name: 'Show the samples' }).click();

  await expectMatching(page, 400);
  await expect(page.getByRole('banner')).toContainText('Belt recordings');
  const sample = first?.result['sample'];
  const filename =
    typeof sample === 'object' && sample !== null && 'filename' in sample ? sample.filename : '';
  await expect(row(page, 1)).toContainText(String(filename));
});

/** Simulates dragging files over the page and dropping them. */
async function dropFiles(page: Page, file: { name: string; text: string }): Promise<void> {
  const dataTransfer = await page.evaluateHandle(({ name, text }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, file);
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await expect(page.getByText('Drop the result files to import them')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await expect(page.getByText('Drop the result files to import them')).toBeHidden();
}

test('a file dropped anywhere on the page is offered for import, on the start page and in a project', async ({
  page,
}) => {
  await openSamples(page, at('/1'));
  await dropFiles(page, { name: 'dropped.jsonl', text: '{"result":{"sampleId":"seven"},"predictions":[]}' });
  await expect(dialog(page)).toContainText('dropped.jsonl');
  await expect(dialog(page).getByRole('combobox', { name: 'Project' })).toHaveValue('1');
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('sampleId');
  // The corrected file replaces the refused one.
  await dropFiles(page, { name: 'mended.json', text: madePage(entries) });
  await expect(dialog(page).getByRole('alert')).toBeHidden();
  await expect(dialog(page)).not.toContainText('dropped.jsonl');
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog(page).getByRole('status')).toContainText('was there already as the run "first try"');
  await page.keyboard.press('Escape');

  await page.goto(at('/99'));
  await expect(page.getByText('There is no such project here')).toBeVisible();
  await dropFiles(page, { name: 'again.json', text: madePage(entries) });
  await expect(dialog(page)).toContainText('again.json');
});

test('progress is shown while a file is being imported, and the import can be cancelled', async ({
  page,
}) => {
  await openSamples(page, at('/1'));
  const before = await everything(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/second-look/import?*', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog(page).getByLabel('Result files').setInputFiles(good);
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog(page).getByRole('progressbar', { name: 'Import progress' })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Cancel the import' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('The import was cancelled');
  release();
  expect(await everything(page)).toBe(before);
});

test('a broken file is refused with its place, and nothing changes', async ({ page }) => {
  await openSamples(page, at('/1'));
  const before = await everything(page);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog(page).getByLabel('Result files').setInputFiles(broken);
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  const message = dialog(page).getByRole('alert');
  await expect(message).toContainText('Nothing was imported');
  await expect(message).toContainText('broken.jsonl');
  await expect(message).toContainText('line 21');
  await expect(message).toContainText('sampleId');
  expect(await everything(page)).toBe(before);

  // The previous input is still there, so that the next attempt is one step.
  await expect(dialog(page).getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expectMatching(page, 400);
});

test('the same result is not added a second time', async ({ page }) => {
  await openSamples(page, at('/1'));
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog(page).getByLabel('Result files').setInputFiles(good);
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog(page).getByRole('status')).toContainText('was there already as the run "first try"');
  await dialog(page).getByRole('button', { name: 'Show the samples' }).click();
  await expectMatching(page, 400);
});

test('a second run of the project can be selected in addition to the first', async ({ page }) => {
  await openSamples(page, at('/1'));
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog(page)
    .getByLabel('Result files')
    .setInputFiles({ ...good, name: 'second.jsonl', buffer: Buffer.from(madeLines(others.slice(0, 150))) });
  await dialog(page).getByLabel('Name of the run').fill('second try');
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog(page).getByRole('status')).toContainText('150 samples imported');
  await dialog(page).getByRole('button', { name: 'Show the samples' }).click();
  await expectMatching(page, 150);
  await page.getByRole('combobox', { name: 'Run' }).selectOption({ label: 'first try' });
  await expectMatching(page, 400);
});

test('an import continues while its dialog is closed: browse, see its progress, cancel it, or see it end', async ({
  page,
}) => {
  await openSamples(page, at('/1'));
  const notice = page.getByRole('region', { name: 'Import' });
  const start = async (name: string, lines: string) => {
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog(page)
      .getByLabel('Result files')
      .setInputFiles({ ...good, name: `${name}.jsonl`, buffer: Buffer.from(lines) });
    await dialog(page).getByLabel('Name of the run').fill(name);
    await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Continue in the background' }).click();
    await expect(dialog(page)).toBeHidden();
  };
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/second-look/import?*', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.route('**/second-look/imports/*', (route) =>
    route.request().method() === 'GET'
      ? route.fulfill({
          json: {
            success: true,
            state: 'reading',
            samples: 45_000,
            samplesRead: 46_000,
            bytes: 500,
            totalBytes: 1000,
            share: 0.5,
            rate: 30_000,
            readRate: 31_000,
            timeLeft: 1.5,
            error: null,
            run: null,
          },
        })
      : route.continue(),
  );
  await start('third try', madeLines(others.slice(0, 30)));
  await expect(notice.getByRole('progressbar', { name: 'Import progress' })).toBeVisible();
  await expect(notice).toContainText('50 % · 45,000 samples · 30,000/s · 2 s left');
  // Browsing remains possible meanwhile.
  await row(page, 2).click();
  await expect(row(page, 2)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  // The dialog shows the same import again.
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog(page)).toContainText('2 s left');
  await page.keyboard.press('Escape');
  await notice.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(notice).toContainText('The import was cancelled');
  await notice.getByRole('button', { name: 'Put the notice away' }).click();
  await expect(notice).toBeHidden();
  release();
  await page.unrouteAll({ behavior: 'wait' });

  await start('fourth try', madeLines(others.slice(0, 40)));
  await expect(notice).toContainText('40 samples are in the run "fourth try"');
  await notice.getByRole('button', { name: 'See what came in' }).click();
  await dialog(page).getByRole('button', { name: 'Show the samples' }).click();
  await expectMatching(page, 40);
  await expect(notice).toBeHidden();
});
