/** A file of an import, before it is opened. */

/** A file to read: its name for messages, and its bytes as they are (gzipped or not). */
export interface SourceFile {
  name: string;
  size: number;
  /** The bytes, from the first to the last, asked for once; a piece that was given stays as it is, and is its reader's own. */
  bytes: () => AsyncIterable<Uint8Array>;
  /** Reads a stretch of the bytes again, where that can be done; absent: they come once. */
  again?: (offset: number, length: number) => Promise<Uint8Array>;
}
