/** Checks that parsed JSON is a result entry or a prediction, as the contract declares them, and says where it is not. */
import { z } from 'zod';
import { importLimits } from '../../contract/imports';
import {
  predictionRecordSchema,
  resultRecordSchema,
  type PredictionRecord,
  type ResultRecord,
} from '../../contract/result-page';
import { pathWords, valueWords } from './path-words';
import { isObject, shapeOf, type RecordShape } from './record-shape';

/** A value that is not what its place needs. */
export class RecordFault extends Error {}

/** A name stands twice in one object, so that it is not clear which one counts. */
export class RepeatedName extends Error {}

const resultShape = shapeOf(resultRecordSchema);
const predictionShape = shapeOf(predictionRecordSchema);
const predictionsShape = shapeOf(z.array(predictionRecordSchema));

function refuse(shape: RecordShape, value: unknown, prefix: string): never {
  const fault = shape.fault(value);
  if (fault === undefined) throw new Error('A record was refused without a fault');
  const field = pathWords(fault.path, prefix);
  const subject = field === '' ? 'this record' : field;
  throw new RecordFault(
    fault.found === undefined
      ? `${subject} is missing; it should be ${fault.expected}.`
      : `${subject} should be ${fault.expected}, but is ${valueWords(fault.found)}.`,
  );
}

function check(shape: RecordShape, value: unknown, written: number, prefix: string): void {
  const members = shape.count(value);
  if (members === -1) refuse(shape, value, prefix);
  if (members !== written) throw new RepeatedName();
}

/** The shape has been checked before. */
const isResult = (value: unknown): value is ResultRecord => isObject(value) && isObject(value['sample']);

function checkMetadataKeys(value: unknown, prefix: string): void {
  const keys = isResult(value) ? Object.keys(value.sample.metadata ?? {}).length : 0;
  const most = importLimits.metadataKeysPerSample;
  if (keys <= most) return;
  const [found, allowed] = [keys, most].map((count) => count.toLocaleString('en'));
  throw new RecordFault(
    `${pathWords(['sample', 'metadata'], prefix)} has ${found} keys; at most ${allowed} are allowed. Leave out those that you do not filter by.`,
  );
}

/**
 * Throws a `RecordFault` that names the field, unless the value is a result entry, and a `RepeatedName` where its
 * objects have fewer members than were written.
 */
export function assertResultRecord(
  value: unknown,
  written: number,
  prefix: string,
): asserts value is ResultRecord {
  check(resultShape, value, written, prefix);
  // The quick reading of records leaves those with far fewer names to this one.
  checkMetadataKeys(value, prefix);
}

/** The same for a prediction. */
export function assertPredictionRecord(
  value: unknown,
  written: number,
  prefix: string,
): asserts value is PredictionRecord {
  check(predictionShape, value, written, prefix);
}

/** The same for a list of predictions: `written` counts the members of all of them. */
export function assertPredictionRecords(
  value: unknown,
  written: number,
): asserts value is PredictionRecord[] {
  check(predictionsShape, value, written, 'predictions');
}
