/** The byte format of the record file: file header, record header and payload, and the detection of damage. */
import { crc32 } from 'node:zlib';
import type { FileHandle } from 'node:fs/promises';
import type { StoredEntry } from '../store';

/*
 * File:   "SLRECORD", version u32, key u32, checksum u32 of these, 4 zero bytes; then the records; little endian.
 * Record: marker u32, header checksum u32, sample id f64, number u32, payload checksum u32,
 *         result length u32, predictions length u32; then the payload: result bytes, predictions bytes.
 * The key is random and seeds every checksum, so that neither another run's record nor bytes inside a payload that
 * look like a record can be mistaken for a record of this file.
 */
const magic = 'SLRECORD';
export const formatVersion = 1;
export const fileHeadLength = 24;
export const recordHeadLength = 32;
export const marker = Buffer.from([0xff, 0x52, 0x45, 0x43]);

/** The position of a record: the offset of its header and its length with header, in bytes. */
export interface RecordPlace {
  offset: number;
  length: number;
}

/** Damage at a position of the file; with number and id if they are still readable. */
export interface Damage extends RecordPlace {
  number: number | null;
  sampleId: number | null;
  reason: string;
}

export interface ScannedRecord extends StoredEntry, RecordPlace {
  /** Header and payload as in the file. */
  bytes: Uint8Array;
}

/** The contents of a record header. */
export interface Head {
  sampleId: number;
  number: number;
  checksum: number;
  resultLength: number;
  predictionsLength: number;
}

export const isDamage = (record: StoredEntry | Damage): record is Damage => 'reason' in record;

/** Damage in words, such as "record 17 (sample 4711) at byte 90210: its checksum differs". */
export function damageInWords({ number, sampleId, offset, reason }: Damage): string {
  const record = number === null ? 'a record' : `record ${number}`;
  const sample = sampleId === null ? '' : ` (sample ${sampleId})`;
  return `${record}${sample} at byte ${offset}: ${reason}`;
}

/** The header of a file with this key. */
export function fileHead(key: number): Buffer {
  const head = Buffer.alloc(fileHeadLength);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(formatVersion, 8);
  head.writeUInt32LE(key, 12);
  head.writeUInt32LE(crc32(head.subarray(0, 16)), 16);
  return head;
}

/** Whether these are the bytes of a sound header of the file with this key. */
export const isHeadOf = (bytes: Buffer, key: number): boolean =>
  versionOf(bytes) !== undefined && bytes.readUInt32LE(12) === key && bytes.readUInt32LE(20) === 0;

/** The format version in a file header; `undefined` if the header is not sound. */
export function versionOf(bytes: Buffer): number | undefined {
  const isSound =
    bytes.length === fileHeadLength &&
    bytes.toString('latin1', 0, 8) === magic &&
    crc32(bytes.subarray(0, 16)) === bytes.readUInt32LE(16);
  return isSound ? bytes.readUInt32LE(8) : undefined;
}

/** Writes a record's header before its payload, which is already in the buffer. */
export function writeHead(buffer: Buffer, at: number, key: number, head: Omit<Head, 'checksum'>): void {
  const { sampleId, number, resultLength, predictionsLength } = head;
  const end = at + recordHeadLength + resultLength + predictionsLength;
  buffer.set(marker, at);
  buffer.writeDoubleLE(sampleId, at + 8);
  buffer.writeUInt32LE(number, at + 16);
  buffer.writeUInt32LE(crc32(buffer.subarray(at + recordHeadLength, end), key), at + 20);
  buffer.writeUInt32LE(resultLength, at + 24);
  buffer.writeUInt32LE(predictionsLength, at + 28);
  buffer.writeUInt32LE(crc32(buffer.subarray(at + 8, at + recordHeadLength), key), at + 4);
}

/** The header at the start of the bytes, or `undefined` if there is no sound one. */
export function readHead(bytes: Buffer, key: number): Head | undefined {
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

/** The record in these bytes, header and payload, or what is wrong with it. */
export function readRecord(bytes: Buffer, place: RecordPlace, key: number): ScannedRecord | Damage {
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
    bytes,
    offset,
    length,
  };
}

/** The part of a record that a run's content hash includes: the lengths at the end of its header, and the payload. */
export const hashedPart = (record: Uint8Array): Uint8Array => record.subarray(24);

/** Reads up to `length` bytes from the position; fewer at the end of the file. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
