/** The header of one column: its title, which sorts, and the edge that resizes it. */
import type { Header } from '@tanstack/react-table';
import { useState } from 'react';
import { isolatedText } from '../../contract/isolated-text';
import type { SortKey } from '../../contract/fields';
import type { SortTerm } from '../../contract/query';
import type { Features } from './features';
import classes from './table.module.css';
import { cellPlace } from './use-data-table';

interface HeadCellProps<Row extends object> {
  header: Header<Features, Row>;
  /** Its index among the visible ones. */
  at: number;
  sort: readonly SortTerm[];
  /** Whether it is the tab stop. */
  isStop: boolean;
  onFocus: () => void;
  onSort: (key: SortKey, isAdded: boolean) => void;
  onDragStart: () => void;
  canDrop: () => boolean;
  onDrop: () => void;
}

const widthHint = 'Shift and ← or → change the width';

export function HeadCell<Row extends object>(props: HeadCellProps<Row>) {
  const { header, at, sort, isStop, onFocus, onSort, onDragStart, canDrop, onDrop } = props;
  const { column } = header;
  const { header: title, meta } = column.columnDef;
  const words = String(title);
  const sortKey = meta?.sortKey;
  const [isOver, setIsOver] = useState(false);
  const place = sort.findIndex(({ key }) => key === sortKey);
  const term = sort[place];
  const direction = term === undefined ? 'none' : term.descending ? 'descending' : 'ascending';
  const common = { 'data-title': true, className: classes['head-title'], tabIndex: isStop ? 0 : -1, onFocus };
  const onResize = header.getResizeHandler();
  return (
    <div
      role="columnheader"
      aria-sort={sortKey === undefined ? undefined : direction}
      className={classes['head-cell']}
      data-number={meta?.isNumber || undefined}
      data-edge={column.getIsLastColumn('start') || undefined}
      data-over={isOver || undefined}
      {...cellPlace(column, at)}
      draggable
      onDragStart={onDragStart}
      onDragOver={(event) => {
        if (!canDrop()) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onDrop();
      }}
    >
      {sortKey === undefined ? (
        <span {...common} title={widthHint}>
          {words}
        </span>
      ) : (
        <button
          {...common}
          type="button"
          title={`Sort by ${isolatedText(words.toLowerCase())}; with Shift, in addition to the others. ${widthHint}`}
          onClick={(event) => onSort(sortKey, event.shiftKey)}
        >
          {words}
          <span aria-hidden className={classes['arrow']}>
            {term === undefined ? '' : term.descending ? ' ↓' : ' ↑'}
            {term !== undefined && sort.length > 1 ? place + 1 : ''}
          </span>
        </button>
      )}
      {/* For the mouse and the finger; the keys that do the same are the title's. */}
      <div
        aria-hidden
        className={classes['resize']}
        data-resize
        draggable
        onDragStart={(event) => {
          event.preventDefault();
          event.stopPropagation();
        }}
        onMouseDown={(event) => {
          event.preventDefault();
          onResize(event);
        }}
        onTouchStart={onResize}
        onDoubleClick={() => column.resetSize()}
      />
    </div>
  );
}
