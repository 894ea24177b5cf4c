/** The source of truth: a file of all records' exact bytes, with lengths and checksums; appended, read by position. */
import { createHash, randomInt } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import {
  fileHead,
  hashedPart,
  isDamage,
  readAt,
  readRecord,
  recordHeadLength,
  writeHead,
  type Damage,
  type RecordPlace,
} from './record-format';
import type { EntryBatch } from '../entry-batch';
import type { StoredEntry } from '../store';

/** Neighbours at most this far apart are read at once, gap included. */
const readGap = 8 * 1024;
// Limits the memory for a client that reads slowly.
const readMost = 256 * 1024;
/** Fifty records of a page that are far apart are one round. */
const readsAtOnce = 64;

/** The positions of the records of a batch, one after another. */
export interface RecordPlaces {
  offsets: Float64Array;
  lengths: Float64Array;
}

type BatchRecords = Pick<
  EntryBatch,
  | 'count'
  | 'sampleIds'
  | 'bytes'
  | 'resultStarts'
  | 'resultLengths'
  | 'predictionsStarts'
  | 'predictionsLengths'
>;

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  // A write may be partial, for example on a disk that is filling up.
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new Error('The operating system took no bytes');
    done += bytesWritten;
  }
}

/** Creates the file, which must not exist yet. Throws file system errors. */
export async function createRecordFile(path: string) {
  const key = randomInt(1, 2 ** 32);
  const file = await open(path, 'wx');
  const hash = createHash('sha256');
  let buffer = Buffer.alloc(1024 * 1024);
  let filled = fileHead(key).copy(buffer);
  let written = 0;
  let count = 0;

  function reserve(length: number): void {
    if (filled + length <= buffer.length) return;
    const larger = Buffer.alloc(Math.max(buffer.length * 2, filled + length));
    buffer.copy(larger, 0, 0, filled);
    buffer = larger;
  }
  /** Writes the header of the payload that is already in the buffer after the position of the next header. */
  function seal(sampleId: number, resultLength: number, predictionsLength: number): void {
    const length = recordHeadLength + resultLength + predictionsLength;
    count += 1;
    writeHead(buffer, filled, key, { sampleId, number: count, resultLength, predictionsLength });
    hash.update(hashedPart(buffer.subarray(filled, filled + length)));
    filled += length;
  }
  /** Writes the buffer to the file. */
  async function flush(): Promise<void> {
    await writeAll(file, buffer.subarray(0, filled), written);
    written += filled;
    filled = 0;
  }
  return {
    key,
    get count() {
      return count;
    },
    /** Copies the records into the buffer and returns their positions. */
    append(batch: BatchRecords): RecordPlaces {
      const { count: rows, sampleIds, bytes } = batch;
      const offsets = new Float64Array(rows);
      const lengths = new Float64Array(rows);
      reserve(rows * recordHeadLength + bytes.length);
      for (let row = 0; row < rows; row++) {
        const resultStart = batch.resultStarts[row] ?? 0;
        const resultLength = batch.resultLengths[row] ?? 0;
        const predictionsStart = batch.predictionsStarts[row] ?? 0;
        const predictionsLength = batch.predictionsLengths[row] ?? 0;
        const at = filled + recordHeadLength;
        buffer.set(bytes.subarray(resultStart, resultStart + resultLength), at);
        buffer.set(bytes.subarray(predictionsStart, predictionsStart + predictionsLength), at + resultLength);
        offsets[row] = written + filled;
        lengths[row] = recordHeadLength + resultLength + predictionsLength;
        seal(sampleIds[row] ?? 0, resultLength, predictionsLength);
      }
      return { offsets, lengths };
    },
    flush,
    /** Writes all remaining data and ends it; the hash is SHA-256 over all lengths and payloads in order. */
    async finish() {
      await flush();
      return { bytes: written, contentHash: hash.digest('hex') };
    },
    /** Ensures that everything has reached the disk, and closes the file. */
    async sync() {
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    },
    /** Closes a file that will be deleted. */
    abort: () => file.close(),
  };
}

/** A record to read: its position, and the sample that must be there. */
export interface WantedRecord extends RecordPlace {
  sampleId: number;
}

/** The wanted records in order: rounds of ranges, each of which one read can fetch. */
function* roundsOf(wanted: Iterable<WantedRecord>): Generator<WantedRecord[][]> {
  let round: WantedRecord[][] = [];
  let stretch: WantedRecord[] = [];
  let start = 0;
  let end = 0;
  let bytes = 0;
  for (const record of wanted) {
    const { offset, length } = record;
    const isNear = offset >= end && offset - end <= readGap && offset + length - start <= readMost;
    if (stretch.length === 0 || !isNear) {
      if (round.length === readsAtOnce || bytes >= readMost / 2) {
        yield round;
        round = [];
        bytes = 0;
      }
      stretch = [];
      round.push(stretch);
      start = offset;
    }
    stretch.push(record);
    end = offset + length;
    bytes += length;
  }
  yield round;
}

async function readStretch(
  file: FileHandle,
  wanted: readonly WantedRecord[],
  key: number,
): Promise<(StoredEntry | Damage)[]> {
  const start = wanted[0]?.offset ?? 0;
  const last = wanted.at(-1);
  const bytes = await readAt(file, start, last === undefined ? 0 : last.offset + last.length - start);
  return wanted.map((place) => {
    const from = place.offset - start;
    const record = readRecord(bytes.subarray(from, from + place.length), place, key);
    if (record.sampleId !== null && record.sampleId !== place.sampleId) {
      const reason = `sample ${record.sampleId} lies where sample ${place.sampleId} was written`;
      return { ...place, number: null, reason };
    }
    return isDamage(record) ? { ...record, sampleId: place.sampleId } : record;
  });
}

/** The wanted records in order. A damaged one is returned as such, without stopping. */
export async function* readRecords(
  path: string,
  key: number,
  wanted: Iterable<WantedRecord>,
): AsyncGenerator<StoredEntry | Damage> {
  const file = await open(path, 'r');
  try {
    for (const round of roundsOf(wanted)) {
      const records = await Promise.all(round.map((stretch) => readStretch(file, stretch, key)));
      yield* records.flat();
    }
  } finally {
    await file.close();
  }
}
