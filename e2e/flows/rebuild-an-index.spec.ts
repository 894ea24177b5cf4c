/** A run whose index was lost: the progress of the rebuild is shown above it, and then its samples appear. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { slowRunSamples, writeSlowRun } from '../faults/slow-run';
import { runCommand } from '../run-command';
import { startServer, type RunningServer } from '../start-server';
import { expect, expectMatching, open, results, row, test, withServer } from './second-look';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  const file = `${server.folder}.jsonl`;
  await writeSlowRun(file);
  const end = await runCommand(['import', file, '--project', '1', '--data', server.folder]);
  await rm(file);
  expect(end.code, end.errors).toBe(0);
  await server.halt();
  const runs = join(server.folder, 'projects', '1');
  for (const run of await readdir(runs)) await rm(join(runs, run, 'index'), { recursive: true });
  server = await startServer(['--no-demo'], server);
});
withServer(() => server);

test('the progress is shown, and then the samples', async ({ page }) => {
  await open(page, new URL('/1', server.address).href);
  const notice = results(page).getByRole('region', { name: 'Index' });
  await expect(notice).toContainText('Rebuilding the index of this run');
  await expect(notice.getByRole('progressbar', { name: 'Rebuilding the index' })).toBeVisible();
  await expect(notice).toContainText(/\d+ %/);
  await expect(notice).toContainText('other runs can be looked at meanwhile');
  await expect(notice).toBeHidden({ timeout: 60_000 });
  await expectMatching(page, slowRunSamples);
  await expect(row(page, 1)).toContainText('row.1');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
