/** The truth: a file of every record's exact bytes, each with length and checksum; appended, read by place, scanned. */
import { createHash, randomInt } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { SecondLookError } from '../../contract/errors';
import type { StoredEntry } from './store';

/*
 * File:   "SLRECORD", version u32, key u32, checksum u32 of these, 4 zero bytes; then the records, little endian.
 * Record: marker u32, head checksum u32, sample id f64, number u32, payload checksum u32,
 *         result length u32, predictions length u32; then the payload: result bytes, predictions bytes.
 * The key is random and seeds every checksum, so that neither another run's record nor bytes inside a payload that
 * look like a record can pass for one of this file.
 */
const magic = 'SLRECORD';
const formatVersion = 1;
const fileHeadLength = 24;
const recordHeadLength = 32;
const marker = Buffer.from([0xff, 0x52, 0x45, 0x43]);

/** Neighbours at most this far apart are read at once, gap included. */
const readGap = 64 * 1024;
const readMost = 4 * 1024 * 1024;
const readsAtOnce = 16;

/** Where a record lies: its head's offset and its length with head, in bytes. */
export interface RecordPlace {
  offset: number;
  length: number;
}

/** What is wrong at a place of the file; number and id where they can still be told. */
export interface Damage extends RecordPlace {
  number: number | null;
  sampleId: number | null;
  reason: string;
}

export interface ScannedRecord extends StoredEntry, RecordPlace {}

export interface RecordWriter {
  readonly key: number;
  readonly count: number;
  /** Takes the record into the buffer and returns its place. */
  append: (entry: StoredEntry) => RecordPlace;
  /** Starts to write what is buffered, once the write before is done; returns how many records that one has made safe. */
  flush: () => Promise<number>;
  /** Flushes, syncs and closes; the hash is SHA-256 over all lengths and payloads in order. */
  finish: () => Promise<{ bytes: number; contentHash: string }>;
  /** Closes without more ado; for what is to be deleted. */
  abort: () => Promise<void>;
}

interface Head {
  sampleId: number;
  number: number;
  checksum: number;
  resultLength: number;
  predictionsLength: number;
}

export const isDamage = (record: StoredEntry | Damage): record is Damage => 'reason' in record;

/** A damage in words, such as "record 17 (sample 4711) at byte 90210: its checksum differs". */
export function damageInWords({ number, sampleId, offset, reason }: Damage): string {
  const record = number === null ? 'a record' : `record ${number}`;
  const sample = sampleId === null ? '' : ` (sample ${sampleId})`;
  return `${record}${sample} at byte ${offset}: ${reason}`;
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

function fileHead(key: number): Buffer {
  const head = Buffer.alloc(fileHeadLength);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(formatVersion, 8);
  head.writeUInt32LE(key, 12);
  head.writeUInt32LE(crc32(head.subarray(0, 16)), 16);
  return head;
}

/** Creates the file, which must not be there yet. Errors are those of the file system. */
export async function createRecordFile(path: string): Promise<RecordWriter> {
  const key = randomInt(1, 2 ** 32);
  const file = await open(path, 'wx');
  const hash = createHash('sha256');
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
      count += 1;
      buffer.set(result, at + recordHeadLength);
      buffer.set(predictions, at + recordHeadLength + result.length);
      buffer.set(marker, at);
      buffer.writeDoubleLE(sampleId, at + 8);
      buffer.writeUInt32LE(count, at + 16);
      buffer.writeUInt32LE(crc32(buffer.subarray(at + recordHeadLength, at + length), key), at + 20);
      buffer.writeUInt32LE(result.length, at + 24);
      buffer.writeUInt32LE(predictions.length, at + 28);
      buffer.writeUInt32LE(crc32(buffer.subarray(at + 8, at + recordHeadLength), key), at + 4);
      hash.update(buffer.subarray(at + 24, at + length));
      filled += length;
      return { offset: written + at, length };
    },
    flush,
    async finish() {
      try {
        await flush();
        await writing;
        await file.sync();
      } finally {
        await file.close();
      }
      return { bytes: written, contentHash: hash.digest('hex') };
    },
    async abort() {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}

/** The head at the start of the bytes, or `undefined` where there is no sound one. */
function readHead(bytes: Buffer, key: number): Head | undefined {
  if (bytes.length < recordHeadLength || !bytes.subarray(0, 4).equals(marker)) return undefined;
  if (crc32(bytes.subarray(8, recordHeadLength), key) !== bytes.readUInt32LE(4)) return undefined;
  return {
    sampleId: bytes.readDoubleLE(8),
    number: bytes.readUInt32LE(16),
    checksum: bytes.readUInt32LE(20),
    resultLength: bytes.readUInt32LE(24),
    predictionsLength: bytes.readUInt32LE(28),
  };
}

/** The record whose bytes these are, head and payload, or what is wrong with it. */
function readRecord(bytes: Buffer, place: RecordPlace, key: number): ScannedRecord | Damage {
  const { offset, length } = place;
  const head = readHead(bytes, key);
  if (head === undefined) {
    const reason = bytes.length < recordHeadLength ? 'the file ends before it' : 'its head is damaged';
    return { offset, length, number: null, sampleId: null, reason };
  }
  const { sampleId, number, resultLength, predictionsLength } = head;
  const damaged = (reason: string): Damage => ({ offset, length, number, sampleId, reason });
  const payload = bytes.subarray(recordHeadLength, recordHeadLength + resultLength + predictionsLength);
  if (payload.length < resultLength + predictionsLength) return damaged('the file ends inside it');
  if (crc32(payload, key) !== head.checksum) return damaged('its checksum differs');
  return {
    sampleId,
    result: payload.subarray(0, resultLength),
    predictions: payload.subarray(resultLength),
    offset,
    length,
  };
}

/** As many bytes from the position as there are, up to the length. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
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

async function readStretch(
  file: FileHandle,
  wanted: readonly WantedRecord[],
  key: number,
): Promise<(ScannedRecord | Damage)[]> {
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

/** The wanted records in their order; a damaged one is given as such, and the others all the same. */
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
      if (reads.length < readsAtOnce && bytes < readMost) continue;
      for (const records of await Promise.all(reads.map((read) => readStretch(file, read, key)))) yield* records;
      reads = [];
      bytes = 0;
    }
    for (const records of await Promise.all(reads.map((read) => readStretch(file, read, key)))) yield* records;
  } finally {
    await file.close();
  }
}

/** Bytes of a file by position, through a window that only moves on. */
function createWindow(file: FileHandle, end: number) {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return async (position: number, length: number): Promise<Buffer> => {
    const wanted = Math.min(length, Math.max(end - position, 0));
    if (position < start || position + wanted > start + bytes.length) {
      bytes = await readAt(file, position, Math.min(Math.max(wanted, readMost), Math.max(end - position, 0)));
      start = position;
    }
    return bytes.subarray(position - start, position - start + wanted);
  };
}

/** The offset of the next sound head at or after the position, or the end. */
async function nextHead(
  at: (position: number, length: number) => Promise<Buffer>,
  from: number,
  end: number,
  key: number,
): Promise<number> {
  for (let position = from; position < end; ) {
    const bytes = await at(position, readMost);
    const found = bytes.indexOf(marker);
    if (found >= 0) {
      const head = readHead(await at(position + found, recordHeadLength), key);
      if (head !== undefined) return position + found;
      position += found + 1;
    } else {
      // A marker may lie across the seam of two windows.
      position += Math.max(bytes.length - marker.length + 1, 1);
    }
  }
  return end;
}

/**
 * Every record of the file's first `end` bytes in order. A damaged one is given with its place, and the walk goes on
 * at the next sound head. Throws `conflict` for a file that a newer version wrote.
 */
export async function* scanRecords(
  path: string,
  key: number,
  end: number,
): AsyncGenerator<ScannedRecord | Damage> {
  const file = await open(path, 'r');
  try {
    const readable = Math.min(end, (await file.stat()).size);
    const at = createWindow(file, readable);
    const fileHeadBytes = await at(0, fileHeadLength);
    if (isSoundFileHead(fileHeadBytes) && fileHeadBytes.readUInt32LE(8) > formatVersion) {
      throw new SecondLookError(
        'conflict',
        `${path} was written by a newer version of Second Look; open it with that one`,
      );
    }
    let offset = fileHeadLength;
    while (offset < readable) {
      const head = readHead(await at(offset, recordHeadLength), key);
      const next =
        head === undefined
          ? await nextHead(at, offset + 1, readable, key)
          : offset + recordHeadLength + head.resultLength + head.predictionsLength;
      const place = { offset, length: next - offset };
      const isWhole = head !== undefined;
      yield readRecord(await at(offset, isWhole ? place.length : recordHeadLength), place, key);
      offset = next;
    }
    if (offset < end) {
      const reason = `the file ends here, ${end - offset} bytes too early`;
      yield { offset, length: end - offset, number: null, sampleId: null, reason };
    }
  } finally {
    await file.close();
  }
}

function isSoundFileHead(bytes: Buffer): boolean {
  return (
    bytes.length === fileHeadLength &&
    bytes.toString('latin1', 0, 8) === magic &&
    crc32(bytes.subarray(0, 16)) === bytes.readUInt32LE(16)
  );
}
