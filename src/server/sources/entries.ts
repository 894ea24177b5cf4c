/** The files of an import, and the places in them that messages name. */
import { isolatedText } from '../../contract/isolated-text';
import type { JsonPath } from './json-scanner';

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

/** A file to read: its name for messages, and its bytes as they are (gzipped or not). */
export interface SourceFile {
  name: string;
  size: number;
  /** The bytes, from the first to the last, asked for once; a piece that was given stays as it is, and is its reader's own. */
  bytes: () => AsyncIterable<Uint8Array>;
  /** Reads a stretch of the bytes again, where that can be done; absent: they come once. */
  again?: (offset: number, length: number) => Promise<Uint8Array>;
}

const number = (value: number) => value.toLocaleString('en');

/** A place in words. */
export function placeWords({ file, within, what, record, byte }: Place): string {
  return `${isolatedText(file)}${within === undefined ? '' : `, ${within}`}, ${what} ${number(record)} (byte ${number(byte)})`;
}
