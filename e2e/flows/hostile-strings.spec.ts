/** Texts that try to run code, break out, or reorder the text around them, on every screen with text. */
import { upload } from '../api-door';
import { hostileLine } from '../hostile-entry';
import { hostileFamilies } from '../hostile-strings';
import { startServer, type RunningServer } from '../start-server';
import { hostileRun, importHostile } from './hostile-runs';
import { expectCalm, notShown, setCanaries } from './page-canaries';
import {
  activeFilters,
  expect,
  filterGroup,
  grid,
  open,
  openSamples,
  row,
  sample,
  test,
  withServer,
} from './second-look';

let server: RunningServer;
const at = (path: string) => new URL(path, server.address).href;
const projectNames = [
  ...hostileFamilies.turning,
  ...hostileFamilies.tags.slice(0, 4),
  ...hostileFamilies.names,
];

test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  await importHostile(server);
  for (const [place, name] of projectNames.entries()) {
    const files = [{ name: 'one.jsonl', content: hostileLine([name, 'idle'], 1) }];
    const added = await upload(server.address, 100 + place, files, { name });
    expect(added.status, added.text).toBe(200);
    const run = await upload(server.address, 1, files, { run: name });
    expect(run.status, run.text).toBe(200);
  }
});
withServer(() => server);

test('the table shows each character by character, within its row', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}&sort=id`));
  let missing = texts;
  for (const last of [12, 24, 36, 48, texts.length]) {
    await grid(page).evaluate((element, top) => (element.scrollTop = top), (last - 12) * 44);
    await expect(row(page, Math.min(last, texts.length))).toBeAttached();
    await expect(row(page, Math.min(last, texts.length))).not.toHaveAttribute('aria-busy', 'true');
    missing = await notShown(page, '[role="grid"]', missing);
    await expectCalm(page, canaries);
  }
  expect(missing).toEqual([]);
  const heights = await grid(page).evaluate((element) =>
    [...element.querySelectorAll('[role="row"][aria-rowindex]:not([aria-rowindex="1"])')].map(
      ({ clientHeight }) => clientHeight,
    ),
  );
  expect(new Set(heights).size).toBe(1);
});

test('the sidebar shows each as a value of a facet, and as a key', async ({ page }) => {
  const canaries = await setCanaries(page);
  const { run, texts } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}`));
  for (const title of ['Expected label', 'Predicted label', 'Device', 'Metadata']) {
    const group = await filterGroup(page, title);
    const more = group.getByRole('button', { name: /^Show all/ });
    while ((await more.count()) > 0) await more.first().click();
    await expect.poll(() => notShown(page, 'aside', texts), title).toEqual([]);
    await expectCalm(page, canaries);
    await group.getByRole('button', { name: title, exact: true }).click();
  }
});

test('the panel shows each in every place of a record', async ({ page }) => {
  const canaries = await setCanaries(page);
  const panel = sample(page);
  const { run, texts } = await hostileRun(server);
  await openSamples(page, at(`/1?run=${run}&sort=id&sample=1`));
  const more = panel.getByRole('button', { name: /^All \d/ });
  while ((await more.count()) > 0) await more.first().click();
  await expect.poll(() => notShown(page, '[aria-label="Sample"] section', texts)).toEqual([]);
  await expectCalm(page, canaries);
  await panel.getByText('Record as JSON', { exact: true }).click();
  await expect(panel.getByLabel('Record as JSON')).toContainText('"structuredLabels"');
  await expectCalm(page, canaries);
  for (let place = 1; place < texts.length; place++) {
    await page.keyboard.press('j');
    const heading = panel.getByRole('heading', { level: 2 });
    await expect.poll(async () => heading.textContent()).toBe(texts[(place + 1) % texts.length]);
    if (place % 15 === 0 || hostileFamilies.turning.some((text) => text === texts[place])) {
      await expectCalm(page, canaries);
    }
  }
});

test('chips, notices and the matrix show each unchanged', async ({ page }) => {
  const canaries = await setCanaries(page);
  const chips = activeFilters(page);
  const { run, texts } = await hostileRun(server);
  const short = texts.filter((text) => text.length <= 1000 && text.isWellFormed());
  for (let from = 0; from < short.length; from += 25) {
    const some = short.slice(from, from + 25);
    const query = new URLSearchParams({
      run,
      metadata: JSON.stringify(some.map((key) => ({ key, op: 'eq', values: [key] }))),
      labels: JSON.stringify(some.slice(0, 3)),
      filename: some[4] ?? 'x',
    });
    for (const text of some.slice(0, 5)) query.append(text.slice(0, 60), text);
    await open(page, at(`/1?${query.toString()}`));
    await expect(page.getByRole('status').filter({ hasText: 'Part of the address' })).toBeVisible();
    const shown = await chips.textContent();
    for (const text of some) expect(shown).toContain(text);
    await expectCalm(page, canaries);
  }
  await open(page, at(`/1?run=${run}&view=matrix`));
  await expect(page.getByRole('tabpanel').getByRole('button').first()).toBeVisible();
  await expectCalm(page, canaries);
});

test('choosers of projects and runs, the import and the docs show each unchanged', async ({ page }) => {
  const canaries = await setCanaries(page);
  await open(page, at('/1'));
  for (const label of ['Project', 'Run']) {
    const options = page.getByRole('combobox', { name: label }).locator('option');
    await expect(options.filter({ hasText: 'then' })).toBeAttached();
    const names = await options.allTextContents();
    expect(projectNames.filter((name) => !names.includes(name))).toEqual([]);
  }
  await expectCalm(page, canaries);
  for (const [place] of hostileFamilies.turning.entries()) {
    await open(page, at(`/${100 + place}`));
    await expectCalm(page, canaries);
  }

  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const files = [...hostileFamilies.turning, ...hostileFamilies.tags, ...hostileFamilies.shapes.slice(0, 6)]
    .filter((name) => !name.includes('/'))
    .map((name) => ({
      name: `run.jsonl ${name}`,
      mimeType: 'application/json',
      buffer: Buffer.from('{"x":'),
    }));
  const dialog = page.getByRole('dialog', { name: 'Import a classify result' });
  await dialog.getByLabel('Result files').setInputFiles(files);
  for (const { name } of files) await expect(dialog).toContainText(name.replaceAll(/\s+/g, ' '));
  await expectCalm(page, canaries);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Nothing was imported');
  await expectCalm(page, canaries);

  await page.goto(at(`/docs?${new URLSearchParams({ q: hostileFamilies.tags.join('') }).toString()}`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
