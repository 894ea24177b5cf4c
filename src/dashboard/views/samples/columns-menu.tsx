/** The menu of the columns: which are shown, in which order, which stay at the left. */
import { Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { foldText } from '../../../domain/text-match';
import { wholeSummaryOptions } from '../../api/summary';
import { useChangeView } from '../../url-state';
import type { ViewProps } from '../view';
import { ColumnItem } from './column-item';
import type { ColumnLayout } from './column-layout';
import { keptPlaces, movedBy } from './column-moves';
import { fixedColumns, metadataColumn, type Column } from './columns';
import classes from './columns-menu.module.css';

export function ColumnsMenu({ layout, ...props }: ViewProps & { layout: ColumnLayout }) {
  const { data: summary } = useQuery(wholeSummaryOptions(props.projectId, props.query));
  const [search, setSearch] = useState('');
  // As they stood when the menu opened: an item that jumped as it is hidden would take focus and eye with it.
  const [places, setPlaces] = useState<readonly string[]>([]);
  const moved = useRef<HTMLElement>(null);
  const changeView = useChangeView();
  const shown = layout.columns.map(({ id }) => id);
  const pinned = new Set(layout.columns.filter(({ pinnedAt }) => pinnedAt !== null).map(({ id }) => id));
  const every: readonly Column[] = [
    ...fixedColumns,
    ...(summary?.metadata ?? []).map(({ key }) => metadataColumn(key)),
  ];
  const ids = [...new Set([...keptPlaces(places, shown), ...every.map(({ id }) => id)])];
  const items = ids.flatMap((id) => {
    const column = every.find((one) => one.id === id) ?? layout.columns.find((one) => one.id === id);
    return column !== undefined && foldText(column.title).includes(foldText(search.trim())) ? [column] : [];
  });
  const order = shown.join();
  useLayoutEffect(() => {
    // A browser takes the focus from an element that moves in the document.
    moved.current?.focus();
    moved.current = null;
  }, [order]);

  const setColumns = (cols: string[] | undefined) =>
    changeView((view) => ({ ...view, cols }), { gesture: 'columns' });
  const toggle = (id: string) =>
    setColumns(ids.filter((other) => (other === id ? !shown.includes(id) : shown.includes(other))));
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
          {items.map(({ id, title }) => (
            <ColumnItem
              key={id}
              title={title}
              index={shown.indexOf(id)}
              shownCount={shown.length}
              isPinned={pinned.has(id)}
              onToggle={() => toggle(id)}
              onMove={(step, button) => {
                moved.current = button;
                setColumns(movedBy(shown, shown.indexOf(id), step));
              }}
              onPin={() => layout.togglePin(id)}
            />
          ))}
        </ul>
        <p className={classes['hint']}>Arrows move a column; the dot keeps it at the left.</p>
        <button type="button" className={classes['reset']} onClick={() => setColumns(undefined)}>
          Back to the usual columns
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
