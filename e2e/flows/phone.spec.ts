/** On a phone: the filters and the sample are sheets over the table. */
import {
  expect,
  expectMatching,
  facet,
  filterGroup,
  openSamples,
  row,
  sample,
  summaryOf,
  test,
} from './second-look';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('the filters are a sheet, which filters and closes', async ({ page }) => {
  await openSamples(page, '/2');
  await page.getByRole('button', { name: /^Filters/ }).tap();
  const sheet = page.getByRole('dialog', { name: 'Filters' });
  await expect(sheet).toBeVisible();
  await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
  await expect(page).toHaveURL(/outcome=incorrect/);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expectMatching(page, (await summaryOf(page, 2, 'outcome=incorrect')).matching);
  await expect(page.getByRole('button', { name: /^Filters \(1\)/ })).toBeVisible();
});

test('a sample is a sheet, which closes', async ({ page }) => {
  await openSamples(page, '/2?outcome=incorrect');
  await row(page, 2).tap();
  await expect(sample(page)).toBeVisible();
  await expect(sample(page)).toContainText('Incorrect.');
  // A narrow desktop window shows the same sheet, and its keys work there too.
  const first = page.url();
  await page.keyboard.press('j');
  await expect(page).not.toHaveURL(first);
  await page.keyboard.press('k');
  await expect(page).toHaveURL(first);
  // Keys for the screen behind the sheet have no effect there.
  await page.keyboard.press('d');
  await page.keyboard.press('i');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await sample(page).getByRole('button', { name: 'Close the sample' }).tap();
  await expect(sample(page)).toBeHidden();
  await expect(row(page, 2)).toBeVisible();
});

for (const path of ['/1', '/2?outcome=incorrect', '/2?view=matrix', '/3?sample=1']) {
  test(`nothing of ${path} is wider than the screen`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('main', { name: 'Results' })).toBeVisible();
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  });
}
