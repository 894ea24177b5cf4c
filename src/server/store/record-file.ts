/** The truth: a file of every record's exact bytes, each with length and checksum; appended, and read by place. */
import { randomInt } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import {
  createContentHash,
  fileHead,
  isDamage,
  readAt,
  readRecord,
  recordHeadLength,
  writeHead,
  type Damage,
  type RecordPlace,
} from './record-format';
import type { EntryBatch } from './entry-batch';
import type { StoredEntry } from './store';

/** Neighbours at most this far apart are read at once, gap included. */
const readGap = 64 * 1024;
// A client that reads slowly holds what was read for it.
const readMost = 256 * 1024;
/** A page of some fifty records that lie apart is one round. */
const readsAtOnce = 64;

/** Where the records of a batch lie, one after another. */
export interface RecordPlaces {
  offsets: Float64Array;
  lengths: Float64Array;
}

export interface RecordWriter {
  readonly key: number;
  readonly count: number;
  /** Takes the record into the buffer and returns its place. */
  append: (entry: StoredEntry) => RecordPlace;
  /** The same for all of a batch. */
  appendBatch: (batch: EntryBatch) => RecordPlaces;
  /** Starts to write what is buffered, once the write before is done; returns how many records that one has made safe. */
  flush: () => Promise<number>;
  /** Writes all that is left; the hash is SHA-256 over all lengths and payloads in order. Nothing can be appended then. */
  finish: () => Promise<{ bytes: number; contentHash: string }>;
  /** Has what was written reach the disk, and closes. */
  sync: () => Promise<void>;
  /** Closes without more ado; for what is to be deleted. */
  abort: () => Promise<void>;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  // A write may take less than it was given, on a disk that fills up for one.
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new Error('The operating system took no bytes');
    done += bytesWritten;
  }
}

/** Creates the file, which must not be there yet. Errors are those of the file system. */
export async function createRecordFile(path: string): Promise<RecordWriter> {
  const key = randomInt(1, 2 ** 32);
  const file = await open(path, 'wx');
  const hash = createContentHash();
  let buffer = Buffer.alloc(1024 * 1024);
  let spare = Buffer.alloc(0);
  let writing: Promise<void> = Promise.resolve();
  let filled = fileHead(key).copy(buffer);
  let written = 0;
  let count = 0;
  let handedOver = 0;

  function reserve(length: number): void {
    if (filled + length <= buffer.length) return;
    const larger = Buffer.alloc(Math.max(buffer.length * 2, filled + length));
    buffer.copy(larger, 0, 0, filled);
    buffer = larger;
  }
  /** Gives the payload that lies behind the place of the next head its head. */
  function seal(sampleId: number, resultLength: number, predictionsLength: number): void {
    const length = recordHeadLength + resultLength + predictionsLength;
    count += 1;
    writeHead(buffer, filled, key, { sampleId, number: count, resultLength, predictionsLength });
    hash.add(buffer.subarray(filled, filled + length));
    filled += length;
  }
  async function flush(): Promise<number> {
    await writing;
    const safe = handedOver;
    const full = buffer;
    writing = writeAll(file, full.subarray(0, filled), written);
    // Whoever flushes or finishes next hears of it; until then it must not count as unheard.
    writing.catch(() => undefined);
    buffer = spare;
    spare = full;
    written += filled;
    filled = 0;
    handedOver = count;
    return safe;
  }
  return {
    key,
    get count() {
      return count;
    },
    append({ sampleId, result, predictions }) {
      const length = recordHeadLength + result.length + predictions.length;
      reserve(length);
      const at = filled;
      buffer.set(result, at + recordHeadLength);
      buffer.set(predictions, at + recordHeadLength + result.length);
      seal(sampleId, result.length, predictions.length);
      return { offset: written + at, length };
    },
    appendBatch(batch) {
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
    async finish() {
      await flush();
      await writing;
      return { bytes: written, contentHash: hash.end() };
    },
    async sync() {
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async abort() {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}

/** The places in their order, in stretches that one read can fetch. */
function* stretches<Place extends RecordPlace>(places: Iterable<Place>): Generator<Place[]> {
  let stretch: Place[] = [];
  let start = 0;
  let end = 0;
  for (const place of places) {
    const isNear =
      stretch.length > 0 &&
      place.offset >= end &&
      place.offset - end <= readGap &&
      place.offset + place.length - start <= readMost;
    if (!isNear) {
      if (stretch.length > 0) yield stretch;
      stretch = [];
      start = place.offset;
    }
    stretch.push(place);
    end = place.offset + place.length;
  }
  if (stretch.length > 0) yield stretch;
}

/** A record to read: where it lies, and the sample that must be there. */
export interface WantedRecord extends RecordPlace {
  sampleId: number;
}

/** Rooms for what is read, used again and again: fresh memory costs more than the read, and is given back late. */
const rooms: Buffer[] = [];
const isRoom = new WeakSet<ArrayBufferLike>();
const keptRooms = 64;
/** Shorter stretches get memory of their own. */
const roomFrom = 16 * 1024;

function takeRoom(): Buffer {
  const room = rooms.pop() ?? Buffer.from(new ArrayBuffer(readMost));
  isRoom.add(room.buffer);
  return room;
}

function giveBack(room: Buffer | undefined): void {
  if (room !== undefined && rooms.length < keptRooms) rooms.push(room);
}

/** The entry in memory that is not used again. */
export function detached(entry: StoredEntry): StoredEntry {
  const { sampleId, result, predictions } = entry;
  if (!isRoom.has(result.buffer)) return entry;
  const bytes = Buffer.concat([result, predictions]);
  const { length } = result;
  return { sampleId, result: bytes.subarray(0, length), predictions: bytes.subarray(length) };
}

interface ReadStretch {
  records: (StoredEntry | Damage)[];
  /** Where they lie; to be given back once they have been used. */
  room: Buffer | undefined;
}

async function readStretch(
  file: FileHandle,
  wanted: readonly WantedRecord[],
  key: number,
): Promise<ReadStretch> {
  const start = wanted[0]?.offset ?? 0;
  const last = wanted.at(-1);
  const length = last === undefined ? 0 : last.offset + last.length - start;
  const room = length < roomFrom || length > readMost ? undefined : takeRoom();
  const bytes = await readAt(file, start, length, room);
  // Of a stretch with more gaps than records a copy is smaller than the room.
  const isCopied = wanted.reduce((sum, place) => sum + place.length, 0) * 2 < length;
  const records = wanted.map((place) => {
    const from = place.offset - start;
    const record = readRecord(bytes.subarray(from, from + place.length), place, key);
    if (record.sampleId !== null && record.sampleId !== place.sampleId) {
      const reason = `sample ${record.sampleId} lies where sample ${place.sampleId} was written`;
      return { ...place, number: null, reason };
    }
    if (isDamage(record)) return { ...record, sampleId: place.sampleId };
    return isCopied ? detached(record) : record;
  });
  if (!isCopied) return { records, room };
  giveBack(room);
  return { records, room: undefined };
}

/** The records of the stretches, which are read at once. */
async function* recordsIn(
  file: FileHandle,
  reads: readonly WantedRecord[][],
  key: number,
): AsyncGenerator<StoredEntry | Damage> {
  const all = await Promise.all(reads.map((read) => readStretch(file, read, key)));
  try {
    for (const { records } of all) yield* records;
  } finally {
    for (const { room } of all) giveBack(room);
  }
}

/**
 * The wanted records in their order, each to be used before the next one is asked for: its memory is used again. A
 * damaged one is given as such, and the others all the same.
 */
export async function* readRecords(
  path: string,
  key: number,
  wanted: Iterable<WantedRecord>,
): AsyncGenerator<StoredEntry | Damage> {
  const file = await open(path, 'r');
  try {
    let reads: WantedRecord[][] = [];
    let bytes = 0;
    for (const stretch of stretches(wanted)) {
      reads.push(stretch);
      for (const { length } of stretch) bytes += length;
      // Another one would mostly be as long, where they are long at all.
      if (reads.length < readsAtOnce && bytes < readMost / 2) continue;
      yield* recordsIn(file, reads, key);
      reads = [];
      bytes = 0;
    }
    yield* recordsIn(file, reads, key);
  } finally {
    await file.close();
  }
}
