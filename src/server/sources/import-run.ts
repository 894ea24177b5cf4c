/** Files to batches for the store: read, joined by sample, checked, judged; with notices, progress and a way to stop. */
import { setImmediate } from 'node:timers/promises';
import { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/imports';
import type { EntryBatch } from '../store/entry-batch';
import { BatchReader, type ReadBatch } from './batch-reader';
import { readLinesDirectly } from './direct-lines';
import type { RawEntry, SourceFile } from './entries';
import { readLines } from './json-lines';
import { placeOfRow } from './line-batch';
import { readPages } from './json-pages';
import { RecordReaders } from './record-readers';
import type { RecordSink } from './record-sink';
import { RunKeys } from './run-keys';
import { RunNotices } from './run-notices';
import { readSampleId } from './sample-id-fault';
import { noSamples, openSource, type OpenedSource } from './source-format';
import { EntrySpool } from './spool/entry-spool';
import { joinEntries } from './spool/join-entries';
import { unpack, unpackBudget } from './unpack';

export interface ReadProgress {
  /** Samples that were handed over. */
  samples: number;
  /** Samples that were read from the files: where they must be joined, that is done before the first is handed over. */
  samplesRead: number;
  /** Bytes of the files, as they are, that were read. */
  bytes: number;
  /** How much of the work is done, 0 to 1. */
  share: number;
}

export interface ReadOptions {
  /** A folder for temporary files as large as the import, unpacked; made where it is missing. */
  tempFolder: string;
  signal: AbortSignal;
  onProgress?: (progress: ReadProgress) => void;
  /** Told of each problem, and the reading goes on behind it; absent: the first one is thrown. */
  onProblem?: (problem: SecondLookError) => void;
  /** The file of the threads that read records where there are many; absent: the product's own. */
  thread?: string;
}

/** A file whose format is known. */
interface Opened extends OpenedSource {
  file: string;
  /** Reads unpacked bytes of it again, where that can be done. */
  again: SourceFile['again'];
  /** To be closed. */
  bytes: AsyncGenerator<Uint8Array>;
}

/** Taking the files in costs about this share of the time; the rest is reading their records. */
const takingInShare = 0.3;

/** A reading of files: its batches, and, when they are through, what was noticed on the way. */
export class RunReading implements AsyncIterable<EntryBatch> {
  readonly #files: readonly SourceFile[];
  readonly #options: ReadOptions;
  readonly #notices = new RunNotices();
  readonly #keys = new RunKeys((error) => this.#problem(error));
  readonly #totalBytes: number;
  readonly #budget = unpackBudget(importLimits.unpackedBytes);
  #bytes = 0;
  #samples = 0;
  #samplesRead = 0;
  #problems = 0;
  /** How many samples the pages say the run has. */
  #totalCount: number | undefined;

  constructor(files: readonly SourceFile[], options: ReadOptions) {
    this.#files = files;
    this.#options = options;
    this.#totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  }

  /** What was noticed and is no error, in words; complete when all batches are through. */
  get notices(): readonly string[] {
    return this.#notices.sentences();
  }

  /** How many samples were handed over. */
  get samples(): number {
    return this.#samples;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EntryBatch> {
    this.#options.signal.throwIfAborted();
    const readers = new RecordReaders(this.#totalBytes, this.#options.thread);
    try {
      const [first, ...others] = this.#files;
      const opened = first === undefined ? undefined : await this.#open(first);
      const batches =
        opened?.format === 'lines' && others.length === 0
          ? this.#linesOf(opened, readers)
          : this.#joined(opened, others, readers);
      for await (const { batch, notices } of batches) {
        this.#options.signal.throwIfAborted();
        this.#notices.addAll(notices);
        if (batch.count > 0) yield batch;
        // Others in this process have their turn between batches.
        await setImmediate();
      }
      this.#compareCount();
    } finally {
      await readers.close();
    }
  }

  /** Does what refuses with a `SecondLookError`, which is told; `undefined` then, where the reading goes on. */
  async #trying<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SecondLookError)) throw error;
      this.#problem(error);
      return undefined;
    }
  }

  async #open(file: SourceFile): Promise<Opened | undefined> {
    let { again } = file;
    const onRead = (read: number) => {
      this.#bytes += read;
    };
    const bytes = unpack(file, this.#budget, onRead, () => {
      again = undefined;
    });
    return this.#trying(async () => {
      const source = await openSource(file.name, bytes);
      return { file: file.name, bytes, again, ...source };
    });
  }

  /** One file of lines, in which no sample must be joined. */
  async *#linesOf(opened: Opened, readers: RecordReaders): AsyncGenerator<ReadBatch> {
    const { file, chunks, offset, bytes, again } = opened;
    const lines = readLinesDirectly(file, chunks, offset, {
      readers,
      again,
      tempFolder: this.#options.tempFolder,
      signal: this.#options.signal,
      onProblem: (error) => this.#problem(error),
      onRepeated: (sampleId, place) => this.#notices.addRepeated(sampleId, place),
    });
    try {
      for (;;) {
        const next = await this.#trying(() => lines.next());
        if (next === undefined || next.done === true) break;
        const read = next.value;
        this.#keys.add(read.batch, (row) => ({ place: placeOfRow(file, read, row), prefix: 'result' }));
        this.#samples += read.batch.count;
        this.#samplesRead = this.#samples;
        this.#tell(this.#bytes / Math.max(1, this.#totalBytes));
        yield read;
      }
    } finally {
      await lines.return(undefined);
      await bytes.return(undefined);
    }
    if (this.#samples === 0 && this.#problems === 0) this.#problem(noSamples(this.#files));
    this.#tell(1);
  }

  /** Files whose records must be joined by sample; they are taken in first. */
  async *#joined(
    first: Opened | undefined,
    others: readonly SourceFile[],
    readers: RecordReaders,
  ): AsyncGenerator<ReadBatch> {
    const spool = await EntrySpool.create(this.#options.tempFolder);
    try {
      if (first !== undefined) await this.#takeIn(first, spool);
      for (const file of others) {
        const opened = await this.#open(file);
        if (opened !== undefined) await this.#takeIn(opened, spool);
      }
      const isComplete = this.#problems === 0;
      await spool.finish();
      if (spool.samples.length === 0 && isComplete) this.#problem(noSamples(this.#files));
      const join = joinEntries(spool, {
        problem: (error) => this.#problem(error),
        isComplete,
        repeated: (sampleId, place) => this.#notices.addRepeated(sampleId, place),
      });
      for await (const read of this.#readJoined(join, readers)) {
        this.#samples += read.batch.count;
        this.#tell(takingInShare + ((1 - takingInShare) * this.#samples) / spool.samples.distinct);
        yield read;
      }
    } finally {
      await spool.close();
    }
  }

  async *#readJoined(join: AsyncIterable<RawEntry[]>, readers: RecordReaders): AsyncGenerator<ReadBatch> {
    const asked: { entries: readonly RawEntry[]; read: Promise<ReadBatch | undefined> }[] = [];
    for await (const entries of join) {
      const read = readers.entries(entries);
      // Whoever waits for it hears of it; an import that ends before that does not.
      read.catch(() => undefined);
      asked.push({ entries, read });
      while (asked.length >= readers.atOnce) {
        const next = asked.shift();
        if (next !== undefined) yield this.#settled(next.entries, await next.read);
      }
    }
    for (const { entries, read } of asked) yield this.#settled(entries, await read);
  }

  #settled(entries: readonly RawEntry[], read: ReadBatch | undefined): ReadBatch {
    const settled = read ?? this.#readHere(entries);
    const { sampleIds } = settled.batch;
    const recordOf = (row: number) => entries.find(({ sampleId }) => sampleId === sampleIds[row])?.result;
    this.#keys.add(settled.batch, recordOf);
    return settled;
  }

  /** Reads samples of which one is refused: here its place is known. */
  #readHere(entries: readonly RawEntry[]): ReadBatch {
    const reader = new BatchReader();
    for (const entry of entries) {
      try {
        reader.read(entry);
      } catch (error) {
        if (!(error instanceof SecondLookError)) throw error;
        this.#problem(error);
      }
    }
    return reader.finish();
  }

  /** Reads a file into the spool, to its end. */
  async #takeIn({ file, format, chunks, offset, bytes }: Opened, spool: EntrySpool): Promise<void> {
    const sink = this.#sink(spool);
    await this.#trying(async () => {
      if (format === 'lines') {
        await readLines(file, chunks, offset, spool.parts, sink, (error) => this.#problem(error));
      } else {
        const count = await readPages(file, chunks, offset, spool.parts, sink);
        if (count !== undefined) this.#totalCount = Math.max(this.#totalCount ?? 0, count);
      }
    }).finally(() => bytes.return(undefined));
  }

  #sink(spool: EntrySpool): RecordSink {
    const onProblem = (error: SecondLookError) => this.#problem(error);
    return {
      result: (position, bytes, members) => {
        const id = readSampleId(spool.parts, 'result entry', position, 0, bytes, onProblem);
        if (id !== undefined) spool.addResult(id, position, bytes, members);
        return id;
      },
      prediction: (position, item, bytes, members) => {
        const id = readSampleId(spool.parts, 'prediction', position, item, bytes, onProblem);
        if (id !== undefined) spool.addPrediction(id, position, item, bytes, members);
        return id;
      },
      drain: async () => {
        this.#options.signal.throwIfAborted();
        await spool.drain();
        this.#samplesRead = spool.samples.distinct;
        this.#tell(takingInShare * Math.min(1, this.#bytes / Math.max(1, this.#totalBytes)));
      },
    };
  }

  #compareCount(): void {
    const said = this.#totalCount;
    if (said === undefined || said <= this.#samples || this.#problems > 0) return;
    const [all, here] = [said.toLocaleString('en'), this.#samples.toLocaleString('en')];
    this.#notices.say(`The pages say that there are ${all} samples; these files hold ${here} of them.`);
  }

  #tell(share: number): void {
    this.#options.onProgress?.({
      samples: this.#samples,
      samplesRead: this.#samplesRead,
      bytes: this.#bytes,
      share: Math.min(1, share),
    });
  }

  #problem(error: SecondLookError): void {
    if (this.#options.onProblem === undefined) throw error;
    this.#problems += 1;
    this.#options.onProblem(error);
  }
}

/**
 * Reads the files of one run. The files are read one after another, in order, each once and to its end. Every problem
 * is a `SecondLookError` that names file, record, byte and field.
 */
export function readRun(files: readonly SourceFile[], options: ReadOptions): RunReading {
  return new RunReading(files, options);
}
