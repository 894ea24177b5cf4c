/** The schema of a page of classify results: result entries, their classifications, and the predictions. */
import { z } from 'zod';
import {
  boundingBoxWithScoreSchema,
  isoDate,
  labelMapSchema,
  sampleRecordSchema,
  sampleSchema,
  structuredLabelRecordSchema,
  structuredLabelSchema,
} from './sample';

export const learnBlockTypes = [
  'anomaly',
  'anomaly-gmm',
  'keras',
  'keras-transfer-image',
  'keras-transfer-kws',
  'keras-object-detection',
  'keras-regression',
  'keras-akida',
  'keras-akida-transfer-image',
  'keras-akida-object-detection',
  'keras-visual-anomaly',
  'keras-freeform',
  'keras-anomaly',
  'vlm',
] as const;

export const objectDetectionLastLayers = [
  'mobilenet-ssd',
  'fomo',
  'yolov2-akida',
  'yolov5',
  'yolov5v5-drpai',
  'yolox',
  'yolov7',
  'yolo-pro',
  'tao-retinanet',
  'tao-ssd',
  'tao-yolov3',
  'tao-yolov4',
  'yolov11',
  'yolov11-abs',
  'paddleocr-detector',
  'qc-face-det-lite',
  'qc-yolox',
] as const;

export const learnBlockSchema = z.looseObject({
  id: z.int(),
  type: z.enum(learnBlockTypes),
  name: z.string(),
  dsp: z.array(z.number()),
  title: z.string(),
  createdBy: z.string().optional(),
  createdAt: isoDate.optional(),
});

/** A threshold of a learn block. Its key comes from the server and may be any; its value may be a word. */
export const blockThresholdSchema = z.looseObject({
  key: z.string(),
  description: z.string(),
  helpText: z.string(),
  value: z.union([z.number(), z.string()]),
  suggestedValue: z.number().optional(),
  suggestedValueText: z.string().optional(),
  dropdownOptions: z.array(z.looseObject({ description: z.string(), value: z.string() })).optional(),
});

const grid = z.array(z.array(z.number()));

/** Boxes found in one window, with the figures of the job's own matching; boxes are [x, y, width, height]. */
export const structuredResultSchema = z.looseObject({
  boxes: z.array(z.array(z.number())),
  labels: z.array(z.string()).optional(),
  scores: z.array(z.number()),
  mAP: z.number(),
  f1: z.number(),
  precision: z.number(),
  recall: z.number(),
  debugInfoJson: z.string().optional(),
});

/** Visual anomaly scores of one window: a grid of raw scores, row by row. */
export const anomalyResultSchema = z.looseObject({
  boxes: z.array(boundingBoxWithScoreSchema).optional(),
  scores: grid.optional(),
  meanScore: z.number().optional(),
  maxScore: z.number().optional(),
});

const detailSchema = z.looseObject({
  boxes: grid.optional(),
  labels: z.array(z.number()).optional(),
  scores: z.array(z.number()).optional(),
  mAP: z.number().optional(),
  f1: z.number().optional(),
});

/** What one learn block said of one sample; lists hold an entry a window. */
export const classificationSchema = z.looseObject({
  learnBlock: learnBlockSchema,
  result: z.array(z.record(z.string(), z.number())),
  anomalyResult: z.array(anomalyResultSchema).optional(),
  structuredResult: z.array(structuredResultSchema).optional(),
  minimumConfidenceRating: z.number(),
  details: z.array(detailSchema).optional(),
  objectDetectionLastLayer: z.enum(objectDetectionLastLayers).optional(),
  expectedLabels: z.array(structuredLabelSchema),
  expectedAnomalyOutcome: z.array(structuredLabelSchema).optional(),
  thresholds: z.array(blockThresholdSchema),
  isMultiLabel: z.boolean().optional(),
  intervalMs: z.number(),
  frequencyHz: z.number(),
  labelMapResult: z.array(labelMapSchema).optional(),
  labelMapScores: z.array(z.record(z.string(), z.record(z.string(), z.number()))).optional(),
  resultCount: z.number(),
});

/** One result entry: a sample and what every learn block said of it. */
export const resultEntrySchema = z.looseObject({
  sampleId: z.int(),
  sample: sampleSchema,
  classifications: z.array(classificationSchema),
});

/** One window's prediction; a sample has as many as it has windows. */
export const predictionSchema = z.looseObject({
  sampleId: z.int(),
  startMs: z.number(),
  endMs: z.number(),
  label: z.string().optional(),
  prediction: z.string(),
  predictionCorrect: z.boolean().optional(),
  f1Score: z.number().optional(),
  anomalyScores: grid.optional(),
  boundingBoxes: z.array(boundingBoxWithScoreSchema).optional(),
  labelMapPredictions: labelMapSchema.optional(),
});

/** Ours: a sample whose record is damaged on disk, so that it is missing in `result` and `predictions`. */
export const damagedSampleSchema = z.object({
  /** Its place in the page, from 0, as if it were there. */
  index: z.int(),
  sampleId: z.int(),
  reason: z.string(),
});

/** The whole answer of `classify/all/result/page`, as the API promises it. */
export const resultPageSchema = z.looseObject({
  success: z.boolean(),
  error: z.string().optional(),
  result: z.array(resultEntrySchema),
  predictions: z.array(predictionSchema),
  totalCount: z.int(),
  damaged: z.array(damagedSampleSchema).optional(),
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

/** A result entry as we read it: tolerant of older servers, strict in the types of what we use. */
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

/** A page as we read it, from any server that speaks the API. */
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

/** One sample with all that was said of it: a result entry and its windows' predictions, in their order. */
export interface SampleEntry {
  result: ResultRecord;
  predictions: readonly PredictionRecord[];
}
