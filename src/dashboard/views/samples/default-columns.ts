/** The default columns of a run, and their widths on a phone. */
import type { Summary } from '../../../contract/schemas/summary';

/** On a phone the first columns fit next to each other. */
export const narrowWidths: ReadonlyMap<string, number> = new Map([
  ['sample', 112],
  ['label', 88],
  ['prediction', 92],
  ['outcome', 98],
]);

/** The columns that are meaningful for this run; on a phone only those that fit. */
export function defaultColumns(summary: Summary | undefined, hasMedia: boolean, isNarrow: boolean): string[] {
  const has = (field: string) => summary?.fieldsWithValues.includes(field) === true;
  // A picture is one window and has no length.
  const isTimed = summary?.facets['dataType']?.values.some(({ value }) => value !== 'image') ?? false;
  if (isNarrow) return [...narrowWidths.keys()];
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
