/** Parses the bytes of stored entries as JSON. */
import {
  predictionRecordSchema,
  resultRecordSchema,
  type PredictionRecord,
} from '../contract/schemas/result-page';

/** The value of JSON text in bytes. */
export const readJson = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** The predictions of a stored entry. */
export const readPredictions = (bytes: Uint8Array): PredictionRecord[] =>
  predictionRecordSchema.array().parse(JSON.parse(`[${Buffer.from(bytes).toString('utf8')}]`));

/** The result entry of a stored entry. */
export const readResult = (bytes: Uint8Array) => resultRecordSchema.parse(readJson(bytes));
