/** Checks that parsed JSON is a result entry or a prediction, as the contract declares them, and says where it is not. */
import { z } from 'zod';
import { importLimits } from '../../contract/imports';
import {
  predictionRecordSchema,
  resultRecordSchema,
  type PredictionRecord,
  type ResultRecord,
} from '../../contract/result-page';
import { Refused } from './fault';
import type { JsonPath } from './json-scanner';
import { valueWords } from './path-words';
import { faultIn, isObject, shapeOf, type RecordShape } from './record-shape';

/** Bytes are no JSON in UTF-8, or a name stands twice in one object, so that it is not clear which one counts. */
export class UnsoundJson extends Error {}

const resultShape = shapeOf(resultRecordSchema);
const predictionsShape = shapeOf(z.array(predictionRecordSchema));

const refuse = (path: JsonPath, reason: string) => new Refused({ path, byte: 0, reason, isOfField: true });

function check(shape: RecordShape, value: unknown, written: number): void {
  const members = shape.count(value);
  if (members === -1) {
    const fault = faultIn(shape, value);
    if (fault === undefined) throw new Error('A record was refused without a fault');
    const { path, expected, found } = fault;
    throw refuse(
      path,
      found === undefined
        ? `is missing; it should be ${expected}`
        : `should be ${expected}, but is ${valueWords(found)}`,
    );
  }
  if (members !== written) throw new UnsoundJson();
}

/** The shape has been checked before. */
const isResult = (value: unknown): value is ResultRecord => isObject(value) && isObject(value['sample']);

function checkMetadataKeys(value: unknown): void {
  const keys = isResult(value) ? Object.keys(value.sample.metadata ?? {}).length : 0;
  const most = importLimits.metadataKeysPerSample;
  if (keys <= most) return;
  const [found, allowed] = [keys, most].map((count) => count.toLocaleString('en'));
  throw refuse(
    ['sample', 'metadata'],
    `has ${found} keys; at most ${allowed} are allowed. Leave out those that you do not filter by`,
  );
}

/**
 * Throws `Refused` with the field, unless the value is a result entry, and `UnsoundJson` where its objects have fewer
 * members than were written.
 */
export function assertResult(value: unknown, written: number): asserts value is ResultRecord {
  check(resultShape, value, written);
  checkMetadataKeys(value);
}

/** The same for a list of predictions: `written` counts the members of all of them. */
export function assertPredictions(value: unknown, written: number): asserts value is PredictionRecord[] {
  check(predictionsShape, value, written);
}
