/** The column features of every table of the dashboard; the server sorts and filters the rows. */
import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  metaHelper,
  rowSelectionFeature,
  tableFeatures,
  type ColumnDef,
  type ReactTable,
} from '@tanstack/react-table';
import type { SortKey } from '../../contract/fields';

interface ColumnMeta {
  /** Numbers are right-aligned. */
  isNumber?: boolean;
  sortKey?: SortKey | undefined;
}

export const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});
export type Features = typeof features;

/** A column: its value is its text, which is what is copied. */
export type DataColumn<Row extends object> = ColumnDef<Features, Row, unknown> & {
  id: string;
  header: string;
  accessorFn: (row: Row) => string;
  /** The default width in pixels. */
  size: number;
};

export type DataTable<Row extends object> = ReactTable<Features, Row>;
