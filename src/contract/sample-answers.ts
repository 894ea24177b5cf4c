/** The schemas of what we answer beside a sample's record: its neighbours, its signal, and how far rules and job agree. */
import { z } from 'zod';
import { predictionRecordSchema, resultRecordSchema } from './result-page';
import { samplePlaceSchema } from './sample-place';

/** One sample in full, and where it stands among the samples that match the query. */
export const sampleAnswerSchema = z.object({
  success: z.literal(true),
  run: z.string(),
  result: resultRecordSchema,
  predictions: z.array(predictionRecordSchema),
  ...samplePlaceSchema.shape,
  /** What can be shown of its own data. */
  media: z.enum(['signal', 'image', 'sound', 'video', 'none']),
});

/** A stretch of a sample's signal, thinned to what a chart can show. */
export const signalSchema = z.object({
  success: z.literal(true),
  sensors: z.array(z.object({ name: z.string(), units: z.string() })),
  intervalMs: z.number(),
  /** How many values per sensor the whole sample has. */
  valuesCount: z.int(),
  /** Whether the series hold the extremes of buckets rather than every value. */
  isThinned: z.boolean(),
  /** Milliseconds from the sample's start, rising. */
  times: z.array(z.number()),
  /** One list per sensor, as long as `times`; `null` where a value is missing. */
  series: z.array(z.array(z.number().nullable())),
});

/** How far our rules say what the job said, on samples spread over the run. */
export const agreementSchema = z.object({
  success: z.literal(true),
  run: z.string(),
  /** How many samples were looked at. */
  samples: z.int(),
  /** How many of their windows the job judged. */
  compared: z.int(),
  /** On how many of those our rules agree. */
  agreeing: z.int(),
});

/** The most samples that an agreement is measured on. */
export const agreementSamples = 2000;

/** How many rows of raw values one answer holds. */
export const payloadRows = { default: 100_000, most: 1_000_000 } as const;

/** How many points per sensor a signal has, and how many values in all: with many sensors each has fewer points. */
export const signalPoints = { default: 1000, least: 2, most: 8000, values: 256_000 } as const;

export type SampleAnswer = z.infer<typeof sampleAnswerSchema>;
export type AgreementAnswer = z.infer<typeof agreementSchema>;
export type Signal = z.infer<typeof signalSchema>;
