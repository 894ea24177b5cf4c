/** Faults in imported files and their places: as data that threads can exchange, and as messages for users. */
import { SecondLookError } from '../../contract/errors';
import { isolatedText } from '../../contract/isolated-text';

/** The path from the document to a value: names of members and indexes of list items, from 0. */
export type JsonPath = readonly (string | number)[];

/** The place of something in the imported files. */
export interface Place {
  file: string;
  /** Which of the two answers, in a file that contains both under these names. */
  within?: 'page' | 'result';
  what: 'result entry' | 'prediction' | 'line';
  /** The record's number in its file, from 1: a result entry, a prediction, or a line. */
  record: number;
  /** An offset in the unpacked file: the start of the record, or the exact position of a problem in it. */
  byte: number;
}

/** A place, and the path to the value in question, starting at the record of that place. */
export interface PlacedPath {
  place: Place;
  path: JsonPath;
}

export interface Fault {
  path: JsonPath;
  byte: number;
  /** What is wrong and what is allowed, without a full stop. */
  reason: string;
  /** The reason is a predicate of the field ("is missing"), and follows its name. */
  isOfField?: boolean;
  kind?: 'too-large' | undefined;
}

export interface LineFault extends Fault {
  /** The index of the line among those that were read together. */
  line: number;
}

/** Refuses the data that is being read. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.reason);
  }
}

/** The refusal of the value at a byte. The path is copied, since the caller may change it later. */
export const refused = (path: JsonPath, byte: number, reason: string, kind?: 'too-large') =>
  new Refused({ path: [...path], byte, reason, kind });

const longest = 60;
const plainName = /^[A-Za-z_$][\w$]*$/;

function shortened(text: string): string {
  if (text.length <= longest) return text;
  return `${Array.from(text).slice(0, longest).join('')}…`;
}

/** The path to a value in code notation: `classifications[0].result[3].idle`. */
export function pathWords(path: JsonPath): string {
  let words = '';
  for (const step of path) {
    if (typeof step === 'number') words += `[${step}]`;
    else if (plainName.test(step) && step.length <= longest) words += words === '' ? step : `.${step}`;
    else words += `[${isolatedText(JSON.stringify(shortened(step)))}]`;
  }
  return words;
}

/** A short description of a value: `the text "high"`, `a list`. */
export function valueWords(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the text ${isolatedText(JSON.stringify(shortened(value)))}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large to be read exactly';
  return String(value);
}

/** A place in words. */
export function placeWords({ file, within, what, record, byte }: Place): string {
  return `${isolatedText(file)}${within === undefined ? '' : `, ${within}`}, ${what} ${record.toLocaleString('en')} (byte ${byte.toLocaleString('en')})`;
}

/** The refusal of the value at a place. */
export function faultError(place: Place, { path, reason, isOfField, kind }: Fault): SecondLookError {
  const field = pathWords(path);
  const subject = isOfField === true ? `${field || 'this record'} ` : field === '' ? '' : `${field}: `;
  return new SecondLookError(kind ?? 'bad-parameter', `${placeWords(place)}: ${subject}${reason}.`);
}
