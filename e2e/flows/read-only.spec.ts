/** A read-only data folder: the page says so, shows its data, and explains why an import is refused. */
import { rm } from 'node:fs/promises';
import { expectedRun } from '../faults/whole-runs';
import { serverOn, type FaultyServer } from '../faults/faulty-process';
import { importLines, newPlace } from '../faults/folder-answers';
import { expect, open, row, test } from './second-look';

let folder: string;
let server: FaultyServer;
test.beforeAll(async () => {
  folder = await newPlace('read-only');
  const { content } = expectedRun(91, 20);
  await importLines(folder, 1, 'made', content);
  server = await serverOn(folder, { plan: { kind: 'fail', folder, at: 1, code: 'EROFS', lasting: true } });
});
test.beforeEach(({ origins }) => void origins.add(new URL(server.address).origin));
test.afterAll(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

test('the notice says why, and can be dismissed', async ({ page }) => {
  await open(page, new URL('/1', server.address).href);
  const notice = page.getByRole('region', { name: 'Read-only' });
  await expect(notice).toContainText('can only be read, because its disk is read-only (EROFS)');
  await expect(row(page, 1)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await notice.getByRole('button', { name: 'Put the notice away' }).click();
  await expect(notice).toBeHidden();
});

test('an import is refused with the reason', async ({ page }) => {
  await open(page, new URL('/1', server.address).href);
  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog', { name: 'Import a classify result' });
  const { content } = expectedRun(92, 5);
  await dialog
    .locator('input[type="file"]')
    .setInputFiles({ name: 'more.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(content) });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('nothing was imported. Make it writable');
});
