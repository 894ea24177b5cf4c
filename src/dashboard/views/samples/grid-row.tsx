/** One row of the grid; a skeleton until its sample is there, a sentence where it is damaged on disk. */
import { memo } from 'react';
import { damageWords, isDamaged, type SampleRow } from '../../api/result-page';
import type { CellContext } from './cell-context';
import type { PlacedColumn } from './column-layout';
import { rowFacts } from './row-facts';
import classes from './samples-view.module.css';
import type { OpenRow } from './use-open-row';

interface RowProps {
  row: number;
  top: number;
  sample: SampleRow | undefined;
  columns: readonly PlacedColumn[];
  totalWidth: number;
  isFocused: boolean;
  isOpen: boolean;
  context: CellContext;
  onOpen: OpenRow;
}

/** The id of a row's element, which the grid points at while it has the focus. */
export const rowElementId = (row: number) => `sample-row-${row}`;

export const GridRow = memo(function GridRow(props: RowProps) {
  const { row, top, sample, columns, totalWidth, isFocused, isOpen, context, onOpen } = props;
  const facts = sample === undefined || isDamaged(sample) ? undefined : rowFacts(sample, context.rules);
  return (
    // The keyboard is the grid's: it points at this row with aria-activedescendant.
    <div
      role="row"
      id={rowElementId(row)}
      aria-rowindex={row + 2}
      aria-selected={isOpen}
      aria-busy={sample === undefined || undefined}
      className={classes['row']}
      data-focused={isFocused || undefined}
      data-open={isOpen || undefined}
      style={{ transform: `translateY(${top}px)`, width: totalWidth }}
      onClick={() => onOpen(row, sample)}
    >
      {sample !== undefined && isDamaged(sample) ? (
        <div
          role="gridcell"
          aria-colspan={columns.length}
          className={classes['damaged']}
          title={sample.reason}
        >
          {damageWords(sample)}
        </div>
      ) : (
        columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={classes['cell']}
            data-number={column.isNumber || undefined}
            data-pinned={column.pinnedAt !== null || undefined}
            data-edge={column.isPinnedEdge || undefined}
            style={{ width: column.shownWidth, left: column.pinnedAt ?? undefined }}
          >
            {facts === undefined ? (
              <span
                className={classes['skeleton']}
                style={{ width: `${40 + ((row * 7 + column.id.length * 13) % 45)}%` }}
              />
            ) : (
              column.cell(facts, context)
            )}
          </div>
        ))
      )}
    </div>
  );
});
