/** Which columns a run is shown with, and how wide they are on a phone. */
import type { Summary } from '../../../contract/summary';

/** On a phone the first columns fit side by side. */
export const narrowWidths: ReadonlyMap<string, number> = new Map([
  ['sample', 112],
  ['label', 88],
  ['prediction', 92],
  ['outcome', 98],
]);

/** The columns that say something in this run; on a phone only what fits. */
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
