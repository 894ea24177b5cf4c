/** The edge of a column's head: dragged, it resizes the column; double-clicked, it gives the usual width back. */
import { useRef, type PointerEvent } from 'react';
import type { ColumnLayout, PlacedColumn } from './column-layout';
import classes from './samples-view.module.css';

interface EdgeProps {
  column: PlacedColumn;
  setWidth: ColumnLayout['setWidth'];
}

export function ResizeEdge({ column, setWidth }: EdgeProps) {
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
  const onPointerEnd = () => {
    start.current = null;
  };
  return (
    // For the mouse and the finger; the keys that do the same are the title's.
    <div
      aria-hidden
      className={classes['resize']}
      data-resize
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onDoubleClick={() => setWidth(column.id, column.width)}
    />
  );
}
