/** Which columns stand where: chosen ones in the URL, widths and pins in this browser. */
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import type { Summary } from '../../../contract/summary';
import { wholeSummaryOptions } from '../../api/summary';
import type { ViewProps } from '../view';
import { columnOf, type Column } from './columns';

const layoutSchema = z.object({ widths: z.record(z.string(), z.number()), pinned: z.array(z.string()) });
type Layout = z.infer<typeof layoutSchema>;

const startLayout: Layout = { widths: {}, pinned: ['sample'] };
export const leastWidth = 48;
const mostWidth = 800;
/** On a phone the first columns fit side by side. */
const narrowWidths = new Map([
  ['sample', 112],
  ['label', 88],
  ['prediction', 92],
  ['outcome', 98],
]);

/** The columns that tell something in this run; on a phone only what fits. */
export function defaultColumns(summary: Summary | undefined, hasMedia: boolean, isNarrow: boolean): string[] {
  const has = (field: string) => summary?.fieldsWithValues.includes(field) === true;
  // A picture is one window and has no length.
  const isTimed = summary?.facets['dataType']?.values.some(({ value }) => value !== 'image') ?? false;
  if (isNarrow) return ['sample', 'label', 'prediction', 'outcome'];
  const ids = ['sample', ...(hasMedia ? ['preview'] : []), 'label', 'prediction', 'outcome'];
  if (isTimed) ids.push('windows');
  if (has('f1')) ids.push('f1');
  if (has('confidence')) ids.push('confidence');
  if (has('anomaly')) ids.push('anomaly');
  if (isTimed) ids.push('length');
  if ((summary?.facets['device']?.distinct ?? 0) > 1) ids.push('device');
  ids.push('added');
  return ids;
}

export interface PlacedColumn extends Column {
  shownWidth: number;
  /** Pixels from the left edge where it stays while the rest scrolls. */
  pinnedAt: number | null;
  /** Whether it is the last of those. */
  isPinnedEdge: boolean;
}

export interface ColumnLayout {
  columns: readonly PlacedColumn[];
  totalWidth: number;
  setWidth: (id: string, width: number) => void;
  togglePin: (id: string) => void;
}

/** The columns in their order, pinned ones first. */
export function useColumnLayout({ projectId, run, query, view }: ViewProps, isNarrow: boolean): ColumnLayout {
  const { data: summary } = useQuery(wholeSummaryOptions(projectId, query));
  const [layout, setLayout] = useLocalStorage<Layout>({
    key: 'second-look.columns',
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
  return useMemo(() => {
    const named = (ids: readonly string[]) => ids.flatMap((id) => columnOf(id) ?? []);
    const asked = named(view.cols ?? []);
    // A link may name only columns that nobody knows: a table without any would say nothing.
    const chosen = asked.length > 0 ? asked : named(defaultColumns(summary, run.hasMedia, isNarrow));
    const isPinned = ({ id }: Column) => !isNarrow && layout.pinned.includes(id);
    const ordered = [...chosen.filter(isPinned), ...chosen.filter((column) => !isPinned(column))];
    const lastPinned = ordered.findLast(isPinned);
    let left = 0;
    const columns = ordered.map((column): PlacedColumn => {
      const shownWidth =
        layout.widths[column.id] ?? (isNarrow ? narrowWidths.get(column.id) : undefined) ?? column.width;
      const pinnedAt = isPinned(column) ? left : null;
      if (pinnedAt !== null) left += shownWidth;
      return { ...column, shownWidth, pinnedAt, isPinnedEdge: column === lastPinned };
    });
    return {
      columns,
      totalWidth: columns.reduce((sum, { shownWidth }) => sum + shownWidth, 0),
      setWidth: (id, width) =>
        setLayout((before) => ({
          ...before,
          widths: Object.fromEntries([
            ...Object.entries(before.widths),
            [id, Math.round(Math.min(mostWidth, Math.max(leastWidth, width)))],
          ]),
        })),
      togglePin: (id) =>
        setLayout((before) => ({
          ...before,
          pinned: before.pinned.includes(id)
            ? before.pinned.filter((other) => other !== id)
            : [...before.pinned, id],
        })),
    };
  }, [view.cols, summary, run.hasMedia, isNarrow, layout, setLayout]);
}
