/**
 * The records of files that must be joined by sample. A temporary file has one row per record, with its position
 * and the previous row of the same sample. The records' bytes are read from the files when all rows are complete.
 */
import { importLimits } from '../../../contract/schemas/imports';
import { SecondLookError } from '../../../contract/errors';
import { faultError, placeWords } from '../fault';
import { joinVersions } from './join-versions';
import { tooManyPredictions } from '../formats/line-reader';
import { placeOf, type Part, type Piece, type ReadPiece } from './pieces';
import { refuseTooMany, tellsApart, type RepeatListener } from '../repeats';
import { isSameJson } from '../json/same-json';
import { SampleIndex } from '../sample-index';
import { CachedReader, SpillFile } from './spill-file';

/** At most this many stray samples are named. */
const mostStrays = 1000;
const rowSize = 32;
const rowsInMemory = 1 << 14;

/** The position of a record, and its length. */
export type Position = Pick<Piece, 'part' | 'record' | 'byte' | 'length'>;

/** The target that a file is read into. */
export interface StageTarget {
  stage: Stage;
  /** Throws to stop, or returns to continue without the record. */
  onProblem: (error: SecondLookError) => void;
  /** To be awaited after each range of the file: makes room, and stops a cancelled reading. */
  drain: () => Promise<void>;
}

interface Row extends Piece {
  /** The number of the previous row of the same sample; 0 for none. */
  before: number;
}

/** A sample, joined. */
export interface StagedSample {
  result: ReadPiece;
  predictions: readonly ReadPiece[];
}

export class Stage {
  readonly #rows: SpillFile;
  readonly #reader: CachedReader;
  readonly #unwritten: Buffer[] = [];
  #count = 0;
  readonly #parts: Part[] = [];
  readonly #samples = new SampleIndex();
  /** For each sample the number of its last row, from 1; negative while it has no result entry. */
  readonly #last: number[] = [];
  /** The samples that have a result entry, in order. */
  readonly #order: number[] = [];
  /** Predictions that may be continued by the next record. */
  #group: (Piece & { sampleId: number }) | undefined;

  private constructor(rows: SpillFile) {
    this.#rows = rows;
    this.#reader = new CachedReader(
      (offset, size) => rows.read(offset, size),
      () => rows.length,
    );
  }

  /** Creates an empty stage with its file in the folder. */
  static async create(folder: string): Promise<Stage> {
    return new Stage(await SpillFile.create(folder));
  }

  /** The number of samples. */
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

  addResult(sampleId: number, position: Position): void {
    this.#append(sampleId, { ...position, count: 0, item: 0 });
  }

  addPrediction(sampleId: number, position: Position): void {
    const group = this.#group;
    const { part, record, byte, length } = position;
    const size = group === undefined ? 0 : byte + length - group.byte;
    const goesOn =
      group?.sampleId === sampleId &&
      group.part === part &&
      group.record + (part.isLines ? 0 : group.count) === record &&
      size <= importLimits.recordBytes;
    if (goesOn) {
      group.count += 1;
      group.length = size;
      return;
    }
    this.#closeGroup();
    this.#group = { ...position, sampleId, count: 1, item: 0 };
  }

  #closeGroup(): void {
    if (this.#group !== undefined) this.#append(this.#group.sampleId, this.#group);
    this.#group = undefined;
  }

  #append(sampleId: number, piece: Piece): void {
    const sample = this.#samples.numberOf(sampleId);
    refuseTooMany(this.#samples.length, () => placeOf(piece));
    if (sample === this.#last.length) this.#last.push(0);
    const before = this.#last[sample] ?? 0;
    const isFirstResult = piece.count === 0 && before <= 0;
    if (isFirstResult) this.#order.push(sample);
    const row = Buffer.allocUnsafe(rowSize);
    row.writeDoubleLE(piece.byte, 0);
    row.writeDoubleLE(piece.record, 8);
    row.writeUInt32LE(Math.abs(before), 16);
    row.writeUInt32LE(piece.part.number, 20);
    row.writeUInt32LE(piece.length, 24);
    row.writeUInt32LE(piece.count, 28);
    this.#unwritten.push(row);
    this.#count += 1;
    this.#last[sample] = before > 0 || isFirstResult ? this.#count : -this.#count;
  }

  /** Writes the rows that are in memory, if there are many; to be called regularly. */
  async drain(many = rowsInMemory): Promise<void> {
    if (this.#unwritten.length > many) await this.#rows.append(Buffer.concat(this.#unwritten.splice(0)));
  }

  /** Ends the adding; from then on the samples can be read. */
  async finish(): Promise<void> {
    this.#closeGroup();
    await this.drain(0);
  }

  async close(): Promise<void> {
    await this.#rows.close();
  }

  async #row(number: number): Promise<Row> {
    const bytes = await this.#reader.bytes((number - 1) * rowSize, rowSize);
    const row = new DataView(bytes.buffer, bytes.byteOffset, rowSize);
    const part = this.#parts[row.getUint32(20, true)];
    if (part === undefined) throw new Error('The stage has no such part');
    return {
      part,
      byte: row.getFloat64(0, true),
      record: row.getFloat64(8, true),
      before: row.getUint32(16, true),
      length: row.getUint32(24, true),
      count: row.getUint32(28, true),
      item: 0,
    };
  }

  /** Refuses predictions of samples that have no result entry, each sample once. */
  async refuseStrays(onProblem: (error: SecondLookError) => void): Promise<void> {
    let named = 0;
    for (const [sample, last] of this.#last.entries()) {
      if (last > 0) continue;
      if (named === mostStrays) break;
      let row = await this.#row(-last);
      while (row.before > 0) row = await this.#row(row.before);
      const place = placeWords(placeOf(row));
      const reason = `this prediction is of sample ${this.#samples.idOf(sample)}, which has no result entry in the files. Give all pages of the run together.`;
      named += 1;
      onProblem(new SecondLookError('bad-parameter', `${place}: ${reason}`));
    }
  }

  /** The samples in the order of their result entries, without those that are refused. */
  async *joined(listener: RepeatListener): AsyncGenerator<StagedSample> {
    for (const sample of this.#order) {
      try {
        yield await this.#join(sample, listener);
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
    for (let number = this.#last[sample] ?? 0; number > 0;) {
      const row = await this.#row(number);
      (row.count === 0 ? results : groups).push(number);
      count += row.count;
      if (row.count > 0) size += row.length + 1;
      number = row.before;
    }
    const result = await this.#piece(results.pop() ?? 0);
    if (count > importLimits.windowsPerSample || size > importLimits.recordBytes)
      throw faultError(placeOf(result), tooManyPredictions(0));
    const predictions: ReadPiece[] = [];
    for (const number of groups.toReversed()) predictions.push(await this.#piece(number));
    const isTogether = ({ part, record }: Piece) =>
      part === result.part && (!part.isLines || record === result.record);
    if (results.length === 0 && predictions.every(isTogether)) return { result, predictions };
    const versions: Piece[] = [result];
    for (const number of results.toReversed()) {
      const other = await this.#piece(number);
      if (!isSameJson(result.bytes, other.bytes))
        throw tellsApart(sampleId, 'result entries', placeOf(result), placeOf(other));
      versions.push(other);
      listener.repeated(sampleId, placeOf(other));
    }
    const all = joinVersions(versions, predictions, (one, other) => {
      throw tellsApart(sampleId, 'predictions', placeOf(one), placeOf(other));
    });
    return { result, predictions: all };
  }

  async #piece(number: number): Promise<ReadPiece> {
    const row = await this.#row(number);
    return { ...row, bytes: await row.part.reader.bytes(row.byte, row.length) };
  }
}
