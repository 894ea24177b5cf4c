/** The dashboard without a browser: rendered into a simulated page, over the real HTTP app as a function. */
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createDashboard } from '../../src/dashboard/frame/dashboard';
import { addRun, emptyApp, host, type AppUnderTest } from '../../src/server/http/fixtures/app-under-test';
import type { ImportEntry } from '../../src/server/store/conformance/fixtures/store-fixtures';

// Generous, for busy machines: the tests wait for conditions, never for a fixed time.
configure({ asyncUtilTimeout: 30_000, getElementError: (message) => new Error(message ?? '') });

/** The simulated page has no layout: elements get the size of a high screen, so that virtual rows are rendered. */
const size = { width: 1200, height: 4000 };

beforeEach(() => {
  for (const [name, value] of [
    ['offsetWidth', size.width],
    ['offsetHeight', size.height],
    ['clientWidth', size.width],
    ['clientHeight', size.height],
  ] as const)
    vi.spyOn(HTMLElement.prototype, name, 'get').mockReturnValue(value);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.clear();
});

export interface Opened extends AppUnderTest {
  user: UserEvent;
}

/** Opens a URL of the dashboard over a store with a run of these entries. */
export async function openDashboard(path: string, entries: readonly ImportEntry[]): Promise<Opened> {
  const made = emptyApp();
  await addRun(made.store, entries);
  vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) =>
    made.app.request(new URL(input, `http://${host}`).href, init),
  );
  window.history.replaceState(null, '', path);
  render(createDashboard());
  await screen.findByRole('main', { name: 'Results' });
  await screen.findByRole('tab', { selected: true });
  return { ...made, user: userEvent.setup() };
}

/** The query string as names and values. */
export const parameters = (): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(window.location.search));

/** Waits until the query string is this. */
export const expectParameters = (wanted: Record<string, string>): Promise<void> =>
  waitFor(() => expect(parameters()).toEqual(wanted));

export const grid = () => screen.getByRole('grid');

/** Waits until the given number of samples match. */
export const expectMatching = (count: number): Promise<void> =>
  waitFor(() => expect(grid().getAttribute('aria-rowcount')).toBe(String(count + 1)));

/** The group of one filter, opened if it is closed. */
export async function filterGroup({ user }: Opened, title: string) {
  const group = await screen.findByRole('group', { name: title });
  const toggle = within(group).getByRole('button', { name: title });
  if (toggle.getAttribute('aria-expanded') === 'false') await user.click(toggle);
  return within(group);
}

export const chips = () => within(screen.getByRole('region', { name: 'Active filters' }));
