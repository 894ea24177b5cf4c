/** The schema of a sample as we read it: its sensors, labels, boxes and metadata. Unknown fields pass through. */
import { z } from 'zod';

/** ISO 8601 text on the wire, a Date for clients that decode it (as the official client does). */
export const isoDate = z
  .codec(z.string(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  })
  .meta({ format: 'date-time' });

/** A ground-truth box in pixels of the picture; for FOMO, only its centre matters. */
export const boundingBoxSchema = z.looseObject({
  label: z.string().describe('The label.'),
  x: z.number().describe('The left edge.'),
  y: z.number().describe('The upper edge.'),
  width: z.number().describe('The width.'),
  height: z.number().describe('The height.'),
});

/** A predicted box in ratios of the picture, 0..1. */
export const boundingBoxWithScoreSchema = boundingBoxSchema.extend({
  score: z.number().describe('The score.'),
});

export const labelingMethods = ['single_label', 'object_detection', 'label_map'] as const;

export const imageDimensionsSchema = z.looseObject({
  width: z.number().describe('The width.'),
  height: z.number().describe('The height.'),
});

/** A structured label as we read it. */
export const structuredLabelRecordSchema = z.looseObject({
  startIndex: z.number(),
  endIndex: z.number(),
  label: z.string(),
});

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

/**
 * A sample as we read it. Older servers leave out many fields, so only those that identify it are required; but a
 * field that the product reads must have its type, or a filter would silently miss the sample. Other fields pass
 * through unchecked.
 */
export const sampleRecordSchema = z.looseObject({
  id: z.int().nonnegative(),
  filename: text,
  label: text,
  signatureValidate: flag,
  signatureMethod: text,
  signatureKey: text,
  category: text,
  created: text,
  lastModified: text,
  added: text,
  intervalMs: number,
  frequency: number,
  deviceName: text,
  deviceType: text,
  valuesCount: number,
  totalLengthMs: number,
  isDisabled: flag,
  chartType: text,
  boundingBoxesType: text,
  sensors: z.array(z.looseObject({ name: z.string(), units: text })).nullish(),
  boundingBoxes: z.array(boundingBoxSchema).nullish(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
  structuredLabels: z.array(structuredLabelRecordSchema).nullish(),
  structuredLabelsList: z.array(z.string()).nullish(),
  imageDimensions: imageDimensionsSchema.nullish(),
  labelMap: z.looseObject({ labels: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  projectLabelingMethod: text,
});

export type SampleRecord = z.input<typeof sampleRecordSchema>;
export type StructuredLabel = z.input<typeof structuredLabelRecordSchema>;
