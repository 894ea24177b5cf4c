/** "Which digit does it take for which?": every number of the matrix is the samples behind it. */
import { startServer, type RunningServer } from '../start-server';
import { upload } from '../api-door';
import {
  activeFilters,
  expect,
  expectMatching,
  open,
  parametersOf,
  samplesOf,
  summaryOf,
  test,
  withServer,
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

test.describe('a run of more labels than the matrix lists', () => {
  let server: RunningServer;
  const count = 150;
  const line = (sampleId: number, label: string, prediction: string) =>
    JSON.stringify({
      result: { sampleId, sample: { id: sampleId, label }, classifications: [] },
      predictions: [{ sampleId, label, prediction, predictionCorrect: label === prediction }],
    });
  test.beforeAll(async () => {
    server = await startServer(['--no-demo']);
    const numbers = Array.from({ length: count }, (_sample, id) => line(id, `${id}.5`, `${id}.5`));
    const lines = [...numbers, line(count, '50 others', '7.5'), line(count + 1, '50 others', '50 others')];
    const content = Buffer.from(lines.join('\n'));
    expect((await upload(server.address, 1, [{ name: 'numbers.jsonl', content }])).status).toBe(200);
  });
  withServer(() => server);

  test('the other labels are counted together, are no filter, and are told from a label of their name', async ({
    page,
  }) => {
    await open(page, `${server.address}1?view=matrix&order=name`);
    const matrix = page.getByRole('grid', { name: 'Confusion matrix' });
    await page.getByRole('button', { name: 'Show 70 more labels' }).click();
    await expect(page.getByText('The 51 least confused labels are counted together.')).toBeVisible();
    const rest = matrix.getByRole('rowheader', { name: '51 others', exact: true });
    await expect(rest).toBeVisible();
    await expect(rest.getByRole('button')).toHaveCount(0);
    const cell = matrix.getByRole('gridcell', {
      name: /^Expected .?other labels.?, said .?other labels.?: 51 /,
    });
    await expect(cell).toBeVisible();
    await expect(cell.getByRole('button')).toHaveCount(0);
    const totals = await matrix.locator('tbody [data-margin="total"]').allTextContents();
    expect(totals.reduce((sum, text) => sum + Number(text), 0)).toBe(count + 2);
    await matrix.getByRole('rowheader', { name: '50 others', exact: true }).getByRole('button').click();
    await expectMatching(page, 2);
    expect(parametersOf(page)).toMatchObject({ expected: '50 others' });
  });
});
