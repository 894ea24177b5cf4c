/** The head of one column: its title, which sorts, and the edge that resizes it. */
import { useState } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { SortKey } from '../../../contract/fields';
import type { SortTerm } from '../../../contract/query';
import type { ColumnLayout, PlacedColumn } from './column-layout';
import { ResizeEdge } from './resize-edge';
import classes from './samples-view.module.css';

interface HeadCellProps {
  column: PlacedColumn;
  sort: readonly SortTerm[];
  /** Whether the tab key stops here. */
  isStop: boolean;
  onFocus: () => void;
  onSort: (key: SortKey, isAdded: boolean) => void;
  setWidth: ColumnLayout['setWidth'];
  onDragStart: () => void;
  canDrop: () => boolean;
  onDrop: () => void;
}

const widthHint = 'Shift and ← or → change the width';

export function HeadCell(props: HeadCellProps) {
  const { column, sort, isStop, onFocus, onSort, setWidth, onDragStart, canDrop, onDrop } = props;
  const { sortKey, title } = column;
  const [isOver, setIsOver] = useState(false);
  const place = sort.findIndex(({ key }) => key === sortKey);
  const term = sort[place];
  const direction = term === undefined ? 'none' : term.descending ? 'descending' : 'ascending';
  const common = { 'data-title': true, className: classes['head-title'], tabIndex: isStop ? 0 : -1, onFocus };
  return (
    <div
      role="columnheader"
      aria-sort={sortKey === undefined ? undefined : direction}
      className={classes['head-cell']}
      data-number={column.isNumber || undefined}
      data-pinned={column.pinnedAt !== null || undefined}
      data-edge={column.isPinnedEdge || undefined}
      data-over={isOver || undefined}
      style={{ width: column.shownWidth, left: column.pinnedAt ?? undefined }}
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
          {title}
        </span>
      ) : (
        <button
          {...common}
          type="button"
          title={`Sort by ${isolatedText(title.toLowerCase())}; with Shift, beside the others. ${widthHint}`}
          onClick={(event) => onSort(sortKey, event.shiftKey)}
        >
          {title}
          <span aria-hidden className={classes['arrow']}>
            {term === undefined ? '' : term.descending ? ' ↓' : ' ↑'}
            {term !== undefined && sort.length > 1 ? place + 1 : ''}
          </span>
        </button>
      )}
      <ResizeEdge column={column} setWidth={setWidth} />
    </div>
  );
}
