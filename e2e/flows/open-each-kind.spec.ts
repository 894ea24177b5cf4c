/** The panel of each kind of sample: a signal with its windows, a picture, a picture with boxes. */
import { expect, open, openSamples, parametersOf, row, sample, samplesOf, test } from './second-look';

test('a recording: its signal, its windows on the time axis, and one selected window', async ({ page }) => {
  await openSamples(page, '/1?outcome=incorrect');
  await row(page, 1).click();
  await expect(
    sample(page)
      .getByRole('img', { name: /acc|gyr|over/i })
      .first(),
  ).toBeVisible();
  await expect(sample(page).locator('canvas').first()).toBeVisible();
  await expect(sample(page).getByText(/^Decided again .* come out as the job said\.$/)).toBeVisible();
  const track = sample(page).getByRole('slider', { name: 'Window' });
  await track.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(track).toHaveAttribute('aria-valuenow', '2');
  await expect(page).toHaveURL(/window=1/);
  await expect(
    sample(page)
      .getByText(/threshold/i)
      .first(),
  ).toBeVisible();
  await page.reload();
  await expect(track).toHaveAttribute('aria-valuenow', '2');
});

test('a digit: its picture, with a score for each class', async ({ page }) => {
  await openSamples(page, '/2?outcome=incorrect&sort=confidence');
  await row(page, 1).click();
  const picture = sample(page)
    .getByRole('img', { name: /^Sample / })
    .first();
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
    .toBe(28);
  for (const digit of ['0', '9'])
    await expect(sample(page).getByText(digit, { exact: true }).first()).toBeVisible();
});

test('a scene: expected and predicted boxes over the picture, each can be hidden', async ({ page }) => {
  await openSamples(page, '/3');
  const { result, predictions } = await samplesOf(page, 3, 'outcome=incorrect&labels=["2","4","7","8"]');
  const said = new Set(
    predictions.flatMap(({ sampleId, boundingBoxes = [] }) => (boundingBoxes.length > 0 ? [sampleId] : [])),
  );
  const both = result.find(({ sampleId }) => said.has(sampleId));
  await open(page, `/3?sample=${both?.sampleId}`);
  const picture = sample(page)
    .getByRole('img', { name: /^Sample / })
    .first();
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
    .toBeGreaterThan(50);
  const layers = sample(page).getByRole('group', { name: 'Over the picture' });
  await expect(layers.getByRole('button', { name: 'Expected', pressed: true })).toBeVisible();
  const marks = sample(page).locator('svg rect, svg circle, svg path');
  const before = await marks.count();
  expect(before).toBeGreaterThan(0);
  await layers.getByRole('button', { name: 'Expected' }).click();
  await expect(layers.getByRole('button', { name: 'Expected', pressed: false })).toBeVisible();
  await expect.poll(() => marks.count()).toBeLessThan(before);
});

test('the panel goes to the next sample and back, and closes', async ({ page }) => {
  await openSamples(page, '/3');
  await row(page, 1).click();
  const heading = sample(page).getByRole('heading', { level: 2 });
  await expect(sample(page).getByRole('button', { name: 'Previous sample' })).toBeDisabled();
  const [first, second] = (await samplesOf(page, 3)).result.map((entry) => entry.sample.filename);
  await expect(heading).toHaveText(first ?? '');
  await sample(page).getByRole('button', { name: 'Next sample' }).click();
  await expect(heading).toHaveText(second ?? '');
  await sample(page).getByRole('button', { name: 'Previous sample' }).click();
  await expect(heading).toHaveText(first ?? '');
  await sample(page).getByRole('button', { name: 'Close the sample' }).click();
  await expect(sample(page)).toBeHidden();
  expect(parametersOf(page)).toEqual({});
});
