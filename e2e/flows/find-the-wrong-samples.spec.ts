/** "Show me what it got wrong, the worst first, and what it said." */
import {
  expect,
  expectMatching,
  grid,
  openSamples,
  row,
  sample,
  samplesOf,
  summaryOf,
  test,
} from './second-look';

test('two keys, one click on a column, one on a row', async ({ page }) => {
  await openSamples(page, '/2');
  const { outcomes } = await summaryOf(page, 2);

  await page.keyboard.press('f');
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/[?&]outcome=incorrect/);
  await expectMatching(page, outcomes.incorrect);

  await grid(page)
    .getByRole('columnheader', { name: /Confidence/ })
    .getByRole('button')
    .first()
    .click();
  await expect(page).toHaveURL(/[?&]sort=confidence/);
  await expect(grid(page).getByRole('columnheader', { name: /Confidence/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  const { result } = await samplesOf(page, 2, 'outcome=incorrect&sort=confidence&limit=5');
  for (const [index, entry] of result.entries()) {
    await expect(row(page, index + 1)).toContainText(entry.sample.filename);
    await expect(row(page, index + 1)).toContainText(/incorrect/i);
  }

  await row(page, 1).click();
  const [worst] = result;
  await expect(page).toHaveURL(new RegExp(`[?&]sample=${worst?.sampleId}\\b`));
  await expect(sample(page).getByRole('heading', { name: worst?.sample.filename })).toBeVisible();
  await expect(sample(page)).toContainText(/Incorrect\.\s+Said .+expected .+\./);
  await expect(sample(page)).toContainText(`expected ${worst?.sample.label}`);
});

test('the same keys again show all samples', async ({ page }) => {
  await openSamples(page, '/1?outcome=incorrect');
  const { total } = await summaryOf(page, 1);
  await page.keyboard.press('f');
  await page.keyboard.press('m');
  await expectMatching(page, total);
  await expect(page).not.toHaveURL(/outcome/);
});

test('the figures above the table are those of the API', async ({ page }) => {
  await openSamples(page, '/2?outcome=incorrect');
  const { matching, total, judgedWithoutOutcomeFilter } = await summaryOf(page, 2, 'outcome=incorrect');
  const { correct, incorrect } = judgedWithoutOutcomeFilter;
  const main = page.getByRole('main', { name: 'Results' });
  const words = (count: number) => count.toLocaleString('en');
  await expect(main).toContainText(`${words(matching)} of ${words(total)} samples`);
  await expect(main).toContainText(
    new RegExp(`${((incorrect / (correct + incorrect)) * 100).toFixed(1)}\\s%`),
  );
  await expect(main).toContainText(new RegExp(`${((correct / (correct + incorrect)) * 100).toFixed(1)}\\s%`));
});
