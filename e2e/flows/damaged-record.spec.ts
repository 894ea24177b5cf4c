/** A run with one record damaged on disk: its row says so at its position, and the others are where they were. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultPageSchema } from '../../src/contract/schemas/studio-result-page';
import { madeLines, madeRun } from '../made-runs';
import { runCommand } from '../run-command';
import { startServer, type RunningServer } from '../start-server';
import { expect, expectMatching, grid, open, row, sample, test, withServer } from './second-look';

/** Together they exceed the page size that the server keeps in memory, so they are read once for each list. */
const samples = 900;
/** In the first page of rows, so that the other rows of the page would move up. */
const damagedRow = 20;

let server: RunningServer;
let ids: number[];
test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  const file = `${server.folder}.jsonl`;
  const entries = madeRun(7, samples);
  ids = entries.map(({ result }) => result.sampleId).toSorted((a, b) => a - b);
  await writeFile(file, madeLines(entries));
  const end = await runCommand(['import', file, '--project', '1', '--data', server.folder]);
  expect(end.code, end.errors).toBe(0);
  await rm(file);
  const runs = join(server.folder, 'projects', '1');
  const [run = ''] = await readdir(runs);
  const records = join(runs, run, 'records');
  const bytes = await readFile(records);
  const at = bytes.indexOf(`"sampleId":${ids[damagedRow - 1]},`);
  expect(at).toBeGreaterThan(0);
  bytes[at + 2] = (bytes[at + 2] ?? 0) ^ 4;
  await writeFile(records, bytes);
});
withServer(() => server);

test('its row says so, opens the reason, and the rows after it keep their positions', async ({ page }) => {
  await open(page, new URL('/1', server.address).href);
  await expectMatching(page, samples);
  const id = ids[damagedRow - 1];
  await grid(page).focus();
  await page.keyboard.type(String(damagedRow));
  await page.keyboard.press('Enter');
  await expect(row(page, damagedRow)).toHaveText(`Sample ${id} is damaged on disk`);
  await page.keyboard.press('Enter');
  await expect(sample(page)).toContainText(`Sample ${id}`);
  await expect(sample(page)).toContainText('its checksum differs');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(sample(page)).toContainText(`ID ${ids[damagedRow]}`);
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await expect(sample(page)).toContainText(`ID ${ids[49]}`);
});

test('a page of the API leaves it out and lists it with its position', async () => {
  const address = new URL('/v1/api/1/classify/all/result/page?offset=10&limit=15', server.address);
  const { result, damaged, totalCount } = resultPageSchema.parse(await (await fetch(address)).json());
  const page = ids.slice(10, 25);
  expect(totalCount).toBe(samples);
  expect(result.map(({ sampleId }) => sampleId)).toEqual(page.toSpliced(damagedRow - 11, 1));
  expect(damaged).toEqual([
    {
      index: damagedRow - 11,
      sampleId: page[damagedRow - 11],
      reason: expect.stringContaining('its checksum differs'),
    },
  ]);
  const expected = [{ index: damagedRow - 1, sampleId: ids[damagedRow - 1] }];
  for (const path of ['result', `result/page?limit=${samples}`]) {
    const whole = await fetch(new URL(`/v1/api/1/classify/all/${path}`, server.address));
    const text = await whole.text();
    expect(text.length, path).toBeGreaterThan(1024 * 1024);
    expect(JSON.parse(text), path).toMatchObject({ damaged: expected });
  }
});

test('a request for it alone is answered with its position, and is not repeated', async ({ page }) => {
  const [previous, id, next] = ids.slice(damagedRow - 2, damagedRow + 1);
  const path = `/v1/api/1/second-look/samples/${id}`;
  const answer = await fetch(new URL(path, server.address));
  expect(answer.status).toBe(410);
  expect(await answer.json()).toEqual({
    success: false,
    error: expect.stringContaining('its checksum differs'),
    place: { position: damagedRow - 1, previous, next },
  });
  // The panel appears when the table has its answer, which would otherwise request it again.
  const response = page.waitForResponse((one) => new URL(one.url()).pathname === path);
  await page.route(/sample-panel-.*\.js$/, async (route) => {
    await (await response).finished();
    await route.continue();
  });
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path) asked += 1;
  });
  await open(page, new URL(`/1?sample=${id}`, server.address).href);
  await expect(sample(page)).toContainText('its checksum differs');
  await expect(row(page, damagedRow)).toBeInViewport();
  expect(asked).toBe(1);
});

test('moving between samples passes it, in both directions, by key and by button', async ({ page }) => {
  const [before, id, after] = ids.slice(damagedRow - 2, damagedRow + 1);
  await open(page, new URL(`/1?sample=${before}`, server.address).href);
  await expect(sample(page)).toContainText(`ID ${before}`);
  await page.keyboard.press('j');
  await expect(sample(page)).toContainText('its checksum differs');
  await expect(sample(page)).toContainText(`ID ${id}`);
  await expect(sample(page)).toContainText(`row ${damagedRow} of ${samples}`);
  await page.keyboard.press('j');
  await expect(sample(page)).toContainText(`ID ${after}`);
  await page.keyboard.press('k');
  await expect(sample(page)).toContainText('its checksum differs');
  await sample(page).getByRole('button', { name: 'Previous sample' }).click();
  await expect(sample(page)).toContainText(`ID ${before}`);
});
