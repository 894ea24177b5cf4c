/** Where the records of an import wait, in temporary files, until all of them are read and can be joined by sample. */
import { SecondLookError } from '../../../contract/errors';
import { placeWords, type Place } from '../entries';
import { jsonBytes } from '../json-bytes';
import { NumberList } from './number-list';
import { PartTable } from './part-table';
import { SampleIndex } from './sample-index';
import { SpillFile } from './spill-file';
import {
  groupHeadSize,
  groupRowSize,
  placeOf,
  resultHeaderSize,
  writeGroupHead,
  writeResultHeader,
  type Position,
} from './spooled-records';

/** What must be held of every sample is small, but it is held: these keep an import below half a gigabyte. */
export const spoolLimits = { results: 10_000_000, groups: 12_000_000 } as const;

/** The refusal of an import that holds more than `most` of something, at the first one that is too many. */
export function tooMany(place: Place, noun: string, most: number): SecondLookError {
  const reason = `these files hold more than ${most.toLocaleString('en')} ${noun}, which is the most in one import. Import fewer samples as a run.`;
  return new SecondLookError('too-large', `${placeWords(place)}: ${reason}`);
}

const groupBytes = 1 << 20;

interface OpenGroup {
  sampleId: number;
  position: Position;
  item: number;
  count: number;
  size: number;
  members: number;
}

export class EntrySpool {
  readonly parts = new PartTable();
  /** Which result entry is the first of a sample. */
  readonly samples = new SampleIndex();
  readonly resultOffsets = new NumberList();
  readonly groupIds = new NumberList();
  readonly groupOffsets = new NumberList();
  readonly resultFile: SpillFile;
  readonly groupFile: SpillFile;
  #group: OpenGroup | undefined;
  #bytes: Buffer = Buffer.allocUnsafe(groupBytes);
  #table: Buffer = Buffer.allocUnsafe(1024 * groupRowSize);

  private constructor(resultFile: SpillFile, groupFile: SpillFile) {
    this.resultFile = resultFile;
    this.groupFile = groupFile;
  }

  /** Makes an empty spool with its files in the folder. */
  static async create(folder: string): Promise<EntrySpool> {
    const resultFile = await SpillFile.create(folder);
    try {
      return new EntrySpool(resultFile, await SpillFile.create(folder));
    } catch (error) {
      await resultFile.close();
      throw error;
    }
  }

  /** Adds a result entry. */
  addResult(sampleId: number, position: Position, bytes: Uint8Array, members: number): void {
    if (this.samples.length >= spoolLimits.results)
      this.#refuse('result entry', position, 'result entries', spoolLimits.results);
    this.samples.add(sampleId);
    this.resultOffsets.push(this.resultFile.length);
    const room = this.resultFile.reserve(resultHeaderSize + bytes.length);
    writeResultHeader(room, position, members);
    room.set(bytes, resultHeaderSize);
  }

  /** Adds a prediction; `item` is its index in its list where that is on a line, else 0. */
  addPrediction(
    sampleId: number,
    position: Position,
    item: number,
    bytes: Uint8Array,
    members: number,
  ): void {
    let group = this.#group;
    const goesOn =
      group !== undefined &&
      group.sampleId === sampleId &&
      group.position.part === position.part &&
      group.size + bytes.length <= groupBytes;
    if (!goesOn || group === undefined) {
      this.#closeGroup();
      if (this.groupIds.length >= spoolLimits.groups) {
        this.#refuse(
          'prediction',
          position,
          'changes of the sample from one prediction to the next',
          spoolLimits.groups,
        );
      }
      group = { sampleId, position: { ...position }, item, count: 0, size: 0, members: 0 };
      this.#group = group;
    }
    this.#bytes = withRoom(this.#bytes, group.size, bytes.length + 1);
    if (group.count > 0) this.#bytes[group.size++] = jsonBytes.comma;
    this.#bytes.set(bytes, group.size);
    const row = group.count * groupRowSize;
    this.#table = withRoom(this.#table, row, groupRowSize);
    this.#table.writeDoubleLE(position.byte, row);
    this.#table.writeUInt32LE(bytes.length, row + 8);
    this.#table.writeUInt32LE(members, row + 12);
    group.count += 1;
    group.size += bytes.length;
    group.members += members;
  }

  #closeGroup(): void {
    const group = this.#group;
    if (group === undefined) return;
    this.#group = undefined;
    this.groupIds.push(group.sampleId);
    this.groupOffsets.push(this.groupFile.length);
    const rows = group.count * groupRowSize;
    const room = this.groupFile.reserve(groupHeadSize + group.size + rows);
    const { position, item, count, size, members } = group;
    writeGroupHead(room, { part: position.part, record: position.record, item, count, size, members });
    room.set(this.#bytes.subarray(0, size), groupHeadSize);
    room.set(this.#table.subarray(0, rows), groupHeadSize + size);
  }

  #refuse(what: 'result entry' | 'prediction', position: Position, noun: string, most: number): never {
    throw tooMany(placeOf(this.parts.of(position.part), what, position), noun, most);
  }

  /** Writes what has gathered in memory, if it is much; to be called now and then. */
  async drain(): Promise<void> {
    await this.resultFile.drain();
    await this.groupFile.drain();
  }

  /** Ends the adding; from then on the files can be read. */
  async finish(): Promise<void> {
    this.#closeGroup();
    this.#bytes = Buffer.alloc(0);
    await this.resultFile.flush();
    await this.groupFile.flush();
  }

  async close(): Promise<void> {
    await this.resultFile.close();
    await this.groupFile.close();
  }
}

function withRoom(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, used + more));
  larger.set(buffer.subarray(0, used));
  return larger;
}
