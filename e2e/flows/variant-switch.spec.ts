/** "What did quantisation cost?": the same samples in the other variant. */
import {
  activeFilters,
  expect,
  expectMatching,
  open,
  openSamples,
  sample,
  samplesOf,
  summaryOf,
  test,
} from './second-look';

test('switching the variant keeps the filters and the sample, and shows what changed', async ({ page }) => {
  const ids = async (query: string) =>
    (await samplesOf(page, 2, `${query}&limit=10000`)).result.map(({ sampleId }) => sampleId);
  await openSamples(page, '/2');
  const variant = page.getByRole('radiogroup', { name: 'Variant' });
  await variant.getByText('float32').click();
  await expect(page).toHaveURL(/variant=float32/);
  const right = new Set(await ids('variant=float32&outcome=correct'));
  const flipped = (await ids('variant=int8&outcome=incorrect')).filter((id) => right.has(id));
  expect(flipped.length).toBeGreaterThan(0);

  await open(page, `/2?variant=float32&category=testing&sample=${flipped[0]}`);
  await expect(variant.getByRole('radio', { name: 'float32' })).toBeChecked();
  await expectMatching(page, (await summaryOf(page, 2, 'variant=float32&category=testing')).matching);
  await expect(sample(page)).toContainText('Correct.');

  await variant.getByText('int8').click();
  await expect(page).toHaveURL(/variant=int8/);
  await expect(sample(page)).toContainText('Incorrect.');
  await expect(activeFilters(page)).toContainText('Category is testing');
  await expect(page).toHaveURL(new RegExp(`sample=${flipped[0]}`));
});

test('the figures above the table follow the variant', async ({ page }) => {
  await openSamples(page, '/2?variant=float32');
  const main = page.getByRole('main', { name: 'Results' });
  const variant = page.getByRole('radiogroup', { name: 'Variant' });
  for (const name of ['float32', 'int8']) {
    await variant.getByText(name).click();
    const { outcomes } = await summaryOf(page, 2, `variant=${name}`);
    const share = (outcomes.correct / (outcomes.correct + outcomes.incorrect)) * 100;
    await expect(main).toContainText(new RegExp(`samples right, ${share.toFixed(1)}\\s%`));
  }
});
