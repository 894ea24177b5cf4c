/** A format of imported files: how it is detected, and how a file of it is read. */
import type { JsonPath } from '../fault';
import type { CachedReader } from '../stage/spill-file';
import type { StageTarget } from '../stage/stage';

/** A file that is being read. */
export interface FormatSource {
  file: string;
  /** The unpacked bytes, without a byte order mark. */
  chunks: AsyncIterable<Uint8Array>;
  /** The offset of the first of them in the unpacked file. */
  offset: number;
  /** Reads a range of the unpacked file that `chunks` has already returned. */
  reader: CachedReader;
}

export interface ImportFormat {
  /** Whether only this format has a value of the first object at this path; `opening` if it is an object or a list. */
  isShownBy: (path: JsonPath, opening?: 'object' | 'list') => boolean;
  /** Whether a file of this name has it if its first values do not decide. */
  isNamed: (name: string) => boolean;
  /** Reads a file into a stage. Returns the number of samples that the file states, if it does. */
  stage: (source: FormatSource, target: StageTarget) => Promise<number | undefined>;
}
