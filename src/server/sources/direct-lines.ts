/**
 * One file of JSON Lines, read straight into batches: a line has all of its sample, so that nothing must be joined. A
 * sample that comes again is compared with its first line, which is read again, or which a temporary file keeps.
 */
import type { SecondLookError } from '../../contract/errors';
import { entriesOf } from '../store/entry-batch';
import type { StoredEntry } from '../store/store';
import type { Place, SourceFile } from './entries';
import { jsonBytes } from './json-bytes';
import { LineBatchReader, placeOfRow, type LinesBatch } from './line-batch';
import { giveBack } from './block-memory';
import { lineBlocks } from './line-blocks';
import type { RecordReaders } from './record-readers';
import { spoolLimits, tooMany } from './spool/entry-spool';
import { tellsApart } from './spool/join-entries';
import { NumberList } from './spool/number-list';
import { SampleIndex } from './spool/sample-index';
import { isSameJson } from './spool/same-json';
import { SpillFile } from './spool/spill-file';

export interface DirectLinesOptions {
  readers: RecordReaders;
  /** Reads bytes of the file again; absent: a copy is kept. */
  again: SourceFile['again'];
  /** For a copy of the file, unpacked. */
  tempFolder: string;
  signal: AbortSignal;
  /** Told of a line that is refused; throws, or returns to go on with the next one. */
  onProblem: (error: SecondLookError) => void;
  /** A sample stands in the file more than once, each time the same. */
  onRepeated: (sampleId: number, place: Place) => void;
}

/** Where lines lie in the file. */
interface Stretch {
  byte: number;
  length: number;
}

/** A block that is being read, and what comes of it: placed as if it were the first of its file. */
interface Block extends Stretch {
  read: Promise<LinesBatch | undefined>;
}

/** A sample of a batch that stands in an earlier line as well. */
interface Repeat {
  row: number;
  /** The number of the first one among all samples. */
  first: number;
}

const lookBehind = 64 * 1024;

class DirectLines {
  readonly #file: string;
  readonly #options: DirectLinesOptions;
  readonly #spill: SpillFile;
  /** The offset in the file of what the temporary file begins with. */
  readonly #offset: number;
  readonly #samples = new SampleIndex();
  readonly #lineNumbers = new NumberList();
  readonly #lineStarts = new NumberList();
  #byte: number;
  #line = 1;

  constructor(file: string, offset: number, spill: SpillFile, options: DirectLinesOptions) {
    this.#file = file;
    this.#offset = offset;
    this.#byte = offset;
    this.#spill = spill;
    this.#options = options;
  }

  async *batches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LinesBatch> {
    const { readers, signal } = this.#options;
    const blocks: Block[] = [];
    /** Reads a line that comes in several blocks. */
    let open: { reader: LineBatchReader; byte: number; length: number } | undefined;
    for await (const { bytes, isOpen } of lineBlocks(chunks)) {
      signal.throwIfAborted();
      await this.#keep(bytes);
      const block = { byte: this.#byte, length: bytes.length };
      this.#byte += bytes.length;
      if (isOpen || open !== undefined) {
        for (const before of blocks.splice(0)) yield await this.#settle(before);
        open ??= { reader: this.#reader(block.byte), byte: block.byte, length: 0 };
        open.reader.push(bytes);
        open.length += bytes.length;
        if (isOpen) continue;
        yield await this.#take(open.reader.finish(), open);
        open = undefined;
        continue;
      }
      const read = readers.lines(bytes);
      // Whoever waits for it hears of it; an import that ends before that does not.
      read.catch(() => undefined);
      blocks.push({ ...block, read });
      while (blocks.length >= readers.atOnce) {
        const first = blocks.shift();
        if (first === undefined) continue;
        const settled = await this.#settle(first);
        yield settled;
        giveBack(settled.batch.bytes);
      }
    }
    if (open !== undefined) yield await this.#take(open.reader.finish(), open);
    for (const block of blocks) yield await this.#settle(block);
  }

  async #keep(bytes: Uint8Array): Promise<void> {
    if (this.#options.again !== undefined) return;
    this.#spill.reserve(bytes.length).set(bytes);
    await this.#spill.drain();
  }

  #reader(byte: number, leftOut?: ReadonlySet<number>, block?: Uint8Array): LineBatchReader {
    // Lines that are read again for what is to be left out were told of the first time.
    const onProblem = leftOut === undefined ? this.#options.onProblem : () => undefined;
    return new LineBatchReader(
      { file: this.#file, line: this.#line, byte },
      leftOut === undefined ? { onProblem } : { onProblem, leftOut },
      block,
    );
  }

  async #readAgain({ byte, length }: Stretch, leftOut?: ReadonlySet<number>): Promise<LinesBatch> {
    const block = await this.#kept(byte, length);
    const reader = this.#reader(byte, leftOut, block);
    reader.push(block);
    return reader.finish();
  }

  async #kept(byte: number, length: number): Promise<Uint8Array> {
    if (this.#options.again !== undefined) return this.#options.again(byte, length);
    await this.#spill.flush();
    return this.#spill.read(byte - this.#offset, length);
  }

  async #settle({ byte, length, read: reading }: Block): Promise<LinesBatch> {
    const read = await reading;
    this.#options.signal.throwIfAborted();
    const place = { byte, length };
    return this.#take(
      read === undefined ? await this.#readAgain(place) : placedAt(read, this.#line - 1, byte),
      place,
    );
  }

  /** What was read, without the samples that stand in an earlier line. */
  async #take(read: LinesBatch, stretch: Stretch): Promise<LinesBatch> {
    const repeats = this.#add(read);
    let taken = read;
    if (repeats.length > 0) {
      await this.#compare(read, repeats);
      const leftOut = new Set(repeats.map(({ row }) => read.lineNumbers[row] ?? 0));
      taken = await this.#readAgain(stretch, leftOut);
    }
    this.#line += read.lines;
    return taken;
  }

  #add(read: LinesBatch): Repeat[] {
    const { batch, lineNumbers, lineStarts } = read;
    const repeats: Repeat[] = [];
    for (let row = 0; row < batch.count; row++) {
      const sampleId = batch.sampleIds[row] ?? 0;
      if (this.#samples.length >= spoolLimits.results) {
        throw tooMany(placeOfRow(this.#file, read, row), 'result entries', spoolLimits.results);
      }
      if (!this.#samples.add(sampleId)) repeats.push({ row, first: this.#samples.firstOf(sampleId) });
      this.#lineNumbers.push(lineNumbers[row] ?? 0);
      this.#lineStarts.push(lineStarts[row] ?? 0);
    }
    return repeats;
  }

  /** Tells of samples that come again, and refuses those that differ from their first line. */
  async #compare(read: LinesBatch, repeats: readonly Repeat[]): Promise<void> {
    const entries = [...entriesOf(read.batch)];
    for (const { row, first } of repeats) {
      const entry = entries[row];
      if (entry === undefined) continue;
      const { sampleId } = entry;
      const place = placeOfRow(this.#file, read, row);
      const earlier = await this.#lineOf(first);
      const differ = (what: string) =>
        this.#options.onProblem(tellsApart(sampleId, what, earlier.place, place));
      if (!isSameJson(earlier.entry.result, entry.result)) differ('result entries');
      else if (!isSameJson(listed(earlier.entry.predictions), listed(entry.predictions)))
        differ('predictions');
      else this.#options.onRepeated(sampleId, place);
    }
  }

  /** The sample of an earlier line, by its number among all samples. */
  async #lineOf(sample: number): Promise<{ entry: StoredEntry; place: Place }> {
    const line = this.#lineNumbers.at(sample);
    const start = this.#lineStarts.at(sample);
    let bytes: Uint8Array = new Uint8Array(0);
    for (let length = lookBehind; ; length *= 2) {
      const most = Math.min(length, this.#byte - start);
      bytes = await this.#kept(start, most);
      const end = bytes.indexOf(jsonBytes.newline);
      if (end === -1 && most === length) continue;
      bytes = end === -1 ? bytes : bytes.subarray(0, end);
      break;
    }
    const onProblem = (error: SecondLookError) => {
      throw error;
    };
    const reader = new LineBatchReader({ file: this.#file, line, byte: start }, { onProblem });
    reader.push(bytes);
    const read = reader.finish();
    const [entry] = entriesOf(read.batch);
    if (entry === undefined) throw new Error('A line that was read is not there any more');
    return { entry, place: placeOfRow(this.#file, read, 0) };
  }
}

const listed = (predictions: Uint8Array) => Buffer.concat([Buffer.from('['), predictions, Buffer.from(']')]);

/** Lines that were read as if they were the first of a file, `lines` lines and `bytes` bytes into it. */
function placedAt(read: LinesBatch, lines: number, bytes: number): LinesBatch {
  return {
    ...read,
    lineNumbers: read.lineNumbers.map((line) => line + lines),
    lineStarts: read.lineStarts.map((start) => start + bytes),
    resultStarts: read.resultStarts.map((start) => start + bytes),
  };
}

/**
 * Reads one file of lines, unpacked, from its first byte or the one after a byte order mark (`offset`), in batches.
 * Samples are told apart by their ids; one that comes again, and is equal, is taken once.
 */
export async function* readLinesDirectly(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
  options: DirectLinesOptions,
): AsyncGenerator<LinesBatch> {
  const spill = await SpillFile.create(options.tempFolder);
  try {
    yield* new DirectLines(file, offset, spill, options).batches(chunks);
  } finally {
    await spill.close();
  }
}
