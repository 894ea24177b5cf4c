/** The schemas of the sibling answers, in the shapes of Studio's own API; what only Studio can know is left out. */
import { z } from 'zod';
import { variants } from './query';
import { learnBlockTypes, resultPageSchema } from './result-page';
import { isoDate, labelingMethods, sampleSchema, sensorSchema } from './sample';

const success = z.literal(true);

/** What Studio lists of each project. */
export const studioProjectSchema = z.looseObject({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  /** When the project's first run was imported. */
  created: isoDate,
  lastModified: isoDate.optional(),
  owner: z.string(),
  ownerIsDeveloperProfile: z.boolean(),
  collaborators: z.array(z.never()),
  labelingMethod: z.enum(labelingMethods),
  metadata: z.looseObject({}),
  isEnterpriseProject: z.boolean(),
  whitelabelId: z.null(),
  tier: z.enum(['free', 'community-plus', 'professional', 'enterprise']),
  hasPublicVersion: z.boolean(),
  isPublic: z.boolean(),
  allowsLivePublicAccess: z.boolean(),
  indPauseProcessingSamples: z.boolean(),
  publicProjectListed: z.boolean(),
});

export const studioProjectsSchema = z.object({ success, projects: z.array(studioProjectSchema) });

/** The samples of one run; `labels` are the most frequent ones, `totalLabels` says how many there are. */
const dataSummarySchema = z.object({
  labels: z.array(z.string()),
  totalLabels: z.int(),
  dataCount: z.int(),
});

export const studioProjectInfoSchema = z.looseObject({
  success,
  project: studioProjectSchema,
  impulse: z.looseObject({ created: z.boolean(), configured: z.boolean(), complete: z.boolean() }),
  defaultImpulseId: z.int().optional(),
  dataSummary: dataSummarySchema,
  /** Studio's keys stay with Studio. */
  developmentKeys: z.object({}),
  devices: z.array(z.never()),
  collaborators: z.array(z.never()),
  experiments: z.array(z.never()),
  latencyDevices: z.array(z.never()),
  notifications: z.array(z.string()),
  urls: z.object({}),
});

export const studioImpulsesSchema = z.object({
  success,
  impulses: z.array(
    z.looseObject({
      id: z.int(),
      name: z.string(),
      type: z.enum(['default', 'BYOM', 'VLM']),
      inputBlocks: z.array(z.never()),
      dspBlocks: z.array(z.never()),
      learnBlocks: z.array(
        z.looseObject({
          id: z.number(),
          type: z.enum(learnBlockTypes),
          name: z.string(),
          dsp: z.array(z.number()),
          title: z.string(),
        }),
      ),
      postProcessingBlocks: z.array(z.never()),
    }),
  ),
  maxImpulseCount: z.int(),
});

export const studioModelVariantsSchema = z.object({
  success,
  modelVariants: z.array(
    z.object({
      variant: z.enum(variants),
      isReferenceVariant: z.boolean(),
      isEnabled: z.boolean(),
      isSelected: z.boolean(),
    }),
  ),
});

const goodAndBad = z.object({ good: z.int(), bad: z.int() });

/**
 * How many windows the job judged correct (`good`) and not (`bad`); windows that nobody judged are in neither. Rows of
 * the matrix are expected labels, columns predictions, in windows. Scores are 0 to 100. With more than
 * `accuracyLabels` labels, the figures per label are empty.
 */
export const studioAccuracySchema = z.looseObject({
  totalSummary: goodAndBad,
  summaryPerClass: z.record(z.string(), goodAndBad),
  confusionMatrixValues: z.record(z.string(), z.record(z.string(), z.number())),
  allLabels: z.array(z.string()),
  accuracyScore: z.number().optional(),
  balancedAccuracyScore: z.number().optional(),
});

/** A result with more labels, such as one of regression, has no figures per label. */
export const accuracyLabels = 1000;

/** `accuracy` is the share of judged windows that are correct, 0 to 100. */
export const studioMetricsSchema = z.object({
  success,
  metrics: z.array(z.object({ variant: z.enum(variants), accuracy: z.number().optional() })),
});

export const studioResultSchema = resultPageSchema.omit({ totalCount: true }).extend({
  accuracy: studioAccuracySchema,
  additionalMetricsByLearnBlock: z.array(z.never()),
  availableVariants: z.array(z.enum(variants)),
});

/** `values` has one row per reading; it is empty where the run came without the samples' own data. */
export const studioRawDataSchema = z.object({
  success,
  sample: sampleSchema,
  payload: z.looseObject({
    device_name: z.string().optional(),
    device_type: z.string(),
    sensors: z.array(sensorSchema),
    values: z.array(z.array(z.number())),
    intervalMs: z.number(),
    frequencyHz: z.number(),
  }),
  totalPayloadLength: z.int(),
  datastreamPayloads: z.array(z.never()),
});

export const studioMetadataFilterOptionsSchema = z.object({
  success,
  /** Keys in the run. */
  totalCount: z.int(),
  /** Keys in this answer. */
  count: z.int(),
  /** The first keys and values in the order of text, at most as many as `metadataOptionLimits` says. */
  optionsList: z.array(z.object({ key: z.string(), options: z.array(z.string()) })),
});

/** How many keys and values of each one answer lists; the next keys come with `offset`. */
export const metadataOptionLimits = { keys: 100, values: 1000 } as const;

export type StudioAccuracy = z.input<typeof studioAccuracySchema>;
