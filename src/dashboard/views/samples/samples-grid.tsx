/** The grid itself: its header, and the rows near the viewport. */
import { memo, type KeyboardEvent, type RefObject } from 'react';
import type { SortTerm } from '../../../contract/query';
import { damageWords, isDamaged } from '../../api/result-page';
import type { DataTable } from '../../table/features';
import { TableHead } from '../../table/table-head';
import { rowElementId, TableRow, type TableRowProps } from '../../table/table-row';
import tableClasses from '../../table/table.module.css';
import { columnVariables } from '../../table/use-data-table';
import type { RowWindow } from '../../table/use-row-window';
import type { ListedSample } from './columns';
import classes from './samples-view.module.css';
import { HatchPattern } from './window-strip';

/** ARIA's value for a table of unknown length. */
const unknownCount = -1;

interface SamplesGridProps {
  scroller: RefObject<HTMLDivElement | null>;
  table: DataTable<ListedSample>;
  sort: readonly SortTerm[];
  onSort: (sort: SortTerm[]) => void;
  rowWindow: RowWindow;
  /** `undefined` before it is known. */
  rowCount: number | undefined;
  /** Whether the rows fill the screen. */
  isFilled: boolean;
  isFetching: boolean;
  /** The rows are those of the previous query. */
  areOld: boolean;
  focused: number;
  onOpen: (listed: ListedSample) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The properties of a row; `layout` (the columns) is a new list when columns are added, removed or moved. */
type SampleRowProps = Omit<TableRowProps<ListedSample>, 'isLoading' | 'children'> & {
  layout: readonly unknown[];
};

const SampleRow = memo(
  function SampleRow({ layout, ...props }: SampleRowProps) {
    const { sample } = props.row.original;
    return (
      <TableRow {...props} isLoading={sample === undefined}>
        {sample !== undefined && isDamaged(sample) ? (
          <div
            role="gridcell"
            aria-colspan={layout.length}
            className={classes['damaged']}
            title={sample.reason}
          >
            {damageWords(sample)}
          </div>
        ) : undefined}
      </TableRow>
    );
  },
  // The table recreates its row objects when the window moves, but their contents stay the same.
  (before, after) =>
    before.row.original.sample === after.row.original.sample &&
    before.row.original.facts === after.row.original.facts &&
    before.number === after.number &&
    before.top === after.top &&
    before.isFocused === after.isFocused &&
    before.isSelected === after.isSelected &&
    before.layout === after.layout &&
    before.onOpen === after.onOpen,
);

export function SamplesGrid(props: SamplesGridProps) {
  const { scroller, table, sort, onSort, rowWindow, rowCount, isFilled, focused, onOpen } = props;
  const columns = table.getVisibleLeafColumns();
  const places = new Map(rowWindow.rows.map(({ row, top }) => [row, top]));
  return (
    <div className={tableClasses['frame']}>
      <div
        ref={scroller}
        role="grid"
        aria-label="Samples"
        aria-rowcount={rowCount === undefined ? unknownCount : rowCount + 1}
        aria-colcount={columns.length}
        aria-busy={props.isFetching}
        aria-activedescendant={rowElementId(focused)}
        tabIndex={0}
        className={tableClasses['grid']}
        data-old={props.areOld || undefined}
        onKeyDown={props.onKeyDown}
        onScroll={({ currentTarget }) =>
          currentTarget.toggleAttribute('data-sideways', currentTarget.scrollLeft > 0)
        }
      >
        <HatchPattern />
        <div
          className={tableClasses['content']}
          data-filled={isFilled || undefined}
          style={{ ...columnVariables(table), height: rowWindow.height, width: table.getTotalSize() }}
        >
          <TableHead table={table} sort={sort} onSort={onSort} />
          {table.getRowModel().rows.map((row) => (
            <SampleRow
              key={row.original.number}
              table={table}
              row={row}
              layout={columns}
              number={row.original.number}
              top={places.get(row.original.number) ?? 0}
              isFocused={row.original.number === focused}
              isSelected={row.getIsSelected()}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
      <div className={tableClasses['veil']} aria-hidden />
    </div>
  );
}
