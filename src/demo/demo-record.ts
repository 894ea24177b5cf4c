/** The format of a demo's records, checked against the official client's types, and the samples' common parts. */
import { createHash } from 'node:crypto';
import type { ModelPrediction, ModelResult, Sample } from 'edge-impulse-api';

/** The same type as in JSON: the client converts texts to dates only after parsing. */
type InJson<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? InJson<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: InJson<Value[Key]> }
      : Value;

type SampleRecord = InJson<Sample>;
type ResultRecord = InJson<ModelResult>;
export type ClassificationRecord = ResultRecord['classifications'][number];
type PredictionRecord = InJson<ModelPrediction>;

/** One line of a run's file. */
export type Entry = { result: ResultRecord; predictions: PredictionRecord[] };

export type Variant = 'float32' | 'int8';

type Facts = {
  id: number;
  filename: string;
  label: string;
  /** ISO 8601. */
  added: string;
  metadata: Record<string, string>;
  media: Uint8Array;
  extension: string;
  project: { id: number; name: string };
};

/** A picture has one value and no duration. */
export function imageSample(facts: Facts, side: number, boxes?: SampleRecord['boundingBoxes']): SampleRecord {
  return {
    ...common(facts, 0, ['image'], () => 'rgba'),
    valuesCount: 1,
    totalLengthMs: 0,
    chartType: 'image',
    imageDimensions: { width: side, height: side },
    boundingBoxes: boxes ?? [],
    boundingBoxesType: boxes ? 'constrained_object_detection' : 'object_detection',
    projectLabelingMethod: boxes ? 'object_detection' : 'single_label',
  };
}

export function signalSample(
  facts: Facts,
  signal: { intervalMs: number; sensors: readonly { name: string; units: string }[]; values: number },
): SampleRecord {
  const units = new Map(signal.sensors.map((sensor) => [sensor.name, sensor.units]));
  const names = signal.sensors.map((sensor) => sensor.name);
  return {
    ...common(facts, signal.intervalMs, names, (name) => units.get(name) ?? ''),
    valuesCount: signal.values,
    totalLengthMs: signal.values * signal.intervalMs,
    chartType: 'chart',
    boundingBoxes: [],
    boundingBoxesType: 'object_detection',
    projectLabelingMethod: 'single_label',
  };
}

function common(facts: Facts, intervalMs: number, sensorNames: string[], unitsOf: (name: string) => string) {
  const { id, filename, label, added, metadata, media, extension, project } = facts;
  const frequency = intervalMs > 0 ? 1000 / intervalMs : 0;
  return {
    id,
    filename,
    // Nothing is signed, so nothing can be invalid.
    signatureValidate: true,
    signatureMethod: 'none',
    created: added,
    lastModified: added,
    category: 'testing' as const,
    coldstorageFilename: `testing/${filename}.${extension}`,
    label,
    intervalMs,
    frequency,
    originalIntervalMs: intervalMs,
    originalFrequency: frequency,
    deviceType: 'unknown',
    sensors: sensorNames.map((name, index) => ({ index, name, units: unitsOf(name) })),
    added,
    isDisabled: false,
    isProcessing: false,
    processingError: false,
    isCropped: false,
    metadata,
    projectId: project.id,
    projectName: project.name,
    sha256Hash: createHash('sha256').update(media).digest('hex'),
    datastreams: [],
  };
}

/** Scores by label. Five decimals; the int8 grid's steps of 1/256 need eight to be exact. */
export function scoresByLabel(
  scores: Float32Array,
  labels: readonly string[],
  variant: Variant,
): Record<string, number> {
  const steps = variant === 'int8' ? 1e8 : 1e5;
  return Object.fromEntries(labels.map((label, i) => [label, Math.round((scores[i] ?? 0) * steps) / steps]));
}

/** The label with the highest score, the first of equals; `uncertain` if that score is below the minimum. */
export function predictedLabel(scores: Readonly<Record<string, number>>, minimum: number): string {
  let prediction = 'uncertain';
  let best = -Infinity;
  for (const [label, score] of Object.entries(scores)) {
    if (score <= best) continue;
    best = score;
    prediction = score >= minimum ? label : 'uncertain';
  }
  return prediction;
}

/** A date some minutes after another. */
export const minutesAfter = (start: string, minutes: number): string =>
  new Date(Date.parse(start) + minutes * 60_000).toISOString();
