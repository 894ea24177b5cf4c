/** Everything without a mouse: rows, samples, views, search, and a list of the keys. */
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

const focusedRow = (page: Parameters<typeof grid>[0]) => grid(page).getAttribute('aria-activedescendant');

test('rows, then samples, then out again', async ({ page }) => {
  await openSamples(page, '/2?outcome=incorrect&sort=confidence');
  const { result } = await samplesOf(page, 2, 'outcome=incorrect&sort=confidence&limit=10');
  const name = (index: number) => result[index]?.sample.filename ?? '';
  const heading = sample(page).getByRole('heading', { level: 2 });

  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText(name(2));
  await expect(row(page, 3)).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('j');
  await expect(heading).toHaveText(name(3));
  await expect(row(page, 4)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('k');
  await expect(heading).toHaveText(name(2));
  await page.keyboard.press('k');
  await expect(heading).toHaveText(name(1));
  await page.keyboard.press('Escape');
  await expect(sample(page)).toBeHidden();
});

test('moving through many samples is one step of the history, and the table follows', async ({ page }) => {
  await openSamples(page, '/2?sort=confidence');
  const { result } = await samplesOf(page, 2, 'sort=confidence&limit=40');
  await row(page, 1).click();
  const heading = sample(page).getByRole('heading', { level: 2 });
  for (let index = 1; index <= 30; index++) {
    await page.keyboard.press('j');
    await expect(heading).toHaveText(result[index]?.sample.filename ?? '');
  }
  await expect(row(page, 31)).toBeInViewport();
  await page.goBack();
  await expect(heading).toHaveText(result[0]?.sample.filename ?? '');
});

test('pages, ends, and a row by its number', async ({ page }) => {
  await openSamples(page, '/2');
  const { total } = await summaryOf(page, 2);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(row(page, total)).toBeInViewport();
  await expect(row(page, total).getByRole('gridcell').first()).not.toBeEmpty();
  await page.keyboard.press('Home');
  await expect(row(page, 1)).toBeInViewport();
  await page.keyboard.type('2750');
  await page.keyboard.press('Enter');
  await expect(row(page, 2750)).toBeInViewport();
  const { result } = await samplesOf(page, 2, 'offset=2749&limit=1');
  await expect(row(page, 2750)).toContainText(result[0]?.sample.filename ?? '');
  const before = await focusedRow(page);
  await page.keyboard.press('PageDown');
  await expect.poll(() => focusedRow(page)).not.toBe(before);
});

test('views, filters, search and the list of keys', async ({ page }) => {
  await openSamples(page, '/2');
  const { outcomes, total } = await summaryOf(page, 2);
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('tab', { name: 'Matrix', selected: true })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('tab', { name: 'Samples', selected: true })).toBeVisible();
  await page.keyboard.press('f');
  await page.keyboard.press('m');
  await expectMatching(page, outcomes.incorrect);
  await page.keyboard.press('f');
  await page.keyboard.press('x');
  await expectMatching(page, total);

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Next sample');
  await expect(keys).toContainText('Only the incorrect samples');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search samples' })).toBeFocused();
  await page.keyboard.type('fmx');
  await expect(page).not.toHaveURL(/outcome/);
  await expect(page).toHaveURL(/search=fmx/);
});

test('the tab key reaches the filters, the views and the table, and the focus is visible', async ({
  page,
}) => {
  await openSamples(page, '/1');
  const reached = new Set<string>();
  for (let presses = 0; presses < 300 && !reached.has('grid'); presses++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const style = getComputedStyle(element);
      const outer = element.closest('label');
      const outerStyle = outer === null ? null : getComputedStyle(outer);
      const marks = [
        style.outlineStyle !== 'none',
        style.boxShadow !== 'none',
        outerStyle?.outlineStyle !== 'none',
      ];
      return {
        role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
        area: element.closest('[aria-label="Filters"]') === null ? '' : 'filters',
        isMarked: marks.includes(true),
        words: element.outerHTML.slice(0, 200),
      };
    });
    if (focus === null) continue;
    expect(focus.isMarked, `a visible focus on ${focus.words}`).toBe(true);
    reached.add(focus.area === '' ? focus.role : focus.area);
  }
  expect([...reached]).toEqual(expect.arrayContaining(['filters', 'tab', 'grid']));
});
