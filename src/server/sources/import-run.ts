/** Files to batches for the store: read, joined by sample, checked, judged; with notices, progress and a way to stop. */
import { setImmediate } from 'node:timers/promises';
import { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/imports';
import type { EntryBatch } from '../store/entry-batch';
import { joinedBlocks } from './joined-blocks';
import { stagePages } from './json-pages';
import { faultIn, lineBlocks, type Block } from './line-blocks';
import type { ReadLines } from './line-reader';
import { openSource, type OpenedSource } from './opened-source';
import { RecordReaders } from './record-readers';
import { RepeatedLines } from './repeated-lines';
import type { RepeatListener } from './repeats';
import { RunKeys } from './run-keys';
import { RunNotices } from './run-notices';
import type { SourceFile } from './source-file';
import { noSamples, type SourceFormat } from './source-format';
import { SpillFile } from './spill-file';
import { Stage, type StageTarget } from './stage';
import { stageLines } from './staged-lines';
import { unpackBudget } from './unpack';

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
  /** Called with each problem, after which reading continues; absent: the first problem is thrown. */
  onProblem?: (problem: SecondLookError) => void;
  /** The file of the threads that read records where there are many; absent: the product's own. */
  thread?: string;
}

/** Taking the files in costs about this share of the time; the rest is reading their records. */
const takingInShare = 0.3;

/** How a file of each format is read into a stage; returns how many samples it says there are, where it does. */
const stageFile = { pages: stagePages, lines: stageLines } satisfies Record<
  SourceFormat,
  (source: OpenedSource, target: StageTarget) => Promise<number | undefined>
>;

/** A reading of files: its batches, and, when they are through, what was noticed on the way. */
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
    const { signal, tempFolder, thread } = this.#options;
    signal.throwIfAborted();
    const readers = new RecordReaders(this.#totalBytes, thread);
    const copies = await SpillFile.create(tempFolder);
    try {
      for await (const { batch, notices } of this.#batches(readers, copies)) {
        signal.throwIfAborted();
        this.#notices.addAll(notices);
        if (batch.count > 0) yield batch;
        // Others in this process have their turn between batches.
        await setImmediate();
      }
      this.#compareCount();
    } finally {
      await readers.close();
      await copies.close();
    }
  }

  /** One file of lines is read as it comes; elsewhere the records must be joined by sample. */
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

  /** Opens a file; `undefined` where it is refused and reading continues. */
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
      // Only where all of the files was read: else the result entries may be those that were refused.
      else await stage.refuseStrays(listener.problem);
    }
    const blocks = joinedBlocks(stage.joined(listener));
    for await (const read of this.#readBlocks(blocks, readers, (lines) => lines)) {
      this.#samples += read.batch.count;
      this.#tell(takingInShare + ((1 - takingInShare) * this.#samples) / stage.samples);
      yield read;
    }
  }

  /** Reads blocks in their order; `settle` gets each. */
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
      const count = await stageFile[source.format](source, target);
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

  /** Reports a problem with the files where reading continues; otherwise, and for any other error, throws it. */
  #problem(error: unknown): void {
    if (!(error instanceof SecondLookError) || this.#options.onProblem === undefined) throw error;
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
