/** The head of the grid: sort by a click, resize at the edge, reorder by dragging. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { SortTerm } from '../../../contract/query';
import { useChangeScreen, useChangeView } from '../../url-state';
import type { ColumnLayout, PlacedColumn } from './column-layout';
import classes from './samples-view.module.css';
import { nextSort } from './sort-changes';

interface HeadProps {
  layout: ColumnLayout;
  sort: readonly SortTerm[];
}

/** The ids with one of them moved to the place of another. */
export function moved(ids: readonly string[], id: string, target: string): string[] {
  const rest = ids.filter((other) => other !== id);
  const place = ids.indexOf(target);
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

const keyStep = 16;

function ResizeHandle({ column, setWidth }: { column: PlacedColumn; setWidth: ColumnLayout['setWidth'] }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: column.shownWidth };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current !== null) setWidth(column.id, start.current.width + event.clientX - start.current.x);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? keyStep : event.key === 'ArrowLeft' ? -keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    setWidth(column.id, column.shownWidth + step);
  };
  return (
    <div
      className={classes['resize']}
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${column.title}`}
      aria-valuenow={column.shownWidth}
      tabIndex={-1}
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}

export function GridHead({ layout, sort }: HeadProps) {
  const changeScreen = useChangeScreen();
  const changeView = useChangeView();
  const dragged = useRef<string | null>(null);
  const ids = layout.columns.map(({ id }) => id);
  return (
    <div role="row" aria-rowindex={1} className={classes['head']} style={{ width: layout.totalWidth }}>
      {layout.columns.map((column) => {
        const { sortKey } = column;
        const place = sort.findIndex(({ key }) => key === sortKey);
        const term = sort[place];
        const direction = term === undefined ? 'none' : term.descending ? 'descending' : 'ascending';
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sortKey === undefined ? undefined : direction}
            className={classes['head-cell']}
            data-number={column.isNumber || undefined}
            data-pinned={column.pinnedAt !== null || undefined}
            style={{ width: column.shownWidth, left: column.pinnedAt ?? undefined }}
            draggable
            onDragStart={() => {
              dragged.current = column.id;
            }}
            onDragOver={(event) => {
              if (dragged.current !== null) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              const id = dragged.current;
              dragged.current = null;
              if (id !== null && id !== column.id)
                changeView((view) => ({ ...view, cols: moved(ids, id, column.id) }));
            }}
          >
            {sortKey === undefined ? (
              <span className={classes['head-title']}>{column.title}</span>
            ) : (
              <button
                type="button"
                className={classes['head-title']}
                tabIndex={-1}
                title={`Sort by ${column.title.toLowerCase()}; with Shift, beside the others`}
                onClick={(event) =>
                  changeScreen(({ query }) => ({
                    query: { ...query, sort: nextSort(query.sort, sortKey, event.shiftKey), offset: 0 },
                  }))
                }
              >
                {column.title}
                <span aria-hidden className={classes['arrow']}>
                  {term === undefined ? '' : term.descending ? ' ↓' : ' ↑'}
                  {term !== undefined && sort.length > 1 ? place + 1 : ''}
                </span>
              </button>
            )}
            <ResizeHandle column={column} setWidth={layout.setWidth} />
          </div>
        );
      })}
    </div>
  );
}
