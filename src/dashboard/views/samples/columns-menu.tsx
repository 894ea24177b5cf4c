/** The menu of the columns: which are shown, in which order, which stay at the left. */
import { Checkbox, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { foldText } from '../../../domain/text-match';
import { wholeSummaryOptions } from '../../api/summary';
import { useChangeView } from '../../url-state';
import type { ViewProps } from '../view';
import type { ColumnLayout } from './column-layout';
import { movedBy } from './column-moves';
import { fixedColumns, metadataColumn, type Column } from './columns';
import classes from './columns-menu.module.css';

export function ColumnsMenu({ layout, ...props }: ViewProps & { layout: ColumnLayout }) {
  const { data: summary } = useQuery(wholeSummaryOptions(props.projectId, props.query));
  const [search, setSearch] = useState('');
  const changeView = useChangeView();
  const shown = layout.columns.map(({ id }) => id);
  const setColumns = (cols: string[] | undefined) =>
    changeView((view) => ({ ...view, cols }), { gesture: 'columns' });
  const every: readonly Column[] = [
    ...fixedColumns,
    ...(summary?.metadata ?? []).map(({ key }) => metadataColumn(key)),
  ];
  const wanted = every.filter(({ title }) => foldText(title).includes(foldText(search.trim())));
  const hidden = wanted.filter(({ id }) => !shown.includes(id));
  return (
    <Popover position="bottom-end" shadow="md" width={300} trapFocus>
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
          {layout.columns.map((column, index) =>
            wanted.some(({ id }) => id === column.id) ? (
              <li key={column.id}>
                <Checkbox
                  size="xs"
                  label={column.title}
                  checked
                  disabled={shown.length === 1}
                  onChange={() => setColumns(shown.filter((id) => id !== column.id))}
                />
                <span className={classes['tools']}>
                  <button
                    type="button"
                    aria-label={`${column.title} further left`}
                    disabled={index === 0}
                    onClick={() => setColumns(movedBy(shown, index, -1))}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={`${column.title} further right`}
                    disabled={index === shown.length - 1}
                    onClick={() => setColumns(movedBy(shown, index, 1))}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    aria-pressed={column.pinnedAt !== null}
                    aria-label={`Keep ${column.title} at the left`}
                    onClick={() => layout.togglePin(column.id)}
                  >
                    {column.pinnedAt === null ? '○' : '●'}
                  </button>
                </span>
              </li>
            ) : null,
          )}
          {hidden.map((column) => (
            <li key={column.id}>
              <Checkbox
                size="xs"
                label={column.title}
                checked={false}
                onChange={() => setColumns([...shown, column.id])}
              />
            </li>
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
