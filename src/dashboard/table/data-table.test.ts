/**
 * A table in a document: its header sorts, moves the focus and resizes; its keys move over the rows.
 *
 * @vitest-environment happy-dom
 */
import { createElement, useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import type { SortTerm } from '../../contract/query';
import { click, focus, named, press, show } from '../fixtures/rendered';
import type { DataColumn } from './features';
import { TableHead } from './table-head';
import { useDataTable } from './use-data-table';
import { useTableKeyboard } from './use-table-keyboard';

interface Row {
  name: string;
}

const column = (id: string, sortKey: 'label' | 'length' | undefined): DataColumn<Row> => ({
  id,
  header: id,
  accessorFn: ({ name }: Row) => name,
  size: 100,
  meta: { sortKey },
});
const columns = [column('label', 'label'), column('length', 'length'), column('preview', undefined)];
const stored = { key: 'columns-of-a-test', pinned: ['label'] };

/** A table whose sort and columns are kept by its page. */
function Host() {
  const [sort, setSort] = useState<readonly SortTerm[]>([]);
  const [shown, setShown] = useState<readonly string[]>(columns.map(({ id }) => id));
  const table = useDataTable({
    columns,
    rows: [{ name: 'a' }],
    rowId: ({ name }) => name,
    shown,
    onShown: setShown,
    canPin: true,
    selected: undefined,
    stored,
  });
  return createElement(TableHead<Row>, { table, sort, onSort: setSort });
}

const heads = () => [...document.querySelectorAll('[role="columnheader"]')];
const sorts = () => heads().map((head) => head.getAttribute('aria-sort'));
const widths = (): unknown => JSON.parse(localStorage.getItem(stored.key) ?? '{}').widths;

beforeEach(() => localStorage.clear());

test('a click sorts ascending, descending and not at all; with Shift in addition to the others', async () => {
  await show(createElement(Host));
  expect(sorts()).toEqual(['none', 'none', null]);
  await click('label');
  expect(sorts()).toEqual(['ascending', 'none', null]);
  await click('length', { shift: true });
  expect(sorts()).toEqual(['ascending', 'ascending', null]);
  expect(heads().map(({ textContent }) => textContent)).toEqual(['label ↑1', 'length ↑2', 'preview']);
  await click('label ↑1', { shift: true });
  await click('label ↓1', { shift: true });
  expect(sorts()).toEqual(['none', 'ascending', null]);
  await click('length ↑');
  await click('length ↓');
  expect(sorts()).toEqual(['none', 'none', null]);
});

test('the header is one tab stop, and arrow keys move within it', async () => {
  await show(createElement(Host));
  await focus(named('label'));
  const stops = () => document.querySelectorAll('[data-title][tabindex="0"]');
  await press('ArrowRight');
  expect(document.activeElement).toBe(named('length'));
  expect([...stops()]).toEqual([named('length')]);
  await press('End');
  expect(document.activeElement?.textContent).toBe('preview');
  await press('ArrowRight');
  expect(document.activeElement?.textContent).toBe('preview');
  await press('Home');
  expect(document.activeElement).toBe(named('label'));
});

test('Shift and an arrow change the width, which the browser stores', async () => {
  await show(createElement(Host));
  await focus(named('length'));
  await press('ArrowRight', { shift: true });
  expect(widths()).toEqual({ length: 116 });
  await press('ArrowLeft', { shift: true });
  await press('ArrowLeft', { shift: true });
  expect(widths()).toEqual({ length: 84 });
});

test('keys move over the rows, a number goes to its row, and none leaves the table', async () => {
  const rows: number[] = [];
  const opened: number[] = [];
  function Grid() {
    const [focused, setFocused] = useState(0);
    const { onKeyDown, said } = useTableKeyboard({
      rowCount: 50,
      visible: 10,
      focused,
      focusRow: (row) => {
        rows.push(row);
        setFocused(row);
      },
      openRow: (row) => opened.push(row),
      closeSample: () => undefined,
      rowText: () => undefined,
    });
    return createElement('div', { role: 'grid', tabIndex: 0, onKeyDown }, said);
  }
  await show(createElement(Grid));
  const grid = document.querySelector('[role="grid"]');
  if (!(grid instanceof HTMLElement)) throw new Error('There is no grid');
  await focus(grid);
  for (const key of ['ArrowUp', 'ArrowDown', 'PageDown', 'End', 'PageDown', 'Home']) await press(key);
  expect(rows).toEqual([0, 1, 11, 49, 49, 0]);
  await press('4');
  await press('2');
  expect(grid.textContent).toBe('Row 42: press Enter to go there');
  await press('Enter');
  expect(rows.at(-1)).toBe(41);
  await press('Enter');
  expect(opened).toEqual([41]);
});
