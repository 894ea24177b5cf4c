/** What a source gives: a stream of samples' raw entries, each with its place, so that every message can name it. */

import { isolatedText } from '../../contract/isolated-text';

/** Where in what was read something stands. */
export interface Place {
  file: string;
  /** Which of the two answers, in a file that holds both under these names. */
  within?: 'page' | 'result';
  what: 'result entry' | 'prediction' | 'line';
  /** The record's number in its file, from 1: a result entry, a prediction, or a line. */
  record: number;
  /** The offset of its first byte in the unpacked file. */
  byte: number;
}

/** A record as it stands in a file. */
export interface RawRecord {
  bytes: Uint8Array;
  /** How many members its objects have together, as they are written; fewer when parsed means that a name came twice. */
  members: number;
  place: Place;
  /** The way from the record that `place` counts to this one, for a line, which holds several. */
  prefix: string;
}

/** Records that follow one another. */
export interface RawRecords {
  count: number;
  /** Their bytes, parted by commas. */
  bytes: Uint8Array;
  /** The members of all of them. */
  members: number;
  /** Each with its place, for those who have to name one. */
  records: () => RawRecord[];
}

/** One sample as it stands in the files: the exact bytes of its result entry and of its predictions. */
export interface RawEntry {
  sampleId: number;
  result: RawRecord;
  /** In the order of the files. */
  predictions: RawRecords;
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

/** A place in words, with the byte where something is wrong; unset: where the record begins. */
export function placeWords({ file, within, what, record, byte }: Place, at = byte): string {
  return `${isolatedText(file)}${within === undefined ? '' : `, ${within}`}, ${what} ${number(record)} (byte ${number(at)})`;
}
