/** The head of the grid: sort by a click, resize at the edge or by keys, reorder by dragging. */
import { useRef, useState, type KeyboardEvent } from 'react';
import type { SortTerm } from '../../../contract/query';
import { useChangeScreen, useChangeView } from '../../url-state';
import type { ColumnLayout } from './column-layout';
import { movedTo, nextFocus } from './column-moves';
import { HeadCell } from './head-cell';
import classes from './samples-view.module.css';
import { nextSort } from './sort-changes';

interface HeadProps {
  layout: ColumnLayout;
  sort: readonly SortTerm[];
}

const keyStep = 16;

export function GridHead({ layout, sort }: HeadProps) {
  const changeScreen = useChangeScreen();
  const changeView = useChangeView();
  const dragged = useRef<string | null>(null);
  // One stop of the tab key for the whole head; the arrow keys go on from there.
  const [focusedId, setFocusedId] = useState<string>();
  const { columns, setWidth } = layout;
  const ids = columns.map(({ id }) => id);
  const stop = focusedId !== undefined && ids.includes(focusedId) ? focusedId : ids[0];

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = columns.findIndex(({ id }) => id === stop);
    const column = columns[index];
    if (column === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey) {
      const step = event.key === 'ArrowRight' ? keyStep : event.key === 'ArrowLeft' ? -keyStep : 0;
      if (step === 0) return;
      event.preventDefault();
      setWidth(column.id, column.shownWidth + step);
      return;
    }
    const next = nextFocus(event.key, index, columns.length);
    if (next === undefined) return;
    event.preventDefault();
    const cell = event.currentTarget.children[next];
    cell?.querySelector<HTMLElement>('[data-title]')?.focus();
  };

  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classes['head']}
      style={{ width: layout.totalWidth }}
      onKeyDown={onKeyDown}
    >
      {columns.map((column) => (
        <HeadCell
          key={column.id}
          column={column}
          sort={sort}
          isStop={column.id === stop}
          onFocus={() => setFocusedId(column.id)}
          setWidth={setWidth}
          onSort={(key, isAdded) =>
            changeScreen(({ query }) => ({
              query: { ...query, sort: nextSort(query.sort, key, isAdded), offset: 0 },
            }))
          }
          onDragStart={() => {
            dragged.current = column.id;
          }}
          canDrop={() => dragged.current !== null}
          onDrop={() => {
            const id = dragged.current;
            dragged.current = null;
            if (id !== null && id !== column.id)
              changeView((view) => ({ ...view, cols: movedTo(ids, id, column.id) }));
          }}
        />
      ))}
    </div>
  );
}
