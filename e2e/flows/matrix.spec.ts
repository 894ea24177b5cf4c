/** "Which digit is confused with which?": every number of the matrix equals the windows or boxes behind it. */
import type { Page } from '@playwright/test';
import type { MatrixCell } from '../../src/contract/schemas/summary';
import { startServer, type RunningServer } from '../start-server';
import { upload } from '../api-door';
import {
  activeFilters,
  expect,
  expectMatching,
  open,
  parametersOf,
  row,
  samplesOf,
  summaryOf,
  test,
  withServer,
} from './second-look';

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
const windows = ({ count }: MatrixCell) => counted(count, 'window', 'windows');
const boxes = ({ count, samples }: MatrixCell) =>
  counted(count, 'box', 'boxes') +
  (samples === count ? '' : ` in ${counted(samples, 'picture', 'pictures')}`);

/** The cell of two words, whose text gives their number. */
const cellOf = (page: Page, expected: string, said: string, words: string) =>
  page.getByRole('button', { name: `Expected ${expected}, said ${said}: ${words} (` });

/** The cell of two words in an answer. */
function cellIn(matrix: readonly MatrixCell[], expected: string | null, said: string | null): MatrixCell {
  const found = matrix.find((cell) => cell.expected === expected && cell.said === said);
  if (found === undefined) throw new Error(`The matrix has no ${expected} said to be ${said}.`);
  return found;
}

test("a cell's count is the number of rows after the click", async ({ page }) => {
  await open(page, '/2?view=matrix');
  const { matrix } = await summaryOf(page, 2);
  const wrong = matrix.filter(({ expected, said }) => expected !== said);
  const [worst] = wrong.toSorted((a, b) => b.count - a.count);
  if (worst === undefined) throw new Error('The matrix has no mistakes to click on.');
  const { expected, said, count } = worst;
  const cell = cellOf(page, `${expected}`, `${said}`, windows(worst));
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
    for (const cell of matrix.filter(({ count }) => count > 0).slice(0, 25)) {
      await expect(cellOf(page, `${cell.expected}`, `${cell.said}`, windows(cell))).toBeVisible();
    }
  }
});

test('a row and a column are filters too, and replace each other', async ({ page }) => {
  await open(page, '/2?view=matrix&order=name');
  const { matrix } = await summaryOf(page, 2);
  const sum = (cells: typeof matrix) => cells.reduce((total, { count }) => total + count, 0);
  await page.getByRole('rowheader', { name: /^4\b/ }).getByRole('button').click();
  await expectMatching(page, sum(matrix.filter(({ expected }) => expected === '4')));
  expect(parametersOf(page)).toMatchObject({ expected: '4' });
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await page.getByRole('columnheader', { name: /^9\b/ }).getByRole('button').click();
  await expectMatching(page, sum(matrix.filter(({ said }) => said === '9')));
  expect(parametersOf(page)).toEqual({ order: 'name', said: '9' });
});

test.describe('boxes', () => {
  test('a confusion of boxes opens the pictures that contain it', async ({ page, browser, baseURL }) => {
    const { matrix } = await summaryOf(page, 3);
    expect(boxes(cellIn(matrix, '7', '2'))).toBe('10 boxes in 9 pictures');
    await open(page, '/3?view=matrix');
    const cell = cellOf(page, '7', '2', '10 boxes in 9 pictures');
    await expect(cell).toHaveText('10');
    await cell.click();
    await expectMatching(page, 9);
    await expect(row(page, 9)).toBeVisible();
    const chips = activeFilters(page).getByRole('button', { name: /^Remove filter/ });
    await expect(chips).toHaveText([/Expected is 7$/, /Said is 2$/]);

    await page.getByRole('tab', { name: 'Matrix' }).click();
    await expect(cell).toHaveAttribute('aria-current', 'true');
    await page.getByRole('tab', { name: 'Samples' }).click();

    const other = await browser.newContext({ baseURL });
    const seen = await other.newPage();
    await seen.goto(page.url());
    await expectMatching(seen, 9);
    await seen.reload();
    await expectMatching(seen, 9);
    await expect(activeFilters(seen)).toContainText('Said is 2');
    await other.close();
  });

  test('missed and false boxes are cells like the others, and a header includes all of them', async ({
    page,
  }) => {
    const { matrix } = await summaryOf(page, 3);
    await open(page, '/3?view=matrix&order=name');
    for (const [expected, said] of [
      ['7', null],
      [null, '4'],
    ] as const) {
      const found = cellIn(matrix, expected, said);
      await cellOf(page, expected ?? 'nothing there', said ?? 'missed', boxes(found)).click();
      await expectMatching(page, found.samples);
      expect(parametersOf(page)).toEqual({
        order: 'name',
        expected: expected ?? '[null]',
        said: said ?? '[null]',
      });
      await page.goBack();
    }
    const heads = page.getByRole('grid', { name: 'Confusion matrix' }).getByRole('columnheader');
    await heads.filter({ hasText: 'missed' }).getByRole('button').click();
    await expectMatching(page, (await summaryOf(page, 3, 'said=[null]')).matching);
  });

  test('recall and precision count missed and false boxes', async ({ page }) => {
    const { matrix } = await summaryOf(page, 3);
    const sum = (cells: typeof matrix) => cells.reduce((total, { judged }) => total + judged, 0);
    const right = cellIn(matrix, '8', '8').judged;
    const share = (all: number) => new RegExp(`^${((right / all) * 100).toFixed(1)}\\s%$`);
    await open(page, '/3?view=matrix&order=name');
    const line = page.locator('tbody tr').filter({ has: page.getByRole('rowheader', { name: /^8$/ }) });
    await expect(line.locator('[data-margin="share"]')).toHaveText(
      share(sum(matrix.filter(({ expected }) => expected === '8'))),
    );
    await expect(page.locator('tfoot tr[data-figure="share"] td').nth(3)).toHaveText(
      share(sum(matrix.filter(({ said }) => said === '8'))),
    );
  });
});

test.describe('a model that predicts numbers', () => {
  let server: RunningServer;
  test.beforeAll(async () => {
    server = await startServer(['--no-demo']);
    const learnBlock = { id: 3, type: 'keras-regression', name: 'Regression', title: 'Regression' };
    const lines = [5, 6, 7].map((value, sampleId) =>
      JSON.stringify({
        result: {
          sampleId,
          sample: { id: sampleId, label: '5' },
          classifications: [{ learnBlock, result: [{ value }], thresholds: [] }],
        },
        predictions: [{ sampleId, label: '5', prediction: `${value}`, predictionCorrect: value === 5 }],
      }),
    );
    const content = Buffer.from(lines.join('\n'));
    expect((await upload(server.address, 1, [{ name: 'numbers.jsonl', content }])).status).toBe(200);
  });
  withServer(() => server);

  test('has no matrix, and the view says why', async ({ page }) => {
    await open(page, `${server.address}1?view=matrix`);
    await expect(page.getByRole('heading', { name: 'This model says numbers, not words' })).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Confusion matrix' })).toHaveCount(0);
  });
});

test('shares and order are in the URL', async ({ page }) => {
  await open(page, '/2?view=matrix');
  await page.getByText('share of row').click();
  await expect(page).toHaveURL(/matrix\.cells=share/);
  await page.getByText('by name').click();
  await expect(page).toHaveURL(/matrix\.order=name/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'share of row' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'by name' })).toBeChecked();
  const rows = await page.getByRole('rowheader').allTextContents();
  expect(rows.map((text) => text.trim().slice(0, 1))).toEqual(expect.arrayContaining(['0', '9']));
});

test('an old link works, and a setting that is changed gets its current name', async ({ page }) => {
  await open(page, '/2?view=matrix&cells=share&order=name');
  await expect(page.getByRole('radio', { name: 'share of row' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'by name' })).toBeChecked();
  await page.getByText('by confusion').click();
  await expect(page).toHaveURL(/\?view=matrix&cells=share$/);
  await page.getByText('by name').click();
  await expect(page).toHaveURL(/\?view=matrix&cells=share&matrix\.order=name$/);
});

test.describe('a run with more labels than the matrix lists', () => {
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

  test('the other labels are counted together, are not a filter, and differ from a label with their name', async ({
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
