/** The schema of a page of classify results as we read it: result entries, their classifications, and the predictions. */
import { z } from 'zod';
import { boundingBoxWithScoreSchema, sampleRecordSchema, structuredLabelRecordSchema } from './sample';

/**
 * An addition of ours: a sample whose record is damaged on disk, and which is therefore missing in `result` and
 * `predictions`.
 */
export const damagedSampleSchema = z.object({
  index: z.int().describe('Its place in the list of results, from 0, as if it were there.'),
  sampleId: z.int().describe('The number of the sample.'),
  reason: z.string().describe('In words.'),
});

const nullishGrid = z.array(z.array(z.number())).nullish();

const classificationRecordSchema = z.looseObject({
  learnBlock: z.looseObject({
    id: z.number().nullish(),
    type: z.string(),
    name: z.string().nullish(),
    title: z.string().nullish(),
  }),
  result: z.array(z.record(z.string(), z.union([z.number(), z.null()]))).nullish(),
  anomalyResult: z
    .array(
      z.looseObject({
        boxes: z.array(boundingBoxWithScoreSchema).nullish(),
        scores: nullishGrid,
        meanScore: z.number().nullish(),
        maxScore: z.number().nullish(),
      }),
    )
    .nullish(),
  structuredResult: z
    .array(
      z.looseObject({
        boxes: z.array(z.array(z.number())).nullish(),
        labels: z.array(z.string()).nullish(),
        scores: z.array(z.number()).nullish(),
        mAP: z.number().nullish(),
        f1: z.number().nullish(),
        precision: z.number().nullish(),
        recall: z.number().nullish(),
        debugInfoJson: z.string().nullish(),
      }),
    )
    .nullish(),
  minimumConfidenceRating: z.number().nullish(),
  objectDetectionLastLayer: z.string().nullish(),
  expectedLabels: z.array(structuredLabelRecordSchema).nullish(),
  expectedAnomalyOutcome: z.array(structuredLabelRecordSchema).nullish(),
  thresholds: z
    .array(
      z.looseObject({
        key: z.string(),
        description: z.string().nullish(),
        helpText: z.string().nullish(),
        value: z.union([z.number(), z.string()]).nullish(),
        suggestedValue: z.number().nullish(),
        suggestedValueText: z.string().nullish(),
        dropdownOptions: z.array(z.looseObject({ description: z.string(), value: z.string() })).nullish(),
      }),
    )
    .nullish(),
  isMultiLabel: z.boolean().nullish(),
  intervalMs: z.number().nullish(),
  frequencyHz: z.number().nullish(),
  labelMapResult: z.array(z.record(z.string(), z.unknown())).nullish(),
  labelMapScores: z.array(z.record(z.string(), z.record(z.string(), z.number()))).nullish(),
  resultCount: z.number().nullish(),
});

/** A result entry as we read it: tolerant of older servers, strict about the types of what we use. */
export const resultRecordSchema = z.looseObject({
  sampleId: z.int().nonnegative(),
  sample: sampleRecordSchema,
  classifications: z.array(classificationRecordSchema),
});

/** A prediction as we read it. */
export const predictionRecordSchema = z.looseObject({
  sampleId: z.int().nonnegative(),
  startMs: z.number().nullish(),
  endMs: z.number().nullish(),
  label: z.string().nullish(),
  prediction: z.string().nullish(),
  predictionCorrect: z.boolean().nullish(),
  f1Score: z.number().nullish(),
  anomalyScores: nullishGrid,
  boundingBoxes: z.array(boundingBoxWithScoreSchema).nullish(),
  labelMapPredictions: z.record(z.string(), z.unknown()).nullish(),
});

/** A page as we read it, from any server that implements the API. */
export const resultPageRecordSchema = z.looseObject({
  success: z.literal(true),
  result: z.array(resultRecordSchema),
  predictions: z.array(predictionRecordSchema),
  totalCount: z.int().nonnegative(),
  damaged: z.array(damagedSampleSchema).optional(),
});

export type DamagedSample = z.infer<typeof damagedSampleSchema>;
export type ResultRecord = z.input<typeof resultRecordSchema>;
export type Classification = z.input<typeof classificationRecordSchema>;
export type BlockThreshold = NonNullable<Classification['thresholds']>[number];
export type StructuredResult = NonNullable<Classification['structuredResult']>[number];
export type AnomalyResult = NonNullable<Classification['anomalyResult']>[number];
export type PredictionRecord = z.input<typeof predictionRecordSchema>;

/** One sample and its results: a result entry and the predictions of its windows, in order. */
export interface SampleEntry {
  result: ResultRecord;
  predictions: readonly PredictionRecord[];
}
