/**
 * Where the records of files that must be joined by sample wait until all of them are there: a temporary file, in which
 * each piece says where the one before it of the same sample lies.
 */
import { importLimits } from '../../contract/imports';
import { SecondLookError } from '../../contract/errors';
import { placeWords } from './entries';
import { faultError } from './fault';
import { joinVersions } from './join-versions';
import { jsonBytes } from './json-bytes';
import { tooManyPredictions } from './line-reader';
import { NumberList } from './number-list';
import { mostSamples, tellsApart, tooMany, type RepeatListener } from './repeats';
import { isSameJson } from './same-json';
import { SampleIndex } from './sample-index';
import { SpillFile, SpillReader } from './spill-file';
import { placeOf, type Part, type Position, type StagedPiece } from './staged-piece';

const mostGroups = 12_000_000;
const groupBytes = 1 << 20;
/** Predictions with more space between them are groups of their own. */
const mostSpace = 64;
/** More samples than these are not named. */
const mostStrays = 1000;
const headSize = 36;
const blockSize = 1 << 16;

/** What a file is read into. */
export interface StageTarget {
  stage: Stage;
  /** Throws to stop, or returns to go on without the record. */
  onProblem: (error: SecondLookError) => void;
  /** To be awaited after each stretch of the file: makes room, and stops a reading that was cancelled. */
  drain: () => Promise<void>;
}

/** A sample, joined. */
export interface StagedSample {
  sampleId: number;
  result: StagedPiece;
  predictions: readonly StagedPiece[];
}

/** A piece that gathers predictions. */
interface OpenGroup extends StagedPiece {
  sampleId: number;
  size: number;
}

/** A piece without its bytes. */
interface Head extends Omit<StagedPiece, 'bytes'> {
  /** Where the piece before lies; -1 for none. */
  before: number;
  size: number;
}

export class Stage {
  readonly #file: SpillFile;
  readonly #reader: SpillReader;
  readonly #parts: Part[] = [];
  readonly #samples = new SampleIndex();
  /** For each sample twice the offset of its last piece, and one more where it has a result entry; -1 for no piece. */
  readonly #last: Float64Array[] = [];
  /** The samples that have a result entry, in their order. */
  readonly #order = new NumberList();
  #results = 0;
  #groups = 0;
  #group: OpenGroup | undefined;
  #bytes: Buffer = Buffer.allocUnsafe(groupBytes);

  private constructor(file: SpillFile) {
    this.#file = file;
    this.#reader = new SpillReader(file);
  }

  /** Makes an empty stage with its file in the folder. */
  static async create(folder: string): Promise<Stage> {
    return new Stage(await SpillFile.create(folder));
  }

  /** How many samples there are. */
  get samples(): number {
    return this.#order.length;
  }

  /** Adds a file, or the second answer of the file of `first`. */
  addPart(part: Omit<Part, 'number' | 'document'>, first?: Part): Part {
    const number = this.#parts.length;
    const added = { ...part, number, document: first?.number ?? number };
    this.#parts.push(added);
    return added;
  }

  addResult(sampleId: number, position: Position, bytes: Uint8Array): void {
    const piece = { ...position, bytes, item: -1, count: 0 };
    this.#results += 1;
    if (this.#results > mostSamples) throw tooMany(placeOf(piece), 'result entries', mostSamples);
    this.#append(sampleId, piece, bytes);
  }

  /** Adds a prediction; `item` is its index in its list where that is on a line, else 0. */
  addPrediction(sampleId: number, position: Position, item: number, bytes: Uint8Array): void {
    let group = this.#group;
    const space = group === undefined ? -1 : position.byte - group.byte - group.size - 1;
    const goesOn =
      group?.sampleId === sampleId &&
      group.part === position.part &&
      space >= 0 &&
      space <= mostSpace &&
      group.size + bytes.length <= groupBytes;
    if (!goesOn || group === undefined) {
      this.#closeGroup();
      group = { ...position, sampleId, item, count: 0, size: 0, bytes };
      this.#groups += 1;
      if (this.#groups > mostGroups)
        throw tooMany(placeOf(group), 'changes of the sample from one prediction to the next', mostGroups);
      this.#group = group;
    }
    const { size } = group;
    const gap = group.count === 0 ? 0 : 1 + space;
    if (size + gap + bytes.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(size + gap + bytes.length);
      larger.set(this.#bytes.subarray(0, size));
      this.#bytes = larger;
    }
    // As much space as in the file, so that a place in the piece is a place in the file.
    this.#bytes.fill(0x20, size, size + gap);
    if (gap > 0) this.#bytes[size] = jsonBytes.comma;
    this.#bytes.set(bytes, size + gap);
    group.count += 1;
    group.size = size + gap + bytes.length;
  }

  #closeGroup(): void {
    const group = this.#group;
    this.#group = undefined;
    if (group !== undefined) this.#append(group.sampleId, group, this.#bytes.subarray(0, group.size));
  }

  #append(sampleId: number, piece: StagedPiece, bytes: Uint8Array): void {
    const sample = this.#samples.numberOf(sampleId);
    const within = sample % blockSize;
    if (within === 0 && sample === this.#last.length * blockSize)
      this.#last.push(new Float64Array(blockSize).fill(-1));
    const last = this.#last[Math.floor(sample / blockSize)];
    if (last === undefined) throw new Error(`The stage has no sample ${sample}`);
    const before = last[within] ?? -1;
    let hasResult = before !== -1 && before % 2 === 1;
    if (piece.item === -1 && !hasResult) {
      this.#order.push(sample);
      hasResult = true;
    }
    last[within] = this.#file.length * 2 + (hasResult ? 1 : 0);
    const room = this.#file.reserve(headSize + bytes.length);
    room.writeDoubleLE(before === -1 ? -1 : Math.floor(before / 2), 0);
    room.writeDoubleLE(piece.byte, 8);
    room.writeUInt32LE(piece.part.number, 16);
    room.writeUInt32LE(piece.record, 20);
    room.writeInt32LE(piece.item, 24);
    room.writeUInt32LE(piece.count, 28);
    room.writeUInt32LE(bytes.length, 32);
    room.set(bytes, headSize);
  }

  /** Writes what has gathered in memory, if it is much; to be called now and then. */
  async drain(): Promise<void> {
    await this.#file.drain();
  }

  /** Ends the adding; from then on the samples can be read. */
  async finish(): Promise<void> {
    this.#closeGroup();
    this.#bytes = Buffer.alloc(0);
    await this.#file.flush();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #headAt(offset: number): Promise<Head> {
    const head = await this.#reader.read(offset, headSize);
    const part = this.#parts[head.readUInt32LE(16)];
    if (part === undefined) throw new Error('The stage has no such part');
    return {
      before: head.readDoubleLE(0),
      byte: head.readDoubleLE(8),
      part,
      record: head.readUInt32LE(20),
      item: head.readInt32LE(24),
      count: head.readUInt32LE(28),
      size: head.readUInt32LE(32),
    };
  }

  async #pieceAt(offset: number): Promise<StagedPiece> {
    const head = await this.#headAt(offset);
    return { ...head, bytes: await this.#reader.read(offset + headSize, head.size) };
  }

  #lastOf(sample: number): number {
    return this.#last[Math.floor(sample / blockSize)]?.[sample % blockSize] ?? -1;
  }

  /** The pieces of a sample, the last first. */
  async *#headsOf(sample: number): AsyncGenerator<[offset: number, head: Head]> {
    for (let offset = Math.floor(this.#lastOf(sample) / 2); offset >= 0;) {
      const head = await this.#headAt(offset);
      yield [offset, head];
      offset = head.before;
    }
  }

  /** Refuses predictions of samples that have no result entry, each sample once. */
  async refuseStrays(onProblem: (error: SecondLookError) => void): Promise<void> {
    let named = 0;
    for (let sample = 0; sample < this.#samples.length && named < mostStrays; sample++) {
      if (this.#lastOf(sample) % 2 === 1) continue;
      let first = 0;
      for await (const [offset] of this.#headsOf(sample)) first = offset;
      const place = placeWords(placeOf(await this.#pieceAt(first)));
      const reason = `this prediction is of sample ${this.#samples.idOf(sample)}, which has no result entry in the files. Give all pages of the run together.`;
      named += 1;
      onProblem(new SecondLookError('bad-parameter', `${place}: ${reason}`));
    }
  }

  /** The samples in the order of their result entries, without those that are refused. */
  async *joined(listener: RepeatListener): AsyncGenerator<StagedSample> {
    for (let at = 0; at < this.#order.length; at++) {
      try {
        yield await this.#join(this.#order.at(at), listener);
      } catch (error) {
        if (!(error instanceof SecondLookError)) throw error;
        listener.problem(error);
      }
    }
  }

  async #join(sample: number, listener: RepeatListener): Promise<StagedSample> {
    const sampleId = this.#samples.idOf(sample);
    const results: number[] = [];
    const groups: number[] = [];
    let count = 0;
    let size = 0;
    for await (const [offset, head] of this.#headsOf(sample)) {
      if (head.item === -1) {
        results.push(offset);
        continue;
      }
      count += head.count;
      size += head.size + 1;
      if (isAllowed(count, size)) groups.push(offset);
    }
    const result = await this.#pieceAt(results.pop() ?? 0);
    if (!isAllowed(count, size)) throw faultError(placeOf(result), tooManyPredictions(sampleId, 0));
    const predictions: StagedPiece[] = [];
    for (const offset of groups.toReversed()) predictions.push(await this.#pieceAt(offset));
    const isTogether = ({ part, record }: StagedPiece) =>
      part === result.part && (!part.isLines || record === result.record);
    if (results.length === 0 && predictions.every(isTogether)) {
      return { sampleId, result, predictions };
    }
    const versions = [result];
    for (const offset of results.toReversed()) {
      const other = await this.#pieceAt(offset);
      if (!isSameJson(result.bytes, other.bytes))
        throw tellsApart(sampleId, 'result entries', placeOf(result), placeOf(other));
      versions.push({ ...other, bytes: result.bytes });
      listener.repeated(sampleId, placeOf(other));
    }
    const all = joinVersions(versions, predictions, (one, other) => {
      throw tellsApart(sampleId, 'predictions', placeOf(one), placeOf(other));
    });
    return { sampleId, result, predictions: all };
  }
}

const isAllowed = (count: number, size: number) =>
  count <= importLimits.windowsPerSample && size + 1 <= importLimits.recordBytes;
