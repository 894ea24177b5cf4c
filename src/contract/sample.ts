/** The schema of a sample as the API gives it: its sensors, labels, boxes and metadata. Unknown fields pass through. */
import { z } from 'zod';

/** An ISO 8601 text on the wire, a Date for those who decode (the official client does). */
export const isoDate = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** Values by name, as Studio's label maps are. */
export const labelMapSchema = z.record(z.string(), z.string());

export const sensorSchema = z.looseObject({ index: z.number(), name: z.string(), units: z.string() });

/** A ground-truth box in pixels of the picture; for FOMO it stands for its centre. */
export const boundingBoxSchema = z.looseObject({
  label: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

/** A predicted box in ratios of the picture, 0..1. */
export const boundingBoxWithScoreSchema = boundingBoxSchema.extend({ score: z.number() });

/** Labels by key, as label-map projects have them. */
export const keyValueLabelsSchema = z.looseObject({ type: z.literal('key-values'), labels: labelMapSchema });

/** A label over a stretch of values; indexes count values and both ends are included. */
export const structuredLabelSchema = z.looseObject({
  startIndex: z.number(),
  endIndex: z.number(),
  label: z.string(),
  labelMap: keyValueLabelsSchema.optional(),
});

export const categories = ['training', 'testing', 'validation', 'post-processing'] as const;
export const chartTypes = ['chart', 'image', 'video', 'table'] as const;
export const labelingMethods = ['single_label', 'object_detection', 'label_map'] as const;

const imageDimensionsSchema = z.looseObject({ width: z.number(), height: z.number() });

const datastreamSchema = z.looseObject({
  index: z.number(),
  chartType: z.enum(chartTypes),
  intervalMs: z.number(),
  frequencyHz: z.number(),
  sensors: z.array(sensorSchema),
  valuesCount: z.number(),
  imageDimensions: imageDimensionsSchema.optional(),
  totalLengthMs: z.number(),
});

const updatedByActors = [
  z.looseObject({ type: z.literal('user'), id: z.number() }),
  z.looseObject({ type: z.literal('projectApiKey'), id: z.number() }),
  z.looseObject({ type: z.literal('oauthClient'), oauthClientId: z.string(), userId: z.number().optional() }),
] as const;

const lastUpdatedBySchema = z.discriminatedUnion('type', [
  ...updatedByActors,
  z.looseObject({
    type: z.literal('datasetVersionRestore'),
    datasetVersionId: z.number(),
    groupKey: z.string(),
    actor: z.discriminatedUnion('type', updatedByActors).optional(),
  }),
]);

/** Field by field what Studio documents of a sample; those without `optional` are promised by the API. */
export const sampleShape = {
  id: z.int(),
  filename: z.string(),
  signatureValidate: z.boolean(),
  signatureMethod: z.string().optional(),
  signatureKey: z.string().optional(),
  created: isoDate,
  lastModified: isoDate,
  category: z.enum(categories),
  coldstorageFilename: z.string(),
  label: z.string(),
  intervalMs: z.number(),
  frequency: z.number(),
  originalIntervalMs: z.number(),
  originalFrequency: z.number(),
  deviceName: z.string().optional(),
  deviceType: z.string(),
  sensors: z.array(sensorSchema),
  valuesCount: z.number(),
  totalLengthMs: z.number().optional(),
  added: isoDate,
  boundingBoxes: z.array(boundingBoxSchema),
  boundingBoxesType: z.enum(['object_detection', 'constrained_object_detection']),
  chartType: z.enum(chartTypes),
  thumbnailVideo: z.string().optional(),
  thumbnailVideoFull: z.string().optional(),
  isDisabled: z.boolean(),
  isProcessing: z.boolean(),
  processingJobId: z.number().optional(),
  processingError: z.boolean(),
  processingErrorString: z.string().optional(),
  isCropped: z.boolean(),
  metadata: z.record(z.string(), z.string()).optional(),
  projectId: z.number(),
  projectOwnerName: z.string().optional(),
  projectName: z.string().optional(),
  projectLabelingMethod: z.enum(labelingMethods).optional(),
  sha256Hash: z.string(),
  structuredLabels: z.array(structuredLabelSchema).optional(),
  structuredLabelsList: z.array(z.string()).optional(),
  createdBySyntheticDataJobId: z.number().optional(),
  imageDimensions: imageDimensionsSchema.optional(),
  videoUrl: z.string().optional(),
  videoUrlFull: z.string().optional(),
  labelMap: keyValueLabelsSchema.optional(),
  lastUpdatedBy: lastUpdatedBySchema.optional(),
  datastreams: z.array(datastreamSchema),
};

/** A structured label as we read it. */
export const structuredLabelRecordSchema = z.looseObject({
  startIndex: z.number(),
  endIndex: z.number(),
  label: z.string(),
});

/** A sample as the API promises it. */
export const sampleSchema = z.looseObject(sampleShape);

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

/**
 * A sample as we read it. Older servers leave much out, so only what identifies it must be there; but a field that
 * the product reads must have its type, or a filter would silently miss it. The rest passes through unchecked.
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
