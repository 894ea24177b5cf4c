/** The header of a table: sort by click, resize at the edge or with keys, reorder by dragging. */
import { useRef, useState, type KeyboardEvent } from 'react';
import type { SortTerm } from '../../contract/query';
import { movedTo, nextFocus } from './column-moves';
import type { DataTable } from './features';
import { HeadCell } from './head-cell';
import { nextSort } from './sort-changes';
import classes from './table.module.css';

interface HeadProps<Row extends object> {
  table: DataTable<Row>;
  sort: readonly SortTerm[];
  onSort: (sort: SortTerm[]) => void;
}

const keyStep = 16;

export function TableHead<Row extends object>({ table, sort, onSort }: HeadProps<Row>) {
  const dragged = useRef<string | null>(null);
  // One tab stop for the whole header; the arrow keys move within it.
  const [focusedId, setFocusedId] = useState<string>();
  const headers = table.getLeafHeaders();
  const ids = headers.map(({ column }) => column.id);
  const stop = focusedId !== undefined && ids.includes(focusedId) ? focusedId : ids[0];

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = ids.findIndex((id) => id === stop);
    const column = headers[index]?.column;
    if (column === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey) {
      const step = event.key === 'ArrowRight' ? keyStep : event.key === 'ArrowLeft' ? -keyStep : 0;
      if (step === 0) return;
      event.preventDefault();
      table.setColumnSizing((widths) => ({ ...widths, [column.id]: column.getSize() + step }));
      return;
    }
    const next = nextFocus(event.key, index, ids.length);
    if (next === undefined) return;
    event.preventDefault();
    const cell = event.currentTarget.children[next];
    cell?.querySelector<HTMLElement>('[data-title]')?.focus();
  };

  return (
    <div role="row" aria-rowindex={1} className={classes['head']} onKeyDown={onKeyDown}>
      {headers.map((header, at) => (
        <HeadCell
          key={header.column.id}
          header={header}
          at={at}
          sort={sort}
          isStop={header.column.id === stop}
          onFocus={() => setFocusedId(header.column.id)}
          onSort={(key, isAdded) => onSort(nextSort(sort, key, isAdded))}
          onDragStart={() => {
            dragged.current = header.column.id;
          }}
          canDrop={() => dragged.current !== null}
          onDrop={() => {
            const id = dragged.current;
            dragged.current = null;
            if (id !== null && id !== header.column.id)
              table.setColumnOrder((order) => movedTo(order, id, header.column.id));
          }}
        />
      ))}
    </div>
  );
}
