/** What the readers of the formats hand their records to. */
import type { Position } from './spool/spooled-records';

export interface RecordSink {
  /**
   * Takes a result entry, whose bytes are only valid during the call. Returns its sample id, or `undefined` where it
   * was refused and the reading goes on.
   */
  result: (position: Position, bytes: Uint8Array, members: number) => number | undefined;
  /** The same for a prediction; `item` is its index in its list where that is on a line, else 0. */
  prediction: (position: Position, item: number, bytes: Uint8Array, members: number) => number | undefined;
  /** To be awaited after each piece of the file: makes room, and stops a reading that was cancelled. */
  drain: () => Promise<void>;
}
