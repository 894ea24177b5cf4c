/** Axe finds no violations on any view, in both colour schemes. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, openSamples, row, sample, test } from './second-look';

const axe = (page: Page) =>
  new AxeBuilder({ page })
    // There are no third-party frames, for which axe would open a separate page to finish.
    .setLegacyMode(true)
    // Passed checks are not used: reporting them takes longer than finding them.
    .options({ resultTypes: ['violations'] });

const everyRule = (page: Page) =>
  axe(page).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);

/** The rules of those tags that check colours. */
const colorRules = (page: Page) => axe(page).withRules(['color-contrast', 'link-in-text-block']);

async function violations(builder: AxeBuilder): Promise<string[]> {
  const { violations: found } = await builder.analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, 3)
      .map(
        ({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 300)}\n  ${failureSummary ?? ''}`,
      ),
  );
}

const views: readonly { view: string; show: (page: Page) => Promise<void> }[] = [
  { view: 'the samples', show: (page) => openSamples(page, '/2') },
  {
    view: 'the samples under filters',
    show: (page) => openSamples(page, '/1?outcome=incorrect&minConfidence=0.2&sort=confidence'),
  },
  {
    view: 'no sample at all',
    show: async (page) => {
      await open(page, '/2?filename=nothing+is+named+so');
      await expect(page.getByRole('heading', { name: /No sample matches/ })).toBeVisible();
    },
  },
  {
    view: 'the matrix',
    show: async (page) => {
      await open(page, '/2?view=matrix');
      await expect(page.getByRole('tabpanel')).toContainText('9');
    },
  },
  {
    view: 'an open recording',
    show: async (page) => {
      await openSamples(page, '/1?outcome=incorrect');
      await row(page, 1).click();
      await expect(sample(page).locator('canvas').first()).toBeVisible();
    },
  },
  {
    view: 'an open scene',
    show: async (page) => {
      await openSamples(page, '/3?outcome=incorrect');
      await row(page, 1).click();
      await expect(sample(page).getByRole('group', { name: 'Over the picture' })).toBeVisible();
    },
  },
  {
    view: 'the import dialog',
    show: async (page) => {
      await openSamples(page, '/2');
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expect(page.getByLabel('Result files')).toBeVisible();
    },
  },
  {
    view: 'the list of keys',
    show: async (page) => {
      await openSamples(page, '/2');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Next sample');
    },
  },
  {
    view: 'a project that is not there',
    show: async (page) => {
      await page.goto('/99');
      await expect(page.getByRole('heading', { name: /no such project/ })).toBeVisible();
    },
  },
];

// During the fade-in of a dialog its contrast is reduced.
test.use({ colorScheme: 'dark', contextOptions: { reducedMotion: 'reduce' } });

for (const { view, show } of views) {
  test(view, async ({ page }) => {
    await show(page);
    expect((await violations(everyRule(page))).join('\n')).toBe('');
    // Only colours differ between the schemes, so the other one needs neither a reload nor the other rules.
    await page.emulateMedia({ colorScheme: 'light' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
    expect((await violations(colorRules(page))).join('\n')).toBe('');
  });
}
