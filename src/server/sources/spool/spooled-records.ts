/** How result entries and groups of predictions lie in the temporary files of an import: a header, then the bytes. */
import { SecondLookError } from '../../../contract/errors';
import { importLimits } from '../../../contract/imports';
import { placeWords, type Place, type RawRecord, type RawRecords } from '../entries';
import { jsonBytes } from '../json-bytes';

/** The part of a file that a record came from: a page, one of two in a file that holds both, or a line. */
export interface Part {
  file: string;
  format: 'page' | 'lines';
  within?: 'page' | 'result';
}

/** The number of what a part belongs to: a page, a line, or a file that holds the page and the whole result. */
export const documentOf = (part: number) => part >>> 1;

/** Where a record stands in its part. */
export interface Position {
  /** The number of the part: its document's twice, and one more for the second part of that. */
  part: number;
  /** The number of the record, from 1: in its list, or the line it is on. */
  record: number;
  byte: number;
}

export const resultHeaderSize = 20;

/** Writes a header of `resultHeaderSize` bytes. */
export function writeResultHeader(header: Buffer, position: Position, members: number): void {
  header.writeDoubleLE(position.byte, 0);
  header.writeUInt32LE(position.part, 8);
  header.writeUInt32LE(position.record, 12);
  header.writeUInt32LE(members, 16);
}

/** What a group begins with; then follow its bytes, and a row of `groupRowSize` bytes for each prediction. */
export const groupHeadSize = 24;
export const groupRowSize = 16;

/** Predictions of one sample that stand one after another in one part. */
export interface GroupHead {
  part: number;
  /** The position of the first, counted in its list; for a line, the line's number. */
  record: number;
  /** How many predictions stand before the first one on its line; 0 elsewhere. */
  item: number;
  count: number;
  /** The bytes of all of them, with the commas between. */
  size: number;
  members: number;
}

/** Writes the head of a group. */
export function writeGroupHead(room: Buffer, head: GroupHead): void {
  room.writeUInt32LE(head.part, 0);
  room.writeUInt32LE(head.record, 4);
  room.writeUInt32LE(head.item, 8);
  room.writeUInt32LE(head.count, 12);
  room.writeUInt32LE(head.size, 16);
  room.writeUInt32LE(head.members, 20);
}

/** Reads the head of a group. */
export function readGroupHead(group: Buffer): GroupHead {
  return {
    part: group.readUInt32LE(0),
    record: group.readUInt32LE(4),
    item: group.readUInt32LE(8),
    count: group.readUInt32LE(12),
    size: group.readUInt32LE(16),
    members: group.readUInt32LE(20),
  };
}

function placeIn(part: Part, what: Place['what'], record: number, byte: number): Place {
  const place: Place = { file: part.file, what: part.format === 'lines' ? 'line' : what, record, byte };
  if (part.within !== undefined) place.within = part.within;
  return place;
}

/** The place of a record. */
export function placeOf(part: Part, what: 'result entry' | 'prediction', position: Position): Place {
  return placeIn(part, what, position.record, position.byte);
}

/** A result entry as it was spooled; its place is only made when it is asked for. */
export class SpooledResult implements RawRecord {
  readonly part: number;
  readonly bytes: Uint8Array;
  readonly #spooled: Buffer;
  readonly #from: Part;

  constructor(spooled: Buffer, parts: { of: (part: number) => Part }) {
    this.part = spooled.readUInt32LE(8);
    this.bytes = spooled.subarray(resultHeaderSize);
    this.#spooled = spooled;
    this.#from = parts.of(this.part);
  }

  get members(): number {
    return this.#spooled.readUInt32LE(16);
  }

  get place(): Place {
    return placeIn(this.#from, 'result entry', this.#spooled.readUInt32LE(12), this.#spooled.readDoubleLE(0));
  }

  get prefix(): string {
    return this.#from.format === 'lines' ? 'result' : '';
  }
}

/** A group of predictions as it was spooled; its records are only taken apart when they are asked for. */
export class SpooledGroup implements RawRecords {
  readonly part: number;
  readonly count: number;
  readonly members: number;
  readonly bytes: Uint8Array;
  readonly #head: GroupHead;
  readonly #group: Buffer;
  readonly #from: Part;

  constructor(group: Buffer, parts: { of: (part: number) => Part }) {
    const head = readGroupHead(group);
    this.part = head.part;
    this.count = head.count;
    this.members = head.members;
    this.bytes = group.subarray(groupHeadSize, groupHeadSize + head.size);
    this.#head = head;
    this.#group = group;
    this.#from = parts.of(head.part);
  }

  records(): RawRecord[] {
    const { record, item, count, size } = this.#head;
    const isLine = this.#from.format === 'lines';
    let from = 0;
    return Array.from({ length: count }, (_, index) => {
      const row = groupHeadSize + size + index * groupRowSize;
      const length = this.#group.readUInt32LE(row + 8);
      const bytes = this.bytes.subarray(from, from + length);
      from += length + 1;
      return {
        bytes,
        members: this.#group.readUInt32LE(row + 12),
        place: placeIn(
          this.#from,
          'prediction',
          isLine ? record : record + index,
          this.#group.readDoubleLE(row),
        ),
        prefix: isLine ? `predictions[${item + index}]` : '',
      };
    });
  }
}

/** Several lists of records as one. */
export function joinedRecords(lists: readonly RawRecords[]): RawRecords {
  const given = lists.filter(({ count }) => count > 0);
  const [first] = given;
  if (first !== undefined && given.length === 1) return first;
  const size = given.reduce((sum, { bytes }) => sum + bytes.length + 1, -1);
  const all = Buffer.alloc(Math.max(0, size), jsonBytes.comma);
  let at = 0;
  for (const { bytes } of given) {
    all.set(bytes, at);
    at += bytes.length + 1;
  }
  return {
    count: given.reduce((sum, { count }) => sum + count, 0),
    members: given.reduce((sum, { members }) => sum + members, 0),
    bytes: all,
    records: () => given.flatMap((list) => list.records()),
  };
}

/** Records that were taken apart, as one list. */
export function listedRecords(records: readonly RawRecord[]): RawRecords {
  return joinedRecords(
    records.map((record) => ({
      count: 1,
      members: record.members,
      bytes: record.bytes,
      records: () => [record],
    })),
  );
}

/** The refusal of a sample that has more predictions, or more bytes of them, than are allowed; by its place. */
export function tooManyPredictions(
  sampleId: number,
  count: number,
  size: number,
): ((place: Place) => SecondLookError) | undefined {
  const { windowsPerSample, recordBytes } = importLimits;
  if (count <= windowsPerSample && size <= recordBytes) return undefined;
  const most = `${windowsPerSample.toLocaleString('en')} predictions or ${recordBytes.toLocaleString('en')} bytes of them`;
  return (place) =>
    new SecondLookError(
      'too-large',
      `${placeWords(place)}: sample ${sampleId} has more than ${most}, which is the most.`,
    );
}
