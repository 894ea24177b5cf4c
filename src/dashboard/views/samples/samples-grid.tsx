/** The grid itself: its head, and the rows that are near the screen. */
import type { KeyboardEvent, RefObject } from 'react';
import type { SortTerm } from '../../../contract/query';
import { sampleIdOf } from '../../api/result-page';
import type { CellContext } from './cell-context';
import type { ColumnLayout } from './column-layout';
import { GridHead } from './grid-head';
import { GridRow, rowElementId } from './grid-row';
import classes from './samples-view.module.css';
import type { OpenRow } from './use-open-row';
import type { RowWindow } from './use-row-window';
import type { Rows } from './use-rows';
import { HatchPattern } from './window-strip';

/** What ARIA has for a table whose length is not known yet. */
const unknownCount = -1;

interface SamplesGridProps {
  scroller: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  sort: readonly SortTerm[];
  rows: Rows;
  rowWindow: RowWindow;
  /** `undefined` before it is known. */
  rowCount: number | undefined;
  /** Whether the rows fill the screen. */
  isFilled: boolean;
  focused: number;
  /** The id of the open sample. */
  open: number | undefined;
  context: CellContext;
  onOpen: OpenRow;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function SamplesGrid(props: SamplesGridProps) {
  const { scroller, layout, sort, rows, rowWindow, rowCount, isFilled, focused, open, context } = props;
  return (
    <div className={classes['frame']}>
      <div
        ref={scroller}
        role="grid"
        aria-label="Samples"
        aria-rowcount={rowCount === undefined ? unknownCount : rowCount + 1}
        aria-colcount={layout.columns.length}
        aria-busy={rows.isFetching}
        aria-activedescendant={rowElementId(focused)}
        tabIndex={0}
        className={classes['grid']}
        data-old={rows.areOld || undefined}
        onKeyDown={props.onKeyDown}
        onScroll={({ currentTarget }) =>
          currentTarget.toggleAttribute('data-sideways', currentTarget.scrollLeft > 0)
        }
      >
        <HatchPattern />
        <div
          className={classes['content']}
          data-filled={isFilled || undefined}
          style={{ height: rowWindow.height, width: layout.totalWidth }}
        >
          <GridHead layout={layout} sort={sort} />
          {rowWindow.rows.map(({ row, top }) => {
            const sample = rows.rowAt(row);
            return (
              <GridRow
                key={row}
                row={row}
                top={top}
                sample={sample}
                columns={layout.columns}
                totalWidth={layout.totalWidth}
                isFocused={row === focused}
                isOpen={sample !== undefined && sampleIdOf(sample) === open}
                context={context}
                onOpen={props.onOpen}
              />
            );
          })}
        </div>
      </div>
      <div className={classes['veil']} aria-hidden />
    </div>
  );
}
