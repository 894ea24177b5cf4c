/** Reads files into batches for the store: joined by sample, checked, judged; with notices and progress. */
import { setImmediate } from 'node:timers/promises';
import { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/schemas/imports';
import type { EntryBatch } from '../store/entry-batch';
import { joinedBlocks } from './stage/joined-blocks';
import { faultIn, lineBlocks, type Block } from './formats/line-blocks';
import type { ReadLines } from './formats/line-reader';
import { openSource, type OpenedSource } from './opened-source';
import { RecordReaders } from './record-readers';
import { RepeatedLines } from './formats/repeated-lines';
import type { RepeatListener } from './repeats';
import { RunKeys } from './run-keys';
import { RunNotices } from './run-notices';
import type { SourceFile } from './source-file';
import { formats } from './formats/registry';
import { noSamples } from './formats/source-format';
import { SpillFile } from './stage/spill-file';
import { Stage, type StageTarget } from './stage/stage';
import { unpackBudget } from './unpack';

export interface ReadProgress {
  /** Samples that were passed on to the store. */
  samples: number;
  /** Samples that were read from the files; if they must be joined, all are read before the first is passed on. */
  samplesRead: number;
  /** Bytes that were read from the files, before unpacking. */
  bytes: number;
  /** The share of the work that is done, 0 to 1. */
  share: number;
}

export interface ReadOptions {
  /** A folder for temporary files as large as the unpacked import; created if it is missing. */
  tempFolder: string;
  signal: AbortSignal;
  onProgress?: (progress: ReadProgress) => void;
  /** Called with each problem, after which reading continues; absent: the first problem is thrown. */
  onProblem?: (problem: SecondLookError) => void;
  /** The file of the worker threads that read large imports; absent: the product's own. */
  thread?: string;
}

/** The approximate share of the time for staging the files; the rest is parsing their records. */
const takingInShare = 0.3;

/** The reading of files: yields batches, and has the notices at the end. */
export class RunReading implements AsyncIterable<EntryBatch> {
  readonly #files: readonly SourceFile[];
  readonly #options: ReadOptions;
  readonly #notices = new RunNotices();
  readonly #keys = new RunKeys();
  readonly #totalBytes: number;
  readonly #budget = unpackBudget(importLimits.unpackedBytes);
  #bytes = 0;
  #samples = 0;
  #samplesRead = 0;
  #problems = 0;
  /** The number of samples of the run according to the pages. */
  #totalCount: number | undefined;

  constructor(files: readonly SourceFile[], options: ReadOptions) {
    this.#files = files;
    this.#options = options;
    this.#totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  }

  /** Notices that are not errors, in words; complete when all batches have been read. */
  get notices(): readonly string[] {
    return this.#notices.sentences();
  }

  /** The number of samples that were passed on. */
  get samples(): number {
    return this.#samples;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EntryBatch> {
    const { signal, tempFolder, thread } = this.#options;
    signal.throwIfAborted();
    const readers = new RecordReaders(this.#totalBytes, thread);
    const copies = await SpillFile.create(tempFolder);
    try {
      for await (const { batch, notices } of this.#batches(readers, copies)) {
        signal.throwIfAborted();
        this.#notices.addAll(notices);
        if (batch.count > 0) yield batch;
        // Let other work in this process run between batches.
        await setImmediate();
      }
      this.#compareCount();
    } finally {
      await readers.close();
      await copies.close();
    }
  }

  /** A single file of lines is streamed; otherwise the records must be joined by sample. */
  async *#batches(readers: RecordReaders, copies: SpillFile): AsyncGenerator<ReadLines> {
    const [file, ...others] = this.#files;
    const first = file === undefined ? undefined : await this.#open(file, copies);
    if (first?.format === 'lines' && others.length === 0) {
      yield* this.#linesOf(first, readers);
      return;
    }
    const stage = await Stage.create(this.#options.tempFolder);
    try {
      if (first !== undefined) await this.#takeIn(first, stage);
      for (const other of others) {
        const source = await this.#open(other, copies);
        if (source !== undefined) await this.#takeIn(source, stage);
      }
      await stage.finish();
      yield* this.#joined(stage, readers);
    } finally {
      await stage.close();
    }
  }

  /** Opens a file; `undefined` if it is refused and reading continues. */
  async #open(file: SourceFile, copies: SpillFile): Promise<OpenedSource | undefined> {
    const onRead = (bytes: number) => {
      this.#bytes += bytes;
    };
    try {
      return await openSource(file, { budget: this.#budget, copies, onRead });
    } catch (error) {
      this.#problem(error);
      return undefined;
    }
  }

  async *#linesOf(source: OpenedSource, readers: RecordReaders): AsyncGenerator<ReadLines> {
    const repeated = new RepeatedLines(source, this.#repeatListener());
    const blocks = lineBlocks(source.file, source.chunks, source.offset);
    try {
      for await (const read of this.#readBlocks(blocks, readers, (lines, block) =>
        repeated.without(lines, block),
      )) {
        this.#samples += read.batch.count;
        this.#samplesRead = this.#samples;
        this.#tell(this.#bytes / Math.max(1, this.#totalBytes));
        yield read;
      }
    } catch (error) {
      this.#problem(error);
    } finally {
      await source.close();
    }
    if (this.#samples === 0 && this.#problems === 0) this.#problem(noSamples(this.#files));
    this.#tell(1);
  }

  async *#joined(stage: Stage, readers: RecordReaders): AsyncGenerator<ReadLines> {
    const listener = this.#repeatListener();
    if (this.#problems === 0) {
      if (stage.samples === 0) this.#problem(noSamples(this.#files));
      // Only if all files were read completely: otherwise the missing result entries may be among the refused ones.
      else await stage.refuseStrays(listener.problem);
    }
    const blocks = joinedBlocks(stage.joined(listener));
    for await (const read of this.#readBlocks(blocks, readers, (lines) => lines)) {
      this.#samples += read.batch.count;
      this.#tell(takingInShare + ((1 - takingInShare) * this.#samples) / stage.samples);
      yield read;
    }
  }

  /** Reads blocks in order; `settle` receives each. */
  async *#readBlocks<AnyBlock extends Block>(
    blocks: AsyncIterable<AnyBlock>,
    readers: RecordReaders,
    settle: (read: ReadLines, block: AnyBlock) => ReadLines | Promise<ReadLines>,
  ): AsyncGenerator<ReadLines> {
    for await (const [block, read] of readers.lines(blocks)) {
      this.#options.signal.throwIfAborted();
      for (const fault of read.faults) this.#problem(faultIn(block, fault));
      const taken = await settle(read, block);
      if (block.problem !== undefined) this.#problem(block.problem);
      const tooManyKeys = this.#keys.add(taken.batch, (row, path) =>
        block.placeOf(taken.lines[row] ?? 0, path, taken.batch.resultStarts[row] ?? 0),
      );
      if (tooManyKeys !== undefined) this.#problem(tooManyKeys);
      yield taken;
    }
  }

  #repeatListener(): RepeatListener {
    return {
      problem: (error) => this.#problem(error),
      repeated: (sampleId, place) => this.#notices.addRepeated(sampleId, place),
    };
  }

  /** Reads a file into the stage, to its end. */
  async #takeIn(source: OpenedSource, stage: Stage): Promise<void> {
    const target: StageTarget = {
      stage,
      onProblem: (error) => this.#problem(error),
      drain: async () => {
        this.#options.signal.throwIfAborted();
        await stage.drain();
        this.#samplesRead = stage.samples;
        this.#tell(takingInShare * Math.min(1, this.#bytes / Math.max(1, this.#totalBytes)));
      },
    };
    try {
      const count = await formats[source.format].stage(source, target);
      if (count !== undefined) this.#totalCount = Math.max(this.#totalCount ?? 0, count);
    } catch (error) {
      this.#problem(error);
    } finally {
      await source.close();
    }
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

  /** If reading continues after problems, reports a problem with the files; throws any other error. */
  #problem(error: unknown): void {
    if (!(error instanceof SecondLookError) || this.#options.onProblem === undefined) throw error;
    this.#problems += 1;
    this.#options.onProblem(error);
  }
}

/**
 * Reads the files of one run, one after another, in order, each once and to its end. Every problem is a
 * `SecondLookError` that names file, record, byte and field.
 */
export function readRun(files: readonly SourceFile[], options: ReadOptions): RunReading {
  return new RunReading(files, options);
}
