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

test('the figures above the table equal those of the API', async ({ page }) => {
  await openSamples(page, '/2?outcome=incorrect');
  const { matching, total, headline } = await summaryOf(page, 2, 'outcome=incorrect');
  const { correct, judged } = headline.samples;
  const main = page.getByRole('main', { name: 'Results' });
  const words = (count: number) => count.toLocaleString('en');
  const share = ((correct / judged) * 100).toFixed(1);
  await expect(main).toContainText(`${words(matching)} of ${words(total)} samples`);
  await expect(main).toContainText(
    new RegExp(
      `${words(correct)} of ${words(judged)} samples right, ${share}\\s% \\([\\d.]+ to [\\d.]+\\s%\\)`,
    ),
  );
});

test('the URL chooses the groups of the interval, and keeps them', async ({ page }) => {
  await openSamples(page, '/1?group=recording');
  const figures = page.getByRole('main', { name: 'Results' }).getByRole('status').first();
  await expect(figures).toContainText(/62 of 104 samples right \(30 to 84\s%\)/);
  await expect(figures).toContainText(/919 of 1,044 windows right, 88\.0\s% \(74 to 95\s%\)/);
  await expect(figures.getByTitle(/by values of "recording" \(9 independent groups\)/)).toHaveCount(2);
  await page.keyboard.press('f');
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/outcome=incorrect.*group=recording/);
  await expect(figures).toContainText(/42 of 120 samples\s*62 of 104 samples right \(30 to 84\s%\)/);
  await openSamples(page, '/3');
  await expect(figures).toContainText(/F1 0\.684 \(0\.\d+ to 0\.\d+\) over boxes/);
  await openSamples(page, '/1?group=none');
  await expect(figures.getByTitle(/No sample has the metadata key "none"/)).toHaveCount(2);
});
