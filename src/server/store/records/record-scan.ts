/** Scans the record file from start to end: every sound record, and all damage with its position. */
import { open, type FileHandle } from 'node:fs/promises';
import { SecondLookError } from '../../../contract/errors';
import {
  fileHeadLength,
  formatVersion,
  marker,
  readAt,
  readHead,
  readRecord,
  recordHeadLength,
  versionOf,
  isDamage,
  type Damage,
  type RecordPlace,
  type ScannedRecord,
} from './record-format';

/** The file is scanned through a window of this many bytes. */
const readMost = 4 * 1024 * 1024;

/** Reads bytes of a file by position, through a window that only moves forward. */
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

/** The offset of the next sound header at or after the position, or the end. */
async function nextHead(
  at: (position: number, length: number) => Promise<Buffer>,
  from: number,
  end: number,
  key: number,
): Promise<number> {
  for (let position = from; position < end;) {
    const bytes = await at(position, readMost);
    const found = bytes.indexOf(marker);
    if (found >= 0) {
      const head = readHead(await at(position + found, recordHeadLength), key);
      if (head !== undefined) return position + found;
      position += found + 1;
    } else {
      // A marker may span two windows.
      position += Math.max(bytes.length - marker.length + 1, 1);
    }
  }
  return end;
}

/**
 * Where the scan continues after a record with a sound header and damaged bytes. The header may be misplaced:
 * unless another header follows at the record's end, its range may contain sound records.
 */
async function afterDamage(
  at: (position: number, length: number) => Promise<Buffer>,
  { offset, length }: RecordPlace,
  end: number,
  key: number,
): Promise<number> {
  const next = offset + length;
  if (next === end || readHead(await at(next, recordHeadLength), key) !== undefined) return next;
  const found = await nextHead(at, offset + 1, end, key);
  return found === end ? next : found;
}

/**
 * Every record of the file's first `end` bytes in order. A damaged one is returned with its position, and the scan
 * continues at the next sound header. Throws `conflict` for a file that a newer version wrote.
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
    if ((versionOf(fileHeadBytes) ?? 0) > formatVersion) {
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
      const record = readRecord(await at(offset, isWhole ? place.length : recordHeadLength), place, key);
      yield record;
      offset = isWhole && isDamage(record) ? await afterDamage(at, place, readable, key) : next;
    }
    if (offset < end) {
      const reason = `the file ends here, ${end - offset} bytes too early`;
      yield { offset, length: end - offset, number: null, sampleId: null, reason };
    }
  } finally {
    await file.close();
  }
}
