/** What every table of the dashboard can do with its columns; rows come sorted and filtered from the server. */
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
  /** Numbers stand at the right. */
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

/** A column: its value is its text, which is copied. */
export type DataColumn<Row extends object> = ColumnDef<Features, Row, unknown> & {
  id: string;
  header: string;
  accessorFn: (row: Row) => string;
  /** Pixels, before anyone resizes it. */
  size: number;
};

export type DataTable<Row extends object> = ReactTable<Features, Row>;
