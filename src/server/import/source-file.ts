/** A file of an import, before it is opened. */

/** A file to read: its name for messages, and its original bytes (gzipped or not). */
export interface SourceFile {
  name: string;
  size: number;
  /** The bytes from first to last, requested only once; a piece belongs to its reader. */
  bytes: () => AsyncIterable<Uint8Array>;
  /** Reads a range of the bytes again, if that is possible; absent: they can be read only once. */
  again?: (offset: number, length: number) => Promise<Uint8Array>;
}
