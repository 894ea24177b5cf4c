/** The screen from a user's view, by role and name, and the checks that apply to every screen of every test. */
import { expect, test as base, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { summarySchema, type Summary } from '../../src/contract/schemas/summary';
import type { RunningServer } from '../start-server';

/** What must never happen in any test: an error in the page, a policy violation, a request to another origin. */
function watch(context: BrowserContext, origins: ReadonlySet<string>, problems: string[]): void {
  context.on('weberror', (error) => problems.push(`error in the page: ${error.error().message}`));
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text());
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && !origins.has(url.origin)) problems.push(`asked ${url.href}`);
  });
}

interface Fixtures {
  /** Additional servers that the test may use. */
  origins: Set<string>;
  orderly: undefined;
}

/** Playwright's test, which also fails if the page breaks a rule for every page. */
export const test = base.extend<Fixtures>({
  origins: async ({ baseURL }, give) => {
    await give(new Set(baseURL === undefined ? [] : [new URL(baseURL).origin]));
  },
  orderly: [
    async ({ context, origins }, give) => {
      const problems: string[] = [];
      watch(context, origins, problems);
      await give(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Serves the pages of a file's tests from a separate server, which is stopped after the last of them. */
export function withServer(current: () => RunningServer): void {
  test.beforeEach(({ origins }) => {
    origins.add(new URL(current().address).origin);
  });
  test.afterAll(() => current().stop());
}

export const results = (page: Page) => page.getByRole('main', { name: 'Results' });
export const grid = (page: Page) => results(page).getByRole('grid');
export const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
export const activeFilters = (page: Page) => page.getByRole('region', { name: 'Active filters' });
export const sample = (page: Page) => page.getByRole('region', { name: 'Sample', exact: true });

/** The group of one filter, or of one metadata key; opened if it is closed. */
export async function filterGroup(page: Page, title: string): Promise<Locator> {
  const group = filters(page).getByRole('group', { name: title, exact: true });
  const toggle = group.getByRole('button', { name: title, exact: true });
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  return group;
}

/** One value of a facet. */
export const facet = (group: Locator, value: string) =>
  group.getByRole('checkbox', { name: value, exact: true });

/** Waits until the given number of samples match. */
export async function expectMatching(page: Page, count: number): Promise<void> {
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1));
}

/** The row of a sample by its position in the list, from 1. */
export const row = (page: Page, place: number) =>
  grid(page).locator(`[role="row"][aria-rowindex="${place + 1}"]`);

/** Opens a URL of the dashboard and waits until it shows the API's answer. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  // Waits within the page, which reacts at once, while an assertion polls at intervals of up to a second.
  await results(page).waitFor();
  await page.getByRole('tab', { selected: true }).waitFor();
}

/** The same for the table of samples, including its rows. */
export async function openSamples(page: Page, path: string): Promise<void> {
  await open(page, path);
  await row(page, 1).getByRole('gridcell').first().waitFor();
  await expect(row(page, 1)).not.toHaveAttribute('aria-busy', 'true');
}

/**
 * Navigates to another URL of the open dashboard like a link, without reloading; the previous contents stay until
 * then.
 */
export async function goOn(page: Page, address: string): Promise<void> {
  await page.evaluate((next) => {
    history.pushState(null, '', next);
  }, address);
}

async function json(page: Page, path: string): Promise<unknown> {
  const response = await page.request.get(path);
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

/** The API's summary of a query. */
export async function summaryOf(page: Page, projectId: number, query = ''): Promise<Summary> {
  return summarySchema.parse(await json(page, `/v1/api/${projectId}/second-look/summary?${query}`));
}

const pageSchema = z.object({
  totalCount: z.int(),
  result: z.array(
    z.looseObject({ sampleId: z.int(), sample: z.looseObject({ filename: z.string(), label: z.string() }) }),
  ),
  predictions: z.array(z.looseObject({ sampleId: z.int(), boundingBoxes: z.array(z.unknown()).optional() })),
});

/** The first samples that the API returns for a query. */
export async function samplesOf(page: Page, projectId: number, query = '') {
  return pageSchema.parse(await json(page, `/v1/api/${projectId}/classify/all/result/page?${query}`));
}

/** The query string in the address bar, as parameters. */
export const parametersOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
