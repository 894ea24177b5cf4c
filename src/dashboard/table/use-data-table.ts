/** A table of the dashboard: the caller chooses the columns; widths and pins are stored in the browser. */
import { useLocalStorage } from '@mantine/hooks';
import { functionalUpdate, useTable, type Updater } from '@tanstack/react-table';
import { useMemo } from 'react';
import { z } from 'zod';
import { features, type DataColumn, type DataTable } from './features';

const layoutSchema = z.object({ widths: z.record(z.string(), z.number()), pinned: z.array(z.string()) });
type Layout = z.infer<typeof layoutSchema>;

const widthLimits = { minSize: 48, maxSize: 800 };

interface TableChoice<Row extends object> {
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** The ids of the visible columns, in order; pinned ones are drawn first. */
  shown: readonly string[];
  onShown: (ids: string[]) => void;
  /** Whether columns can be pinned while the rest scrolls. */
  canPin: boolean;
  selected: string | undefined;
  /** The key under which the browser stores the layout, and the columns that are pinned by default. */
  stored: { key: string; pinned: readonly string[] };
}

export function useDataTable<Row extends object>(choice: TableChoice<Row>): DataTable<Row> {
  const { columns, rows, rowId, shown, onShown, canPin, selected, stored } = choice;
  const startLayout: Layout = { widths: {}, pinned: [...stored.pinned] };
  const [layout, setLayout] = useLocalStorage<Layout>({
    key: stored.key,
    defaultValue: startLayout,
    getInitialValueInEffect: false,
    deserialize: (text) => {
      try {
        return layoutSchema.parse(JSON.parse(text ?? ''));
      } catch {
        return startLayout;
      }
    },
  });
  const state = useMemo(() => {
    const isShown = new Set(shown);
    const others = columns.flatMap(({ id }) => (isShown.has(id) ? [] : [id]));
    const pinned = canPin ? shown.filter((id) => layout.pinned.includes(id)) : [];
    return {
      columnOrder: [...pinned, ...shown.filter((id) => !pinned.includes(id)), ...others],
      columnVisibility: Object.fromEntries(others.map((id) => [id, false])),
      columnPinning: { start: pinned, end: [] },
      columnSizing: layout.widths,
      rowSelection: selected === undefined ? {} : { [selected]: true as const },
    };
  }, [columns, shown, canPin, layout, selected]);
  return useTable({
    features,
    columns,
    data: rows,
    getRowId: rowId,
    defaultColumn: widthLimits,
    columnResizeMode: 'onChange',
    enableMultiRowSelection: false,
    state,
    onColumnOrderChange: (order: Updater<string[]>) => {
      const isShown = new Set(shown);
      onShown(functionalUpdate(order, state.columnOrder).filter((id) => isShown.has(id)));
    },
    onColumnVisibilityChange: (visibility: Updater<Record<string, boolean>>) => {
      const next = functionalUpdate(visibility, state.columnVisibility);
      onShown(state.columnOrder.filter((id) => next[id] !== false));
    },
    onColumnSizingChange: (sizing: Updater<Record<string, number>>) =>
      setLayout((before) => ({ ...before, widths: roundedWidths(functionalUpdate(sizing, before.widths)) })),
    onColumnPinningChange: (pinning: Updater<{ start: string[]; end: string[] }>) => {
      const { start } = functionalUpdate(pinning, state.columnPinning);
      // A hidden column is still pinned when it is shown again.
      setLayout((before) => ({
        ...before,
        pinned: [...start, ...before.pinned.filter((id) => !shown.includes(id))],
      }));
    },
  });
}

/** Whole pixels within the limits, so that what is stored equals what is drawn. */
const roundedWidths = (widths: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(widths).map(([id, width]) => [
      id,
      Math.round(Math.min(widthLimits.maxSize, Math.max(widthLimits.minSize, width))),
    ]),
  );

/**
 * The widths of visible columns and the positions of pinned ones, as CSS variables, so that resizing does not
 * re-render rows.
 */
export function columnVariables<Row extends object>(table: DataTable<Row>): Record<string, string> {
  return Object.fromEntries(
    table.getVisibleLeafColumns().flatMap((column, at) => [
      [`--width-${at}`, `${column.getSize()}px`],
      [`--left-${at}`, `${column.getStart('start')}px`],
    ]),
  );
}

/** The attributes and style of a cell of the visible column at an index. */
export function cellPlace(column: { getIsPinned: () => unknown }, at: number) {
  const isPinned = column.getIsPinned() !== false;
  return {
    'data-pinned': isPinned || undefined,
    style: { width: `var(--width-${at})`, left: isPinned ? `var(--left-${at})` : undefined },
  };
}
