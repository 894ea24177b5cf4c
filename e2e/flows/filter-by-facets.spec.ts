/** "Only these labels, on that device, between those scores": facets with correct counts. */
import {
  activeFilters,
  expect,
  expectMatching,
  facet,
  filterGroup,
  filters,
  grid,
  openSamples,
  parametersOf,
  summaryOf,
  test,
} from './second-look';

/** "1 sample", "59 samples", "19 of 59 samples". */
function words(count: number, of: number): string {
  const samples = of === 1 ? '1 sample' : `${of.toLocaleString('en')} samples`;
  return count === of ? samples : `${count.toLocaleString('en')} of ${samples}`;
}

test('every count equals that of the API, also under a filter', async ({ page }) => {
  await openSamples(page, '/2');
  for (const query of ['', 'outcome=incorrect']) {
    if (query !== '') {
      await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
      await expect(page).toHaveURL(new RegExp(query));
    }
    const { facets } = await summaryOf(page, 2, query);
    for (const [name, title] of [
      ['label', 'Expected label'],
      ['outcome', 'Outcome'],
    ] as const) {
      const group = await filterGroup(page, title);
      const all = group.getByRole('button', { name: /^Show all/ });
      if (await all.isVisible()) await all.click();
      for (const { value, count, of } of facets[name]?.values ?? []) {
        if (name === 'label') expect(of > count).toBe(query !== '');
        await expect(facet(group, value ?? '')).toHaveAccessibleDescription(
          new RegExp(`^${words(count, of)}`),
        );
      }
    }
  }
});

test('verdicts: how many pictures have a box of each kind, and only those', async ({ page }) => {
  await openSamples(page, '/3');
  const group = await filterGroup(page, 'Verdict');
  const { facets, matching } = await summaryOf(page, 3, '');
  const confused = facets['verdict']?.values.find(({ value }) => value === 'confused');
  expect(confused?.count).toBeLessThan(matching);
  await expect(facet(group, 'confused')).toHaveAccessibleDescription(
    new RegExp(`^${words(confused?.count ?? 0, confused?.of ?? 0)}`),
  );
  await facet(group, 'confused').check();
  await expectMatching(page, confused?.count ?? 0);
  expect(parametersOf(page)).toEqual({ verdict: 'confused' });
  // The other kinds are still counted without this filter.
  const missed = facets['verdict']?.values.find(({ value }) => value === 'missed');
  await expect(facet(group, 'missed')).toHaveAccessibleDescription(
    new RegExp(`^${words(missed?.count ?? 0, missed?.of ?? 0)}`),
  );
});

test('values of one facet are alternatives; unticking one removes it', async ({ page }) => {
  await openSamples(page, '/2');
  const group = await filterGroup(page, 'Expected label');
  await facet(group, '7').check();
  await expectMatching(page, (await summaryOf(page, 2, 'labels=["7"]')).matching);
  await facet(group, '9').check();
  await expectMatching(page, (await summaryOf(page, 2, 'labels=["7","9"]')).matching);
  expect(parametersOf(page)).toEqual({ labels: '["7","9"]' });
  await facet(group, '7').uncheck();
  await expectMatching(page, (await summaryOf(page, 2, 'labels=["9"]')).matching);
});

test('"only", "not" and "clear"', async ({ page }) => {
  await openSamples(page, '/2?labels=["7","9"]');
  const group = await filterGroup(page, 'Expected label');
  await facet(group, '3').hover();
  await group.getByRole('button', { name: 'Only 3' }).click();
  await expect.poll(() => parametersOf(page)).toEqual({ labels: '["3"]' });
  await expectMatching(page, (await summaryOf(page, 2, 'labels=["3"]')).matching);

  await facet(group, '3').hover();
  await group.getByRole('button', { name: 'Not 3' }).click();
  const without = await summaryOf(page, 2);
  const countOf = (label: string) =>
    without.facets['label']?.values.find(({ value }) => value === label)?.count ?? 0;
  await expectMatching(page, without.total - countOf('3'));
  expect(parametersOf(page)).toEqual({ 'not.labels': '3' });
  await expect(facet(group, '3')).toHaveAccessibleDescription(/^left out/);

  // "Not" on a second value excludes both; a click on either includes it again.
  await facet(group, '7').hover();
  await group.getByRole('button', { name: 'Not 7' }).click();
  await expectMatching(page, without.total - countOf('3') - countOf('7'));
  await expect(activeFilters(page)).toContainText('Expected label is not 3, 7');
  await facet(group, '3').click();
  await expectMatching(page, without.total - countOf('7'));
  await expect(facet(group, '3')).not.toBeChecked();

  await group.getByRole('button', { name: 'Clear Expected label' }).click();
  await expectMatching(page, without.total);
  expect(parametersOf(page)).toEqual({});
});

test('exclusions remain with other filters, in other views and after a reload', async ({ page }) => {
  const query = 'not.labels=["3","7"]';
  await openSamples(page, `/2?${query}`);
  await expectMatching(page, (await summaryOf(page, 2, query)).matching);
  await facet(await filterGroup(page, 'Outcome'), 'incorrect').check();
  const both = await summaryOf(page, 2, `${query}&outcome=incorrect`);
  await expectMatching(page, both.matching);

  await page.getByRole('tab', { name: 'Matrix' }).click();
  await expect(page.getByRole('rowheader', { name: /^8/ })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: /^[37]\b/ })).toHaveCount(0);
  await page.getByRole('tab', { name: 'Samples' }).click();
  await page.getByRole('radiogroup', { name: 'Variant' }).getByText('float32').click();
  await expectMatching(
    page,
    (await summaryOf(page, 2, `${query}&outcome=incorrect&variant=float32`)).matching,
  );
  await page.reload();
  await expect(activeFilters(page)).toContainText('Expected label is not 3, 7');

  await activeFilters(page)
    .getByRole('button', { name: /Expected label is not 3, 7/ })
    .click();
  await expect(page).not.toHaveURL(/not\./);
  await expectMatching(page, (await summaryOf(page, 2, 'outcome=incorrect&variant=float32')).matching);
});

test('fields of verdicts are shown if the run has them, and one window meets several filters', async ({
  page,
}) => {
  await openSamples(page, '/1');
  await facet(await filterGroup(page, 'Verdict'), 'uncertain').check();
  await expectMatching(page, (await summaryOf(page, 1, 'verdict=uncertain')).matching);
  const below = (await filterGroup(page, 'Margin')).getByRole('textbox', { name: 'Margin below' });
  await below.fill('0');
  await below.press('Enter');
  const { matching } = await summaryOf(page, 1, 'verdict=uncertain&maxMargin=0');
  await expectMatching(page, matching);
  await expect(filters(page).getByRole('group', { name: 'Overlap' })).toHaveCount(0);
});

test('two metadata keys are combined with AND, and each chip removes its own part', async ({ page }) => {
  await openSamples(page, '/1');
  const { metadata } = await summaryOf(page, 1);
  const keys = metadata.filter(({ values }) => values.length > 1).slice(0, 2);
  expect(keys.length).toBe(2);
  await filterGroup(page, 'Metadata');
  const chosen: { key: string; op: string; values: string[] }[] = [];
  for (const { key, values } of keys) {
    const value = values[0]?.value ?? '';
    const group = await filterGroup(page, key);
    await facet(group, value).check();
    chosen.push({ key, op: 'eq', values: [value] });
    await expect(facet(group, value)).toBeChecked();
  }
  const both = encodeURIComponent(JSON.stringify([...chosen, { filters_combinator: 'and' }]));
  await expectMatching(page, (await summaryOf(page, 1, `metadata=${both}`)).matching);

  const chips = activeFilters(page).getByRole('button', { name: /remove/i });
  await chips
    .filter({ hasText: new RegExp(keys[0]?.key ?? '') })
    .or(chips)
    .first()
    .click();
  await expect(page).not.toHaveURL(/filters_combinator/);
});

test('chips name every filter and remove it', async ({ page }) => {
  await openSamples(page, '/2?outcome=incorrect&labels=["4"]&maxConfidence=0.9');
  const chips = activeFilters(page);
  await expect(chips).toContainText('Outcome is incorrect');
  await expect(chips).toContainText('Expected label is 4');
  await expect(chips).toContainText('Confidence below 0.9');
  await chips.getByRole('button', { name: /Expected label is 4/ }).click();
  await expect(page).not.toHaveURL(/labels/);
  await expectMatching(page, (await summaryOf(page, 2, 'outcome=incorrect&maxConfidence=0.9')).matching);
  await chips.getByRole('button', { name: /clear all|remove all/i }).click();
  await expectMatching(page, (await summaryOf(page, 2)).total);
  expect(parametersOf(page)).toEqual({});
});

test('a number typed into a bound filters; invalid text is reported and does not filter', async ({
  page,
}) => {
  await openSamples(page, '/2');
  const group = await filterGroup(page, 'Confidence');
  const below = group.getByRole('textbox', { name: 'Confidence below' });
  await below.fill('0.5');
  await below.press('Enter');
  await expectMatching(page, (await summaryOf(page, 2, 'maxConfidence=0.5')).matching);
  await below.fill('half');
  await below.press('Enter');
  await expect(group.getByRole('alert')).toContainText(/number/i);
  expect(parametersOf(page)).toEqual({ maxConfidence: '0.5' });
});

test('typing in the search narrows the list, and the text is in the URL', async ({ page }) => {
  await openSamples(page, '/1');
  const { values } = (await summaryOf(page, 1)).facets['label'] ?? { values: [] };
  const label = values[0]?.value ?? '';
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search samples' })).toBeFocused();
  await page.keyboard.type(label);
  await expect.poll(() => parametersOf(page)).toEqual({ search: label });
  await expectMatching(page, (await summaryOf(page, 1, `search=${encodeURIComponent(label)}`)).matching);
  await expect(filters(page)).toBeVisible();
});

test('a row shows why the filter matched, even if its main label is another one', async ({ page }) => {
  await openSamples(page, '/1?predictions=uncertain');
  const heads = await grid(page).getByRole('columnheader').allTextContents();
  const said = heads.findIndex((head) => head.startsWith('Said'));
  const { matching } = await summaryOf(page, 1, 'predictions=uncertain');
  await expectMatching(page, matching);
  const cells = grid(page).locator(
    `[role="row"]:not([aria-busy="true"]) [role="gridcell"]:nth-child(${said + 1})`,
  );
  const texts = await cells.allTextContents();
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => !text.includes('uncertain'))).toEqual([]);
  const others = cells.filter({ hasText: 'also' });
  await expect(others.first()).toContainText(/^(not )?walking\+\d/);
  await expect(others.first().locator('[title]')).toHaveAttribute('title', /\nalso .*uncertain/);
});
