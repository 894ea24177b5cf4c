/** One row of a table; a skeleton until its contents are loaded. */
import type { Row } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { DataTable, Features } from './features';
import classes from './table.module.css';
import { cellPlace } from './use-data-table';

export interface TableRowProps<Entry extends object> {
  table: DataTable<Entry>;
  row: Row<Features, Entry>;
  /** Its number in the whole list, from 0. */
  number: number;
  /** Pixels from the top of the list. */
  top: number;
  isLoading: boolean;
  isFocused: boolean;
  isSelected: boolean;
  onOpen: (entry: Entry) => void;
  /** Shown instead of the cells, if set. */
  children?: ReactNode;
}

/** The id of a row's element, which the focused table refers to. */
export const rowElementId = (number: number) => `row-${number}`;

export function TableRow<Entry extends object>(props: TableRowProps<Entry>) {
  const { table, row, number, top, isLoading, isFocused, isSelected, onOpen, children } = props;
  return (
    // The table handles the keyboard, and refers to this row with aria-activedescendant.
    <div
      role="row"
      id={rowElementId(number)}
      aria-rowindex={number + 2}
      aria-selected={isSelected}
      aria-busy={isLoading || undefined}
      className={classes['row']}
      data-focused={isFocused || undefined}
      data-open={isSelected || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(row.original)}
    >
      {children ??
        row.getVisibleCells().map((cell, at) => (
          <div
            key={cell.column.id}
            role="gridcell"
            className={classes['cell']}
            data-number={cell.column.columnDef.meta?.isNumber || undefined}
            data-edge={cell.column.getIsLastColumn('start') || undefined}
            {...cellPlace(cell.column, at)}
          >
            {isLoading ? (
              <span
                className={classes['skeleton']}
                style={{ width: `${40 + ((number * 7 + cell.column.id.length * 13) % 45)}%` }}
              />
            ) : (
              <table.FlexRender cell={cell} />
            )}
          </div>
        ))}
    </div>
  );
}
