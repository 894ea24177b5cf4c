/**
 * Screenshots of the main screens in three sizes and both schemes: `tsx e2e/screenshots.ts ADDRESS FOLDER [WORD…]`.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { findChromium } from './find-chromium.mjs';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;
const schemes = ['light', 'dark'] as const;

interface Screen {
  name: string;
  path: string;
  /** Done before the screenshot is taken. */
  first?: (page: Page) => Promise<void>;
}

const openFirstRow = async (page: Page) => {
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await page
    .getByRole('complementary', { name: 'Sample' })
    .or(page.getByRole('region', { name: 'Sample' }))
    .waitFor();
};

/** If the filters are a sheet, it is opened. */
const openFilters = async (page: Page) => {
  const sheet = page.getByRole('button', { name: /^Filters/ });
  if (!(await sheet.isVisible())) return;
  await sheet.click();
  await page.getByRole('dialog').waitFor();
};

const screens: readonly Screen[] = [
  { name: 'pedometer', path: '/1' },
  { name: 'pedometer-sample', path: '/1?outcome=incorrect', first: openFirstRow },
  { name: 'pedometer-matrix', path: '/1?view=matrix' },
  { name: 'digits', path: '/2?sort=confidence' },
  { name: 'digits-incorrect', path: '/2?outcome=incorrect&maxConfidence=0.8&sort=confidence' },
  { name: 'digits-sample', path: '/2?outcome=incorrect&sort=confidence', first: openFirstRow },
  { name: 'digits-matrix', path: '/2?view=matrix' },
  { name: 'scenes', path: '/3' },
  { name: 'scenes-sample', path: '/3?outcome=incorrect&sort=f1', first: openFirstRow },
  { name: 'scenes-matrix', path: '/3?view=matrix' },
  { name: 'scenes-cell', path: '/3?expected=7&said=2' },
  {
    name: 'left-out',
    path: '/2?outcome=incorrect&labels=["1","2","4"]&not.labels=["3","7"]&not.predictions=["9"]',
    first: openFilters,
  },
  { name: 'no-match', path: '/2?filename=nothing+is+named+so' },
  { name: 'dropped', path: '/2?labels=five&outcom=incorrect&sort=confidence' },
  {
    name: 'import',
    path: '/2',
    first: async (page) => {
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'keys',
    path: '/2',
    first: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'filters',
    path: '/2?outcome=incorrect',
    first: openFilters,
  },
  { name: 'no-project', path: '/99' },
];

async function take(
  browser: Browser,
  address: string,
  folder: string,
  words: readonly string[],
): Promise<void> {
  for (const { width, height } of sizes) {
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme });
      for (const { name, path, first } of screens) {
        if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
        const page = await context.newPage();
        const file = join(folder, `${name}-${width}-${colorScheme}.png`);
        try {
          await page.goto(new URL(path, address).href, { waitUntil: 'networkidle' });
          await page.locator('body:not(:has([aria-busy="true"]))').waitFor();
          await first?.(page);
          await page.locator('body:not(:has([aria-busy="true"]))').waitFor();
          await expect(page.getByText(/^Loading/)).toHaveCount(0);
        } catch (error) {
          process.stderr.write(`${file}: ${String(error).split('\n')[0]}\n`);
        }
        await page.screenshot({ path: file });
        process.stdout.write(`${file}\n`);
        await page.close();
      }
      await context.close();
    }
  }
}

const [address, folder, ...words] = process.argv.slice(2);
if (address === undefined || folder === undefined) {
  process.stderr.write('Usage: tsx e2e/screenshots.ts ADDRESS FOLDER [WORD in the name of a screen …]\n');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
await take(browser, address, folder, words);
await browser.close();
