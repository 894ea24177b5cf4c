/** The sample id of a record, or the refusal that names where it stands. */
import { SecondLookError } from '../../contract/errors';
import { placeWords, type Place } from './entries';
import { sampleIdOf } from './sample-id';
import type { PartTable } from './spool/part-table';
import { placeOf, type Position } from './spool/spooled-records';

function badId(place: Place, what: string, item: number, text: string | undefined): SecondLookError {
  const prefix = place.what !== 'line' ? '' : what === 'prediction' ? `predictions[${item}].` : 'result.';
  const allowed = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER.toLocaleString('en')}, written in plain digits`;
  const found =
    text === undefined ? `is missing; it should be ${allowed}` : `should be ${allowed}, but is ${text}`;
  return new SecondLookError('bad-parameter', `${placeWords(place)}: ${prefix}sampleId ${found}.`);
}

/**
 * The sample id of a record's bytes. One that is none is told to `onProblem`, which throws, or returns to go on
 * without the record; `undefined` then. `item` is a prediction's index in its list where that is on a line.
 */
export function readSampleId(
  parts: PartTable,
  what: 'result entry' | 'prediction',
  position: Position,
  item: number,
  bytes: Uint8Array,
  onProblem: (error: SecondLookError) => void,
): number | undefined {
  const found = sampleIdOf(bytes);
  if ('id' in found) return found.id;
  onProblem(badId(placeOf(parts.of(position.part), what, position), what, item, found.text));
  return undefined;
}
