/** The columns menu: which columns are shown, their order, and which are pinned at the left. */
import { Popover, TextInput } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { foldText } from '../../domain/text-match';
import { ColumnItem } from './column-item';
import { keptPlaces, movedBy } from './column-moves';
import classes from './columns-menu.module.css';
import type { DataTable } from './features';

interface MenuProps<Row extends object> {
  table: DataTable<Row>;
  /** Shows these columns in this order; `undefined`: the default ones. */
  onShown: (ids: string[] | undefined) => void;
}

export function ColumnsMenu<Row extends object>({ table, onShown }: MenuProps<Row>) {
  const [search, setSearch] = useState('');
  // The order when the menu was opened: an item that moved when it is hidden would take the focus with it and be
  // hard to follow.
  const [places, setPlaces] = useState<readonly string[]>([]);
  const moved = useRef<HTMLElement>(null);
  const columns = new Map(table.getAllLeafColumns().map((column) => [column.id, column]));
  const shown = table.getVisibleLeafColumns().map(({ id }) => id);
  const ids = [...new Set([...keptPlaces(places, shown), ...columns.keys()])];
  const items = ids.flatMap((id) => {
    const column = columns.get(id);
    if (column === undefined) return [];
    const title = String(column.columnDef.header);
    return foldText(title).includes(foldText(search.trim())) ? [{ column, title }] : [];
  });
  const order = shown.join();
  useLayoutEffect(() => {
    // A browser removes the focus from an element that is moved in the document.
    moved.current?.focus();
    moved.current = null;
  }, [order]);

  const toggle = (id: string) =>
    onShown(ids.filter((other) => (other === id ? !shown.includes(id) : shown.includes(other))));
  return (
    <Popover
      position="bottom-end"
      shadow="md"
      width={300}
      trapFocus
      onOpen={() => setPlaces([...new Set([...shown, ...ids])])}
    >
      <Popover.Target>
        <button type="button" className={classes['open']}>
          Columns
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <TextInput
          aria-label="Search columns"
          placeholder="Search columns"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ul className={classes['list']}>
          {items.map(({ column, title }) => (
            <ColumnItem
              key={column.id}
              title={title}
              index={shown.indexOf(column.id)}
              shownCount={shown.length}
              isPinned={column.getIsPinned() !== false}
              onToggle={() => toggle(column.id)}
              onMove={(step, button) => {
                moved.current = button;
                onShown(movedBy(shown, shown.indexOf(column.id), step));
              }}
              onPin={() => column.pin(column.getIsPinned() === false ? 'start' : false)}
            />
          ))}
        </ul>
        <p className={classes['hint']}>Arrows move a column; the dot keeps it at the left.</p>
        <button type="button" className={classes['reset']} onClick={() => onShown(undefined)}>
          Back to the usual columns
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
