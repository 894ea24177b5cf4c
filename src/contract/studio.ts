/** The schemas of the sibling answers, in the shapes of Studio's own API as far as we have the facts for them. */
import { z } from 'zod';
import { variants } from './query';
import { resultPageSchema } from './result-page';
import { sampleSchema, sensorSchema } from './sample';

const success = z.literal(true);

/** What Studio lists of each project. */
export const studioProjectSchema = z.looseObject({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  created: z.string(),
  owner: z.string(),
  collaborators: z.array(z.looseObject({})),
  labelingMethod: z.string(),
  metadata: z.looseObject({}),
  isEnterpriseProject: z.boolean(),
  whitelabelId: z.null(),
  ownerIsDeveloperProfile: z.boolean(),
});

export const studioProjectsSchema = z.object({ success, projects: z.array(studioProjectSchema) });

export const studioProjectInfoSchema = z.looseObject({
  success,
  project: studioProjectSchema,
  impulse: z.looseObject({ created: z.boolean(), configured: z.boolean(), complete: z.boolean() }),
  defaultImpulseId: z.int().optional(),
});

export const studioImpulsesSchema = z.object({
  success,
  impulses: z.array(
    z.looseObject({
      id: z.int(),
      name: z.string(),
      inputBlocks: z.array(z.looseObject({})),
      dspBlocks: z.array(z.looseObject({})),
      learnBlocks: z.array(
        z.looseObject({ id: z.number(), type: z.string(), name: z.string(), title: z.string() }),
      ),
      postProcessingBlocks: z.array(z.looseObject({})),
    }),
  ),
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

/** Figures per learn block; rows of the matrix are expected labels, columns predictions, counted in windows. */
export const studioAccuracySchema = z.looseObject({
  totalSummary: z.object({ good: z.int(), bad: z.int() }),
  summaryPerClass: z.record(z.string(), z.object({ good: z.int(), bad: z.int() })),
  confusionMatrixValues: z.record(z.string(), z.record(z.string(), z.number())),
  allLabels: z.array(z.string()),
  /** 0 to 100. */
  accuracyScore: z.number().optional(),
});

export const studioMetricsSchema = z.object({
  success,
  metrics: z.array(z.looseObject({ variant: z.enum(variants), accuracy: studioAccuracySchema.optional() })),
});

export const studioResultSchema = resultPageSchema.omit({ totalCount: true }).extend({
  accuracy: studioAccuracySchema,
  additionalMetricsByLearnBlock: z.array(z.looseObject({})),
  availableVariants: z.array(z.enum(variants)),
});

export const studioRawDataSchema = z.object({
  success,
  sample: sampleSchema,
  payload: z.looseObject({
    device_type: z.string(),
    sensors: z.array(sensorSchema.omit({ index: true })),
    values: z.array(z.array(z.number().nullable())),
  }),
  totalPayloadLength: z.int(),
});

export const studioMetadataFilterOptionsSchema = z.object({
  success,
  options: z.array(z.object({ key: z.string(), values: z.array(z.string()) })),
});
