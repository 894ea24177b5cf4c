/** "I want these columns, in this order": hide, show, move, pin and resize by mouse and keyboard; kept on reload. */
import type { Page } from '@playwright/test';
import { expect, grid, openSamples, parametersOf, samplesOf, test } from './second-look';

const menu = (page: Page) => page.getByRole('dialog', { name: 'Columns' });
const heads = (page: Page) => grid(page).getByRole('columnheader');
const head = (page: Page, title: string) => heads(page).filter({ hasText: title });

/** The position of an element, in pixels. */
async function boxOf(locator: ReturnType<typeof head>) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return box;
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

test('the menu hides, shows and moves columns, keeps the focus, and Escape closes it', async ({ page }) => {
  await openSamples(page, '/1');
  // The counts of the run decide which columns are shown, and a slow machine may have rows before them.
  await expect(head(page, 'Windows')).toHaveCount(1);
  await page.getByRole('button', { name: 'Columns', exact: true }).click();

  const items = menu(page).getByRole('listitem');
  const before = await items.allInnerTexts();
  const windows = menu(page).getByRole('checkbox', { name: 'Windows', exact: true });
  await windows.press('Space');
  await expect(head(page, 'Windows')).toHaveCount(0);
  await expect(windows).toBeFocused();
  // The item does not move, so that a second press undoes the first.
  await windows.press('Space');
  await expect(head(page, 'Windows')).toHaveCount(1);
  expect(await items.allInnerTexts()).toEqual(before);

  await menu(page).getByRole('checkbox', { name: 'rhythm', exact: true }).click();
  await expect(heads(page).last()).toContainText('rhythm');

  const further = menu(page).getByRole('button', { name: 'Length further right' });
  await further.press('Enter');
  await expect(heads(page).nth(-2)).toContainText('Length');
  await expect(further).toBeFocused();
  await further.press('Enter');
  await expect(heads(page).last()).toContainText('Length');
  await expect(further).toBeFocused();
  await expect(further).toHaveAttribute('aria-disabled', 'true');

  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeHidden();
  expect(parametersOf(page)['cols']).toMatch(/,added,meta\.rhythm,length$/);

  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await menu(page).getByRole('button', { name: 'Back to the usual columns' }).click();
  await expect(head(page, 'rhythm')).toHaveCount(0);
  expect(parametersOf(page)['cols']).toBeUndefined();
});

test('a dragged header moves its column, a dragged edge resizes it, and both persist on reload', async ({
  page,
}) => {
  await openSamples(page, '/1');
  const outcome = await boxOf(head(page, 'Outcome'));
  const preview = await boxOf(head(page, 'Preview'));
  const middle = (box: { x: number; y: number; height: number }, inside: number) => ({
    x: box.x + inside,
    y: box.y + box.height / 2,
  });
  await drag(page, middle(outcome, 30), middle(preview, 30));
  await expect(heads(page).nth(1)).toContainText('Outcome');

  const wide = await boxOf(head(page, 'Preview'));
  await drag(page, middle(wide, wide.width - 1), middle(wide, wide.width - 41));
  await expect.poll(async () => (await boxOf(head(page, 'Preview'))).width).toBe(wide.width - 40);

  await page.reload();
  await expect(heads(page).nth(1)).toContainText('Outcome');
  expect((await boxOf(head(page, 'Preview'))).width).toBe(wide.width - 40);

  const edge = await boxOf(head(page, 'Preview'));
  await page.mouse.dblclick(edge.x + edge.width - 1, edge.y + edge.height / 2);
  await expect.poll(async () => (await boxOf(head(page, 'Preview'))).width).toBe(wide.width);
});

test('a pinned column stays visible while the rest scrolls', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await openSamples(page, '/1');
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await menu(page).getByRole('button', { name: 'Keep Outcome at the left' }).click();
  await page.keyboard.press('Escape');
  await expect(heads(page).nth(1)).toContainText('Outcome');

  const before = await boxOf(head(page, 'Outcome'));
  const said = await boxOf(head(page, 'Said'));
  await grid(page).hover();
  await page.mouse.wheel(300, 0);
  await expect.poll(async () => (await boxOf(head(page, 'Said'))).x).toBeLessThan(said.x);
  expect((await boxOf(head(page, 'Outcome'))).x).toBe(before.x);
});

test('the keys resize a column within its limits, and a hidden column is still pinned when it returns', async ({
  page,
}) => {
  await openSamples(page, '/1');
  const { width } = await boxOf(head(page, 'Outcome'));
  await head(page, 'Outcome').getByRole('button').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await boxOf(head(page, 'Outcome'))).width).toBe(width + 32);
  for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => (await boxOf(head(page, 'Outcome'))).width).toBe(48);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await boxOf(head(page, 'Outcome'))).width).toBe(64);

  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await menu(page).getByRole('button', { name: 'Keep Outcome at the left' }).click();
  const outcome = menu(page).getByRole('checkbox', { name: 'Outcome', exact: true });
  await outcome.press('Space');
  await expect(head(page, 'Outcome')).toHaveCount(0);
  await outcome.press('Space');
  await expect(heads(page).nth(1)).toContainText('Outcome');
  await expect(menu(page).getByRole('button', { name: 'Keep Outcome at the left' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('a copied row has the texts of the visible columns, separated by tabs', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openSamples(page, '/1?cols=id,label,outcome,windows');
  const { result } = await samplesOf(page, 1, 'limit=2');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+c');
  await expect(page.getByText('Row copied')).toBeVisible();
  const [id, label, outcome, windows] = (await page.evaluate(() => navigator.clipboard.readText())).split(
    '\t',
  );
  expect([id, label]).toEqual([String(result[1]?.sample.id), result[1]?.sample.label]);
  expect(outcome).toMatch(/^(correct|incorrect|unknown)$/);
  expect(windows).toMatch(/^\d+ of \d+$/);
});
