/** The table of samples: its columns, and which of them are shown for this run, screen and link. */
import { useMemo } from 'react';
import type { Summary } from '../../../contract/schemas/summary';
import { damageWords, isDamaged, sampleIdOf } from '../../api/result-page';
import type { DataTable } from '../../table/features';
import { useDataTable } from '../../table/use-data-table';
import type { ViewProps } from '../view';
import { useChangeSetting, useSetting } from '../view-settings';
import { sampleColumns, type ListedSample } from './columns';
import { defaultColumns, narrowWidths } from './default-columns';
import { columnsSetting } from './settings';

const stored = { key: 'second-look.columns', pinned: ['sample'] };
const rowId = ({ number, sample }: ListedSample) =>
  sample === undefined ? `row ${number}` : String(sampleIdOf(sample));

interface Given {
  /** The summary of the whole run, once it is loaded. */
  summary: Summary | undefined;
  isNarrow: boolean;
  rows: readonly ListedSample[];
}

export function useSampleTable(
  { run: { hasMedia }, view }: ViewProps,
  { summary, isNarrow, rows }: Given,
): DataTable<ListedSample> {
  const { sample } = view;
  const cols = useSetting(view, columnsSetting);
  const changeColumns = useChangeSetting(columnsSetting);
  const columns = useMemo(() => {
    const every = sampleColumns(summary?.metadata.map(({ key }) => key) ?? [], cols ?? []);
    return isNarrow
      ? every.map((column) => ({ ...column, size: narrowWidths.get(column.id) ?? column.size }))
      : every;
  }, [summary, cols, isNarrow]);
  const shown = useMemo(() => {
    const isKnown = (id: string) => columns.some((column) => column.id === id);
    const asked = (cols ?? []).filter(isKnown);
    // A link may only name unknown columns: a table without columns would be useless.
    return asked.length > 0 ? asked : defaultColumns(summary, hasMedia, isNarrow);
  }, [columns, cols, summary, hasMedia, isNarrow]);
  return useDataTable({
    columns,
    rows,
    rowId,
    shown,
    onShown: changeColumns,
    canPin: !isNarrow,
    selected: sample === undefined ? undefined : String(sample),
    stored,
  });
}

/** A row's visible cells as one line of tab-separated values, as used by spreadsheets. */
export function rowAsText(table: DataTable<ListedSample>, listed: ListedSample): string {
  const { number, sample } = listed;
  if (sample !== undefined && isDamaged(sample)) return damageWords(sample);
  const texts = table
    .getVisibleLeafColumns()
    .map(({ accessorFn }) => String(accessorFn?.(listed, number) ?? ''));
  return texts.map((text) => text.replace(/[\t\r\n]+/g, ' ')).join('\t');
}
