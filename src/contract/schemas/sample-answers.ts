/** The schemas of what we return in addition to a sample's record: neighbours, signal, agreement of rules and job. */
import { z } from 'zod';
import { success } from '../errors';
import { predictionRecordSchema, resultRecordSchema } from './result-page';
import { samplePlaceSchema } from './sample-place';

/** One sample in full, and its position among the samples that match the query. */
export const sampleAnswerSchema = z.object({
  success,
  run: z.string().describe('The id of the run.'),
  result: resultRecordSchema,
  predictions: z.array(predictionRecordSchema),
  ...samplePlaceSchema.shape,
  media: z
    .enum(['signal', 'image', 'sound', 'video', 'none'])
    .describe("What can be shown of the sample's own data."),
});

/** A range of a sample's signal, thinned to what a chart can show. */
export const signalSchema = z.object({
  success,
  sensors: z
    .array(
      z.object({
        name: z.string().describe('The name of the axis.'),
        units: z.string().describe('The unit of its values.'),
      }),
    )
    .describe('What was measured, one entry per axis.'),
  intervalMs: z.number().describe('Milliseconds from one reading to the next.'),
  valuesCount: z.int().describe('How many readings there are per sensor.'),
  isThinned: z
    .boolean()
    .describe('Whether the points are the extremes of stretches rather than every reading.'),
  times: z.array(z.number()).describe('Milliseconds from the start of the sample, rising.'),
  series: z
    .array(z.array(z.number().nullable()))
    .describe('One list per sensor, as long as the times; null where a value is missing.'),
});

/** How far our rules agree with the job, on samples spread over the run. */
export const agreementSchema = z.object({
  success,
  run: z.string().describe('The id of the run.'),
  samples: z.int().describe('How many samples were looked at, spread evenly over the run.'),
  compared: z.int().describe('How many of their windows the job judged.'),
  agreeing: z.int().describe('On how many of those our rules say the same.'),
});

/** The maximum number of samples for measuring the agreement. */
export const agreementSamples = 2000;

/** The number of rows of raw values in one answer. */
export const payloadRows = { default: 100_000, most: 1_000_000 } as const;

/** The number of points per sensor in a signal, and of values in total: with many sensors, each has fewer points. */
export const signalPoints = { default: 1000, least: 2, most: 8000, values: 256_000 } as const;

export type SampleAnswer = z.infer<typeof sampleAnswerSchema>;
export type AgreementAnswer = z.infer<typeof agreementSchema>;
export type Signal = z.infer<typeof signalSchema>;
