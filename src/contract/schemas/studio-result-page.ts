/** The schema of a page of classify results as Studio's API specifies it, with the meaning of every field. */
import { z } from 'zod';
import { damagedSampleSchema } from './result-page';
import { boundingBoxWithScoreSchema, isoDate } from './sample';
import { labelMapSchema, sampleSchema, structuredLabelSchema } from './studio-sample';

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
  id: z.int().describe('Its number.'),
  type: z.enum(learnBlockTypes).describe('Its kind.'),
  name: z.string().describe('Its name.'),
  dsp: z.array(z.number()).describe('The processing blocks that it reads from.'),
  title: z.string().describe('The name that people see.'),
  createdBy: z.string().optional().describe('Who or what made the block.'),
  createdAt: isoDate.optional().describe('When the block was made.'),
});

/** A threshold of a learn block. The server defines its key, which may be any text; its value may be a word. */
export const blockThresholdSchema = z.looseObject({
  key: z.string().describe('The name of the threshold for programs; any.'),
  description: z.string().describe('In words.'),
  helpText: z.string().describe('What the threshold does.'),
  value: z.union([z.number(), z.string()]).describe('A number or a word.'),
  suggestedValue: z.number().optional().describe('The value that training suggests.'),
  suggestedValueText: z.string().optional().describe('That value in words.'),
  dropdownOptions: z
    .array(
      z.looseObject({
        description: z.string().describe('In words.'),
        value: z.string().describe('Its value.'),
      }),
    )
    .optional()
    .describe('The words that can be chosen from.'),
});

const grid = z.array(z.array(z.number()));

/** Boxes found in one window, with the figures of the job's own matching; boxes are [x, y, width, height]. */
export const structuredResultSchema = z.looseObject({
  boxes: z
    .array(z.array(z.number()))
    .describe('The boxes, one list or object each, in ratios of the picture.'),
  labels: z.array(z.string()).optional().describe('The label of each box.'),
  scores: z
    .array(z.number())
    .describe('The scores: one per box, or a grid of raw anomaly scores, row by row.'),
  mAP: z.number().describe('The mean average precision.'),
  f1: z.number().describe('The F1 score.'),
  precision: z.number().describe('The share of the found boxes that are right.'),
  recall: z.number().describe('The share of the true boxes that were found.'),
  debugInfoJson: z.string().optional().describe('How boxes were matched, as JSON in a text.'),
});

/** Visual anomaly scores of one window: a grid of raw scores, row by row. */
export const anomalyResultSchema = z.looseObject({
  boxes: z
    .array(boundingBoxWithScoreSchema)
    .optional()
    .describe('The boxes, one list or object each, in ratios of the picture.'),
  scores: grid.optional().describe('The scores: one per box, or a grid of raw anomaly scores, row by row.'),
  meanScore: z.number().optional().describe('The mean of the grid.'),
  maxScore: z.number().optional().describe('The highest cell of the grid.'),
});

const detailSchema = z.looseObject({
  boxes: grid.optional().describe('The boxes, one list or object each, in ratios of the picture.'),
  labels: z.array(z.number()).optional().describe('The number of the label of each box.'),
  scores: z
    .array(z.number())
    .optional()
    .describe('The scores: one per box, or a grid of raw anomaly scores, row by row.'),
  mAP: z.number().optional().describe('The mean average precision.'),
  f1: z.number().optional().describe('The F1 score.'),
});

/** The result of one learn block on one sample; lists have one entry per window. */
export const classificationSchema = z.looseObject({
  learnBlock: learnBlockSchema.describe('The learn block that speaks.'),
  result: z
    .array(z.record(z.string(), z.number()))
    .describe('One object per window: the score of each class, and of "anomaly" or "value".'),
  anomalyResult: z.array(anomalyResultSchema).optional().describe('Visual anomaly: one entry per window.'),
  structuredResult: z
    .array(structuredResultSchema)
    .optional()
    .describe('Object detection: one entry per window.'),
  minimumConfidenceRating: z
    .number()
    .describe('The threshold of older servers; for regression the largest absolute error.'),
  details: z.array(detailSchema).optional().describe('Object detection in an older form.'),
  objectDetectionLastLayer: z
    .enum(objectDetectionLastLayers)
    .optional()
    .describe('Which kind of detector it is.'),
  expectedLabels: z.array(structuredLabelSchema).describe('The expected label of each window.'),
  expectedAnomalyOutcome: z
    .array(structuredLabelSchema)
    .optional()
    .describe('Whether each window is expected to be an anomaly.'),
  thresholds: z.array(blockThresholdSchema).describe('The thresholds that the job judged by.'),
  isMultiLabel: z.boolean().optional().describe('Whether windows have several labels.'),
  intervalMs: z.number().describe('Milliseconds from one reading to the next.'),
  frequencyHz: z.number().describe('Readings a second.'),
  labelMapResult: z.array(labelMapSchema).optional().describe('Per window, the value of each key.'),
  labelMapScores: z
    .array(z.record(z.string(), z.record(z.string(), z.number())))
    .optional()
    .describe('Per window, the scores of the values of each key.'),
  resultCount: z.number().describe('How many windows there are.'),
});

/** One result entry: a sample and the result of every learn block on it. */
export const resultEntrySchema = z.looseObject({
  sampleId: z.int().describe('The number of the sample.'),
  sample: sampleSchema.describe('The sample with its label and metadata.'),
  classifications: z.array(classificationSchema).describe('What each learn block said of the sample.'),
});

/** The prediction for one window; a sample has as many as it has windows. */
export const predictionSchema = z.looseObject({
  sampleId: z.int().describe('The number of the sample.'),
  startMs: z.number().describe('Where the window begins, in milliseconds.'),
  endMs: z.number().describe('Where the window ends, in milliseconds.'),
  label: z.string().optional().describe('The expected label of the window, where the job knows one.'),
  prediction: z.string().describe('What the model said, or "uncertain".'),
  predictionCorrect: z
    .boolean()
    .optional()
    .describe('Whether that is right; absent where the job did not judge.'),
  f1Score: z.number().optional().describe('Object detection: the F1 score of the window.'),
  anomalyScores: grid.optional().describe('Visual anomaly: the grid of scores.'),
  boundingBoxes: z
    .array(boundingBoxWithScoreSchema)
    .optional()
    .describe('The boxes that were found, in ratios of the picture, 0 to 1.'),
  labelMapPredictions: labelMapSchema.optional().describe('What was said of each key.'),
});

/** The whole answer of `classify/all/result/page`, as the API specifies it. */
export const resultPageSchema = z.looseObject({
  success: z.boolean().describe('Whether it went well; false comes with an error.'),
  error: z.string().optional().describe('What went wrong, where something did.'),
  result: z.array(resultEntrySchema).describe('One entry per sample, in the order of the sort.'),
  predictions: z
    .array(predictionSchema)
    .describe('What the job said of each window; a sample has as many as it has windows.'),
  totalCount: z.int().describe('How many samples match the filters; not only those in this answer.'),
  damaged: z
    .array(damagedSampleSchema)
    .optional()
    .describe('Samples of this answer whose records are damaged on disk, so that its lists leave them out.'),
});
