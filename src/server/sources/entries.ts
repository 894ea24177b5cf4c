/** What a source gives: a stream of samples' raw entries, each with its place, so that every message can name it. */

/** Where in what was read something stands. */
export interface Place {
  file: string;
  /** The record's number in its file, from 1: a result entry, a prediction, or a line. */
  record: number;
  /** The offset of its first byte in the unpacked file. */
  byte: number;
}

/** One sample as it stands in a file: the exact bytes of its result entry and of its predictions. */
export interface RawEntry {
  result: Uint8Array;
  predictions: readonly Uint8Array[];
  place: Place;
}

/** A file to read: its name for messages, and its bytes as they are (gzipped or not). */
export interface SourceFile {
  name: string;
  size: number;
  bytes: () => AsyncIterable<Uint8Array>;
}
