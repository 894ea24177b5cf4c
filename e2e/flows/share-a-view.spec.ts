/** "Look at exactly this": the URL is the view, on any machine, and the history moves through views. */
import {
  activeFilters,
  expect,
  expectMatching,
  facet,
  filterGroup,
  grid,
  openSamples,
  parametersOf,
  row,
  sample,
  samplesOf,
  summaryOf,
  test,
} from './second-look';

test('the same URL is the same screen in another browser', async ({ page, browser, baseURL }) => {
  await openSamples(page, '/2');
  await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
  await facet(await filterGroup(page, 'Expected label'), '8').check();
  await grid(page)
    .getByRole('columnheader', { name: /Confidence/ })
    .getByRole('button')
    .first()
    .click();
  await expect(page).toHaveURL(/sort=confidence/);
  await row(page, 2).click();
  await expect(sample(page).getByRole('heading', { level: 2 })).toBeVisible();
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await expect(page).toHaveURL(/view=matrix/);
  const name = await sample(page).getByRole('heading', { level: 2 }).textContent();

  const other = await browser.newContext({ baseURL });
  const seen = await other.newPage();
  await seen.goto(page.url());
  await expect(seen.getByRole('tab', { name: 'Matrix', selected: true })).toBeVisible();
  await expect(sample(seen).getByRole('heading', { level: 2 })).toHaveText(name ?? '');
  await expect(facet(await filterGroup(seen, 'Outcome'), 'incorrect')).toBeChecked();
  await expect(facet(await filterGroup(seen, 'Expected label'), '8')).toBeChecked();
  await expect(activeFilters(seen)).toContainText('Expected label is 8');
  await seen.getByRole('tab', { name: 'Samples' }).click();
  await expectMatching(seen, (await summaryOf(page, 2, 'outcome=incorrect&labels=["8"]')).matching);
  const { result } = await samplesOf(page, 2, 'outcome=incorrect&labels=["8"]&sort=confidence&limit=2');
  await expect(row(seen, 2)).toContainText(result[1]?.sample.filename ?? '');
  await other.close();
});

test('back and forward move through the changes', async ({ page }) => {
  await openSamples(page, '/2');
  const all = (await summaryOf(page, 2)).total;
  const { matching: incorrect } = await summaryOf(page, 2, 'outcome=incorrect');
  await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
  await expectMatching(page, incorrect);
  await row(page, 1).click();
  await expect(sample(page)).toBeVisible();

  await page.goBack();
  await expect(sample(page)).toBeHidden();
  await expectMatching(page, incorrect);
  await page.goBack();
  await expectMatching(page, all);
  await expect(facet(await filterGroup(page, 'Outcome'), 'incorrect')).not.toBeChecked();
  await page.goForward();
  await expectMatching(page, incorrect);
  await page.goForward();
  await expect(sample(page)).toBeVisible();
});

test('a drag over a histogram is one step of the history', async ({ page }) => {
  await openSamples(page, '/2');
  const { total } = await summaryOf(page, 2);
  const group = await filterGroup(page, 'Confidence');
  const slider = group.getByRole('slider', { name: /Confidence at least/ });
  const upper = group.getByRole('slider', { name: /Confidence below/ });
  await slider.scrollIntoViewIfNeeded();
  const [from, to] = [await slider.boundingBox(), await upper.boundingBox()];
  if (from === null || to === null) throw new Error('The histogram has no size.');
  const at = (share: number) => from.x + from.width / 2 + share * (to.x - from.x);
  const y = from.y + from.height / 2;
  const before = await page.evaluate(() => history.length);
  await page.mouse.move(at(0.2), y);
  await page.mouse.down();
  for (const share of [0.3, 0.4, 0.5, 0.6]) await page.mouse.move(at(share), y, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(/minConfidence=0\.\d+&maxConfidence=0\.\d+/);
  // The URL follows the drag at intervals: wait for its last change.
  const isLast = async () =>
    parametersOf(page)['maxConfidence'] === (await upper.getAttribute('aria-valuenow'));
  await expect.poll(isLast).toBe(true);
  const { minConfidence, maxConfidence } = parametersOf(page);
  expect(Number(minConfidence)).toBeCloseTo(0.2, 1);
  expect(Number(maxConfidence)).toBeCloseTo(0.6, 1);
  const query = `minConfidence=${minConfidence}&maxConfidence=${maxConfidence}`;
  await expectMatching(page, (await summaryOf(page, 2, query)).matching);
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
  await page.goBack();
  await expectMatching(page, total);
  expect(parametersOf(page)).toEqual({});
});

test('typing in the search is one step of the history', async ({ page }) => {
  await openSamples(page, '/2');
  const before = await page.evaluate(() => history.length);
  const box = page.getByRole('searchbox', { name: 'Search samples' });
  await box.pressSequentially('digit', { delay: 60 });
  await expect(page).toHaveURL(/search=digit$/);
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
});

test('a malformed URL keeps what is valid and reports what was dropped', async ({ page }) => {
  await openSamples(
    page,
    '/2?outcome=incorrect&labels=seven&minLenght=4&maxConfidence=high&sort=confidence&sample=x',
  );
  await expectMatching(page, (await summaryOf(page, 2, 'outcome=incorrect')).matching);
  const notice = page.getByRole('status').filter({ hasText: 'Part of the address was left out' });
  await expect(notice).toContainText('"labels"');
  await expect(notice).toContainText('"minLenght"');
  await expect(notice).toContainText('minLength');
  await expect(notice).toContainText('"maxConfidence"');
  await expect(notice).toContainText('"sample"');
  await expect(facet(await filterGroup(page, 'Outcome'), 'incorrect')).toBeChecked();
  await notice.getByRole('button', { name: 'Put the notice away' }).click();
  await expect(notice).toBeHidden();
});

test('the share button copies the URL', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openSamples(page, '/2?outcome=incorrect');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});
