/** The schemas of the related answers, in the format of Studio's API; what only Studio can know is left out. */
import { z } from 'zod';
import { success } from '../errors';
import { variants } from '../query';
import { studioProjectSchema } from './studio-projects';
import { learnBlockTypes, resultPageSchema } from './studio-result-page';
import { sampleSchema, sensorSchema } from './studio-sample';
import { summaryLimits } from './summary';

/** The samples of one run; `labels` are the most frequent ones, `totalLabels` is their total number. */
const dataSummarySchema = z.object({
  labels: z.array(z.string()).describe('The most frequent labels.'),
  totalLabels: z.int().describe('How many different labels there are.'),
  dataCount: z.int().describe('How many samples there are.'),
});

export const studioProjectInfoSchema = z.looseObject({
  success,
  project: studioProjectSchema.describe('The project.'),
  impulse: z
    .looseObject({
      created: z.boolean().describe('Whether there is an impulse.'),
      configured: z.boolean().describe('Whether it is set up.'),
      complete: z.boolean().describe('Whether it is trained.'),
    })
    .describe('Whether the project has an impulse that works.'),
  defaultImpulseId: z.int().optional().describe('The impulse that is shown where none is named.'),
  dataSummary: dataSummarySchema.describe('The samples of the run.'),
  developmentKeys: z.object({}).describe('Always empty here.'),
  devices: z.array(z.never()).describe('Always empty here.'),
  collaborators: z.array(z.never()).describe('Always empty here.'),
  experiments: z.array(z.never()).describe('Always empty here.'),
  latencyDevices: z.array(z.never()).describe('Always empty here.'),
  notifications: z.array(z.string()).describe('Always empty here.'),
  urls: z.object({}).describe('Always empty here.'),
});

export const studioImpulsesSchema = z.object({
  success,
  impulses: z
    .array(
      z.looseObject({
        id: z.int().describe('Its number.'),
        name: z.string().describe('Its name.'),
        type: z.enum(['default', 'BYOM', 'VLM']).describe('Its kind.'),
        inputBlocks: z.array(z.never()).describe('Always empty here: a result does not tell them.'),
        dspBlocks: z.array(z.never()).describe('Always empty here: a result does not tell them.'),
        learnBlocks: z
          .array(
            z.looseObject({
              id: z.number().describe('Its number.'),
              type: z.enum(learnBlockTypes).describe('Its kind.'),
              name: z.string().describe('Its name.'),
              dsp: z.array(z.number()).describe('The processing blocks that it reads from.'),
              title: z.string().describe('The name that people see.'),
            }),
          )
          .describe('The learn blocks that spoke in the newest run.'),
        postProcessingBlocks: z.array(z.never()).describe('Always empty here: a result does not tell them.'),
      }),
    )
    .describe('The impulses that have a run.'),
  maxImpulseCount: z.int().describe('How many impulses there are.'),
});

export const studioModelVariantsSchema = z.object({
  success,
  modelVariants: z
    .array(
      z.object({
        variant: z.enum(variants).describe('int8, float32 or akida.'),
        isReferenceVariant: z.boolean().describe('Whether the others are measured against it.'),
        isEnabled: z.boolean().describe('Whether it can be asked for.'),
        isSelected: z.boolean().describe('Whether it is shown where none is named.'),
      }),
    )
    .describe('One entry per variant that has a run.'),
});

const goodAndBad = z.object({
  good: z.int().describe('Correct verdicts or images.'),
  bad: z.int().describe('Incorrect verdicts or images.'),
});

/**
 * The verdicts that are correct (`good`) and incorrect (`bad`), or the images where the model finds boxes; what
 * cannot be judged is in neither. Rows of the matrix are expected labels, columns are predictions. Scores are 0 to
 * 100. With more labels than a summary lists, the figures per label are empty.
 */
export const studioAccuracySchema = z.looseObject({
  totalSummary: goodAndBad.describe(
    'Verdicts (on windows or keys) that are correct and not; images where the model finds boxes.',
  ),
  summaryPerClass: z
    .record(z.string(), goodAndBad)
    .describe(
      `The same by expected label, of one learn block where several decide; only "F1 score" where the model finds boxes. Like the other figures per label empty where there are more than ${summaryLimits.matrixLabels} labels.`,
    ),
  confusionMatrixValues: z
    .record(z.string(), z.record(z.string(), z.number()))
    .describe('Judged verdicts by expected label, and in it by prediction.'),
  allLabels: z.array(z.string()).describe('All labels that were expected or said in these.'),
  accuracyScore: z
    .number()
    .optional()
    .describe('The share that is correct of what could be judged, 0 to 100.'),
  balancedAccuracyScore: z
    .number()
    .optional()
    .describe(
      'The mean over the labels of the share that is correct, 0 to 100; absent where the model finds boxes.',
    ),
});

/** `accuracy` is the share that is correct of what could be judged, 0 to 100. */
export const studioMetricsSchema = z.object({
  success,
  metrics: z
    .array(
      z.object({
        variant: z.enum(variants).describe('int8, float32 or akida.'),
        accuracy: z
          .number()
          .optional()
          .describe('The share that is correct of what could be judged, 0 to 100.'),
      }),
    )
    .describe('One entry per variant that has a run.'),
});

export const studioResultSchema = resultPageSchema.omit({ totalCount: true }).extend({
  accuracy: studioAccuracySchema.describe('The figures.'),
  additionalMetricsByLearnBlock: z.array(z.never()).describe('Always empty here.'),
  availableVariants: z.array(z.enum(variants)).describe('The variants that have a run.'),
});

/** `values` has one row per reading; it is empty if the run has no media folder with the samples' own data. */
export const studioRawDataSchema = z.object({
  success,
  sample: sampleSchema.describe('The sample with its label and metadata.'),
  payload: z
    .looseObject({
      device_name: z.string().optional().describe('The device that the values came from.'),
      device_type: z.string().describe('The kind of device.'),
      sensors: z.array(sensorSchema).describe('What was measured, one entry per axis.'),
      values: z
        .array(z.array(z.number()))
        .describe('One row per reading, with a number per sensor; null where one is missing.'),
      intervalMs: z.number().describe('Milliseconds from one reading to the next.'),
      frequencyHz: z.number().describe('Readings a second.'),
    })
    .describe('The values with what they are.'),
  totalPayloadLength: z.int().describe('How many readings there are in all.'),
  datastreamPayloads: z.array(z.never()).describe('Always empty here.'),
});

export const studioMetadataFilterOptionsSchema = z.object({
  success,
  totalCount: z.int().describe('How many keys the run has; not only those in this answer.'),
  count: z.int().describe('How many keys this answer has.'),
  optionsList: z
    .array(
      z.object({
        key: z.string().describe('The metadata key.'),
        options: z.array(z.string()).describe('The first values of the key.'),
      }),
    )
    .describe('Metadata keys with their values, in the order of text; more of them with offset.'),
});

/** The number of keys and of values of each that one answer lists; `offset` selects the next keys. */
export const metadataOptionLimits = { keys: 100, values: 1000 } as const;

export type StudioAccuracy = z.input<typeof studioAccuracySchema>;
