/** What is wrong in what was read: as data, which threads can pass on, and in words once its place is known. */
import { SecondLookError } from '../../contract/errors';
import { placeWords, type Place } from './entries';
import type { JsonPath } from './json-scanner';
import { pathWords } from './path-words';

export interface Fault {
  path: JsonPath;
  byte: number;
  /** What is wrong and what is allowed, without a full stop. */
  reason: string;
  /** The reason speaks of the field ("is missing"), whose name goes before it as its subject. */
  isOfField?: boolean;
  kind?: 'too-large' | undefined;
}

export interface LineFault extends Fault {
  /** The index of the line among those that were read together. */
  line: number;
}

/** Refuses what is being read. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.reason);
  }
}

/** The refusal of what stands at a byte, where a path leads that may change later. */
export const refused = (path: JsonPath, byte: number, reason: string, kind?: 'too-large') =>
  new Refused({ path: [...path], byte, reason, kind });

/** The refusal of what stands in a place. */
export function faultError(place: Place, { path, reason, isOfField, kind }: Fault): SecondLookError {
  const field = pathWords(path);
  const subject = isOfField === true ? `${field || 'this record'} ` : field === '' ? '' : `${field}: `;
  return new SecondLookError(kind ?? 'bad-parameter', `${placeWords(place)}: ${subject}${reason}.`);
}
