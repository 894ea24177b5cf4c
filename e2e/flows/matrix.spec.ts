/** "Which digit does it take for which?": every number of the matrix is the samples behind it. */
import {
  activeFilters,
  expect,
  expectMatching,
  open,
  parametersOf,
  samplesOf,
  summaryOf,
  test,
} from './second-look';

const words = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'sample' : 'samples'}`;

test("a cell's count is the number of rows after the click", async ({ page }) => {
  await open(page, '/2?view=matrix');
  const { matrix } = await summaryOf(page, 2);
  const wrong = matrix.filter(({ expected, said }) => expected !== said);
  const [worst] = wrong.toSorted((a, b) => b.count - a.count);
  if (worst === undefined) throw new Error('The matrix has no mistakes to click on.');
  const { expected, said, count } = worst;
  const cell = page.getByRole('button', { name: `Expected ${expected}, said ${said}: ${words(count)}` });
  await expect(cell).toHaveText(count.toLocaleString('en'));
  await cell.click();
  await expect(page.getByRole('tab', { name: 'Samples', selected: true })).toBeVisible();
  await expectMatching(page, count);
  const query = `expected=${expected}&said=${said}`;
  expect((await samplesOf(page, 2, query)).totalCount).toBe(count);
  await expect(activeFilters(page)).toContainText(`Expected is ${expected}`);
  await page.goBack();
  await expect(cell).toBeVisible();
});

test('every cell has the count of the API, also under a filter', async ({ page }) => {
  for (const query of ['', '&maxConfidence=0.6']) {
    await open(page, `/2?view=matrix${query}`);
    const { matrix } = await summaryOf(page, 2, query.slice(1));
    for (const { expected, said, count } of matrix.filter(({ count: cell }) => cell > 0).slice(0, 25)) {
      const name = `Expected ${expected}, said ${said}: ${words(count)}`;
      await expect(page.getByRole('button', { name })).toBeVisible();
    }
  }
});

test('a row and a column are filters too', async ({ page }) => {
  await open(page, '/2?view=matrix&order=name');
  const { matrix } = await summaryOf(page, 2);
  const sum = (cells: typeof matrix) => cells.reduce((total, { count }) => total + count, 0);
  await page.getByRole('rowheader', { name: /^4\b/ }).getByRole('button').click();
  await expectMatching(page, sum(matrix.filter(({ expected }) => expected === '4')));
  expect(parametersOf(page)).toMatchObject({ expected: '4' });
  await page.goBack();
  await page.getByRole('columnheader', { name: /^9\b/ }).getByRole('button').click();
  await expectMatching(page, sum(matrix.filter(({ said }) => said === '9')));
  expect(parametersOf(page)).toMatchObject({ said: '9' });
});

test('shares and order are in the address', async ({ page }) => {
  await open(page, '/2?view=matrix');
  await page.getByText('share of row').click();
  await expect(page).toHaveURL(/cells=share/);
  await page.getByText('by name').click();
  await expect(page).toHaveURL(/order=name/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'share of row' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'by name' })).toBeChecked();
  const rows = await page.getByRole('rowheader').allTextContents();
  expect(rows.map((text) => text.trim().slice(0, 1))).toEqual(expect.arrayContaining(['0', '9']));
});
