/** Every text that tries to run code or break out, wherever a text is shown: as it is, and nothing is added. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../src/server/store/conformance/fixtures/store-fixtures';
import { hostileEntry } from '../hostile-entry';
import { foreignElements, hostileStrings } from '../hostile-strings';
import { chips, filterGroup, grid, openDashboard, type Opened } from './dashboard-under-test';

/** A facet lists a hundred values, so the texts are split up. */
const runSize = 75;
const parts = Array.from({ length: Math.ceil(hostileStrings.length / runSize) }, (_, part) =>
  hostileStrings.slice(part * runSize, (part + 1) * runSize),
);

const open = (path: string, texts: readonly string[]): Promise<Opened> =>
  openDashboard(
    path,
    texts.map((_text, place) => {
      const { result, predictions } = hostileEntry(texts, place);
      return entryOf(result, predictions);
    }),
  );

/** Without the isolation characters around a text. */
const bare = (text: string) => text.replace(/^\u2068+/, '').replace(/[\u2069\u202c]+$/, '');

/** The texts that no element shows as its whole text, or has as its name. */
function notShown(root: Element, texts: readonly string[]): string[] {
  const shown = new Set<string>();
  for (const element of root.querySelectorAll('*')) {
    const text = (element.textContent ?? '').toWellFormed();
    for (const one of [text, bare(text), element.getAttribute('aria-label') ?? '']) shown.add(one);
  }
  return texts
    .map((text) => text.toWellFormed())
    .filter((text) => !shown.has(text) && !shown.has(bare(text)));
}

function expectUntouched(): void {
  expect([...document.querySelectorAll(foreignElements)].map(({ outerHTML }) => outerHTML)).toEqual([]);
  for (const element of document.querySelectorAll('*'))
    expect([...element.attributes].filter(({ name }) => name.startsWith('on'))).toEqual([]);
  expect('__xss' in window).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(document.title).toBe('');
}

describe.each(parts.map((texts, part) => ({ part: part + 1, texts })))(
  'part $part of the texts',
  ({ texts }) => {
    it('in the table', async () => {
      await open('/1?sort=id', texts);
      await waitFor(() => expect(notShown(grid(), texts)).toEqual([]));
      expectUntouched();
    });

    it('in the sidebar, as values and as keys', async () => {
      const opened = await open('/1', texts);
      for (const title of ['Expected label', 'Predicted label', 'Device', 'Metadata']) {
        const group = await filterGroup(opened, title);
        for (const more of group.queryAllByRole('button', { name: /^Show all/ }))
          await opened.user.click(more);
        const element = screen.getByRole('group', { name: title });
        await waitFor(() => expect(notShown(element, texts), title).toEqual([]));
        expectUntouched();
      }
    });

    it('in the panel', async () => {
      const opened = await open('/1?sort=id&sample=1', texts);
      const panel = await screen.findByRole('region', { name: 'Sample' });
      const more = await within(panel).findAllByRole('button', { name: /^All \d/ });
      for (const button of more) await opened.user.click(button);
      await waitFor(() => expect(notShown(panel, texts)).toEqual([]));
      expectUntouched();
    });

    it('in chips and notices', async () => {
      const short = texts.filter((text) => text.length <= 1000 && text.isWellFormed());
      const query = new URLSearchParams({
        metadata: JSON.stringify(short.map((key) => ({ key, op: 'eq', values: [key] }))),
        labels: JSON.stringify(short.slice(0, 3)),
        filename: short[4] ?? 'x',
      });
      for (const text of short.slice(0, 5)) query.append(text.slice(0, 60), text);
      await open(`/1?${query.toString()}`, texts);
      expect(screen.getByText(/Part of the address was left out/)).toBeTruthy();
      for (const text of short) expect(chips().getByRole('list').textContent).toContain(text);
      expectUntouched();
    });

    it('in the matrix', async () => {
      const opened = await open('/1?view=matrix', texts);
      const matrix = await screen.findByRole('grid', { name: 'Confusion matrix' });
      // The least confused labels are folded at first.
      const more = await within(matrix).findAllByTitle(/^Show more of the \d+ other labels/);
      if (more[0] !== undefined) await opened.user.click(more[0]);
      const heads = (scope: 'row' | 'col') =>
        [...matrix.querySelectorAll(`th[scope="${scope}"] [data-place]`)].map(
          ({ textContent }) => textContent,
        );
      const wanted = texts.map((text) => text.toWellFormed()).toSorted();
      for (const scope of ['row', 'col'] as const)
        await waitFor(() => expect(heads(scope).toSorted()).toEqual(wanted));
      expectUntouched();
    });
  },
);
