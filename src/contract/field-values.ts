/** The values of fields as they stand in a sample itself. */
import type { SampleRecord } from './sample';

export const dataTypes = ['timeseries', 'audio', 'image', 'video', 'table'] as const;

export const one = (value: string | null | undefined) =>
  value === null || value === undefined ? { main: null, all: [] } : { main: value, all: [value] };

/** A metadata value as the text that filters compare it by; `null` counts as not having the key. */
export function metadataPairs({ metadata }: SampleRecord): [string, string][] {
  const pairs: [string, string][] = [];
  // A loop over the keys, since an import comes through here for every sample.
  for (const key in metadata) {
    const value = metadata[key];
    if (value !== null && value !== undefined) pairs.push([key, String(value)]);
  }
  return pairs;
}

/** The kind of data in a sample: by its chart type, else `audio` where its only sensor is named so. */
export function dataTypeOf(sample: SampleRecord): (typeof dataTypes)[number] {
  if (sample.chartType === 'image' || sample.chartType === 'video' || sample.chartType === 'table') {
    return sample.chartType;
  }
  const sensors = sample.sensors ?? [];
  return sensors.length === 1 && sensors[0]?.name === 'audio' ? 'audio' : 'timeseries';
}

/** A label as a number: decimal text only, so that "", "0x10" and "Infinity" are no numbers; `null` otherwise. */
export function labelAsNumber(label: string | null | undefined): number | null {
  const text = (label ?? '').trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export function allLabels(sample: SampleRecord): string[] {
  const labels = new Set<string>();
  if (typeof sample.label === 'string') labels.add(sample.label);
  for (const { label } of sample.structuredLabels ?? []) labels.add(label);
  for (const label of sample.structuredLabelsList ?? []) labels.add(label);
  for (const { label } of sample.boundingBoxes ?? []) labels.add(label);
  return [...labels];
}

export function millisecondsOf(isoText: string | null | undefined): number | null {
  if (isoText === null || isoText === undefined) return null;
  const time = Date.parse(isoText);
  return Number.isNaN(time) ? null : time;
}
