/** The field values that are read directly from a sample. */
import type { SampleRecord } from './schemas/sample';

export const dataTypes = ['timeseries', 'audio', 'image', 'video', 'table'] as const;

export const one = (value: string | null | undefined) =>
  value === null || value === undefined ? { main: null, all: [] } : { main: value, all: [value] };

/** Metadata as pairs of key and text, as filters compare them; `null` counts as not having the key. */
export function metadataPairs({ metadata }: SampleRecord): [string, string][] {
  const pairs: [string, string][] = [];
  // A loop over the keys is faster, and an import calls this for every sample.
  for (const key in metadata) {
    const value = metadata[key];
    if (value !== null && value !== undefined) pairs.push([key, String(value)]);
  }
  return pairs;
}

/** The kind of data in a sample: from its chart type, or `audio` if its only sensor has that name. */
export function dataTypeOf(sample: SampleRecord): (typeof dataTypes)[number] {
  if (sample.chartType === 'image' || sample.chartType === 'video' || sample.chartType === 'table') {
    return sample.chartType;
  }
  const sensors = sample.sensors ?? [];
  return sensors.length === 1 && sensors[0]?.name === 'audio' ? 'audio' : 'timeseries';
}

/** A label as a number. Decimal text only: "", "0x10" and "Infinity" are not numbers and give `null`. */
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
