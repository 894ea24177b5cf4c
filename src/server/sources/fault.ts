/** What is wrong in what was read, and where: as data, which threads can pass on, and in words once its place is known. */
import { SecondLookError } from '../../contract/errors';
import { isolatedText } from '../../contract/isolated-text';

/** The way from the document to a value: names of members and numbers of list items, from 0. */
export type JsonPath = readonly (string | number)[];

/** Where in what was read something stands. */
export interface Place {
  file: string;
  /** Which of the two answers, in a file that holds both under these names. */
  within?: 'page' | 'result';
  what: 'result entry' | 'prediction' | 'line';
  /** The record's number in its file, from 1: a result entry, a prediction, or a line. */
  record: number;
  /** An offset in the unpacked file: where the record begins, or where in it something is wrong. */
  byte: number;
}

/** A place, and the way from the record that it counts to what is meant. */
export interface PlacedPath {
  place: Place;
  path: JsonPath;
}

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

const longest = 60;
const plainName = /^[A-Za-z_$][\w$]*$/;

function shortened(text: string): string {
  if (text.length <= longest) return text;
  return `${Array.from(text).slice(0, longest).join('')}…`;
}

/** The way to a value as one would write it in code: `classifications[0].result[3].idle`. */
export function pathWords(path: JsonPath): string {
  let words = '';
  for (const step of path) {
    if (typeof step === 'number') words += `[${step}]`;
    else if (plainName.test(step) && step.length <= longest) words += words === '' ? step : `.${step}`;
    else words += `[${isolatedText(JSON.stringify(shortened(step)))}]`;
  }
  return words;
}

/** A value in few words: `the text "high"`, `a list`. */
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

/** The refusal of what stands in a place. */
export function faultError(place: Place, { path, reason, isOfField, kind }: Fault): SecondLookError {
  const field = pathWords(path);
  const subject = isOfField === true ? `${field || 'this record'} ` : field === '' ? '' : `${field}: `;
  return new SecondLookError(kind ?? 'bad-parameter', `${placeWords(place)}: ${subject}${reason}.`);
}
