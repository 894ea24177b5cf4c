/** "What if the minimum confidence were higher": a trial threshold in the URL, its figures, its chip. */
import {
  activeFilters,
  expect,
  expectMatching,
  open,
  results,
  row,
  sample,
  summaryOf,
  test,
} from './second-look';

const trial = 't.3.min_confidence=0.9';

test('a trial in the URL changes what is shown, and its chip removes it', async ({ page }) => {
  const own = await summaryOf(page, 1, 'outcome=incorrect');
  const tried = await summaryOf(page, 1, `outcome=incorrect&${trial}`);
  expect(tried.matching).toBeGreaterThan(own.matching);

  await open(page, `/1?outcome=incorrect&${trial}`);
  await expectMatching(page, tried.matching);
  await expect(results(page).getByRole('status').first()).toContainText('under a trial threshold');
  const chip = activeFilters(page).getByRole('button', {
    name: 'Remove filter: Trial: Minimum confidence 0.9 (job: 0.6)',
  });
  // Every row is incorrect by the rules, and the panel of its sample says so too.
  await row(page, 1).click();
  await expect(sample(page)).toContainText('Incorrect.');
  await expect(sample(page).getByRole('region', { name: 'Thresholds' })).toContainText('trial 0.90');

  await chip.click();
  await expectMatching(page, own.matching);
  await expect(page).not.toHaveURL(/t\.3/);
  await expect(results(page)).not.toContainText('under a trial threshold');
});

test('thresholds that the run does not have are ignored, and the page says so', async ({ page }) => {
  const { matching } = await summaryOf(page, 1, trial);
  await open(page, `/1?t.3.min_score=0.9&t.min_confidence=0.5&${trial}`);
  await expectMatching(page, matching);
  const notice = page.getByText('Part of the address was left out.').locator('..');
  await expect(notice).toContainText('"t.3.min_score" is no threshold of the run');
  await expect(notice).toContainText('"t.min_confidence" must have the form');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
