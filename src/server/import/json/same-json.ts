/** Compares two records. */
import { isDeepStrictEqual } from 'node:util';

const parse = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());

/** Whether two pieces of JSON have equal values, regardless of white space and the order of names. */
export function isSameJson(one: Uint8Array, other: Uint8Array): boolean {
  if (Buffer.compare(one, other) === 0) return true;
  try {
    return isDeepStrictEqual(parse(one), parse(other));
  } catch {
    // Not JSON: that is refused, with its place, when the record is read.
    return false;
  }
}
