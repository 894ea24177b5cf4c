/** The schema of a sample as Studio's API specifies it, with the meaning of every field. */
import { z } from 'zod';
import { boundingBoxSchema, imageDimensionsSchema, isoDate, labelingMethods } from './sample';

/** Values by name, the format of Studio's label maps. */
export const labelMapSchema = z.record(z.string(), z.string());

export const sensorSchema = z.looseObject({
  index: z.number().describe('Which axis, from 0.'),
  name: z.string().describe('The name of the axis.'),
  units: z.string().describe('The unit of its values.'),
});

/** Labels by key, as used in label-map projects. */
export const keyValueLabelsSchema = z.looseObject({
  type: z.literal('key-values').describe('Always "key-values".'),
  labels: labelMapSchema.describe('The label of each key.'),
});

/** A label for a range of values; indexes count values, and both ends are included. */
export const structuredLabelSchema = z.looseObject({
  startIndex: z.number().describe('The first reading of the stretch; readings, not milliseconds.'),
  endIndex: z.number().describe('The last reading of the stretch, which belongs to it.'),
  label: z.string().describe('The label.'),
  labelMap: keyValueLabelsSchema.optional().describe('Labels by key, for projects that label so.'),
});

export const categories = ['training', 'testing', 'validation', 'post-processing'] as const;
export const chartTypes = ['chart', 'image', 'video', 'table'] as const;
const datastreamSchema = z.looseObject({
  index: z.number().describe('Which stream, from 0.'),
  chartType: z.enum(chartTypes).describe('How the data are shown: as a chart, an image, a video or a table.'),
  intervalMs: z.number().describe('Milliseconds from one reading to the next.'),
  frequencyHz: z.number().describe('Readings a second.'),
  sensors: z.array(sensorSchema).describe('What was measured, one entry per axis.'),
  valuesCount: z.number().describe('How many readings there are per sensor.'),
  imageDimensions: imageDimensionsSchema.optional().describe('The size of the picture in pixels.'),
  totalLengthMs: z.number().describe('How long it is, in milliseconds.'),
});

const actorType = <Type extends string>(type: Type) => z.literal(type).describe('Its kind.');

const updatedByActors = [
  z.looseObject({ type: actorType('user'), id: z.number().describe('Its number.') }),
  z.looseObject({ type: actorType('projectApiKey'), id: z.number().describe('Its number.') }),
  z.looseObject({
    type: actorType('oauthClient'),
    oauthClientId: z.string().describe('The client that did it.'),
    userId: z.number().optional().describe('The user that it was done for.'),
  }),
] as const;

const lastUpdatedBySchema = z.discriminatedUnion('type', [
  ...updatedByActors,
  z.looseObject({
    type: z.literal('datasetVersionRestore').describe('Its kind.'),
    datasetVersionId: z.number().describe('The version that was restored.'),
    groupKey: z.string().describe('The part of it that was restored.'),
    actor: z.discriminatedUnion('type', updatedByActors).optional().describe('Who started that.'),
  }),
]);

/** The fields that Studio documents for a sample; those without `optional` are required by the API. */
export const sampleShape = {
  id: z.int().describe('Its number.'),
  filename: z.string().describe('The file name, as the project has it.'),
  signatureValidate: z.boolean().describe('Whether the signature of the sample was found valid.'),
  signatureMethod: z.string().optional().describe('How the sample was signed; "none" for an unsigned one.'),
  signatureKey: z
    .string()
    .optional()
    .describe('The key that the signature was checked with, where it is known.'),
  created: isoDate.describe('When it was made.'),
  lastModified: isoDate.describe('When it was changed last.'),
  category: z
    .enum(categories)
    .describe('The part of the dataset: training, testing, validation or post-processing.'),
  coldstorageFilename: z.string().describe('The name under which Studio keeps the file.'),
  label: z.string().describe('The label.'),
  intervalMs: z.number().describe('Milliseconds from one reading to the next.'),
  frequency: z.number().describe('Readings a second.'),
  originalIntervalMs: z.number().describe('The interval before any resampling.'),
  originalFrequency: z.number().describe('The frequency before any resampling.'),
  deviceName: z.string().optional().describe('The device that the sample came from.'),
  deviceType: z.string().describe('The kind of device.'),
  sensors: z.array(sensorSchema).describe('What was measured, one entry per axis.'),
  valuesCount: z.number().describe('How many readings there are per sensor.'),
  totalLengthMs: z.number().optional().describe('How long it is, in milliseconds.'),
  added: isoDate.describe('When it was added to the project.'),
  boundingBoxes: z
    .array(boundingBoxSchema)
    .describe('The boxes of the ground truth, in pixels of the picture.'),
  boundingBoxesType: z
    .enum(['object_detection', 'constrained_object_detection'])
    .describe('What the boxes stand for: constrained ones stand for their centre.'),
  chartType: z.enum(chartTypes).describe('How the data are shown: as a chart, an image, a video or a table.'),
  thumbnailVideo: z.string().optional().describe("Studio's address of a preview."),
  thumbnailVideoFull: z.string().optional().describe("Studio's address of a larger preview."),
  isDisabled: z.boolean().describe('Whether the sample is excluded from use.'),
  isProcessing: z.boolean().describe('Whether Studio was still working on it.'),
  processingJobId: z.number().optional().describe('The job that worked on it.'),
  processingError: z.boolean().describe('Whether that failed.'),
  processingErrorString: z.string().optional().describe('Why that failed.'),
  isCropped: z.boolean().describe('Whether the sample was cut.'),
  metadata: z.record(z.string(), z.string()).optional().describe('Free pairs of key and value.'),
  projectId: z.number().describe('The number of the project.'),
  projectOwnerName: z.string().optional().describe('Who owns the project.'),
  projectName: z.string().optional().describe('The name of the project.'),
  projectLabelingMethod: z.enum(labelingMethods).optional().describe('How the samples are labelled.'),
  sha256Hash: z.string().describe('The SHA-256 of the file.'),
  structuredLabels: z
    .array(structuredLabelSchema)
    .optional()
    .describe('Labels over stretches of the sample.'),
  structuredLabelsList: z.array(z.string()).optional().describe('The labels of the stretches, each once.'),
  createdBySyntheticDataJobId: z.number().optional().describe('The job that generated the sample.'),
  imageDimensions: imageDimensionsSchema.optional().describe('The size of the picture in pixels.'),
  videoUrl: z.string().optional().describe("Studio's address of the video."),
  videoUrlFull: z.string().optional().describe("Studio's address of the video in full size."),
  labelMap: keyValueLabelsSchema.optional().describe('Labels by key, for projects that label so.'),
  lastUpdatedBy: lastUpdatedBySchema.optional().describe('Who or what changed the sample last.'),
  datastreams: z.array(datastreamSchema).describe('The data streams of the sample, where it has several.'),
};

/** A sample as the API specifies it. */
export const sampleSchema = z.looseObject(sampleShape);
