/** Files to batches for the store: read, joined by sample, checked, judged; with notices, progress and a way to stop. */
import { setImmediate } from 'node:timers/promises';
import { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/imports';
import type { EntryBatch, ImportEntry } from '../store/store';
import { placeWords, type Place, type RawEntry, type SourceFile } from './entries';
import { EntrySpool } from './spool/entry-spool';
import { joinEntries } from './spool/join-entries';
import { readLines } from './json-lines';
import { readPages } from './json-pages';
import { readEntry } from './read-entry';
import type { RecordSink } from './record-sink';
import { RunNotices } from './run-notices';
import { sampleIdOf } from './sample-id';
import { openSource } from './source-format';
import { placeOf, type Position } from './spool/spooled-records';
import { unpack, unpackBudget } from './unpack';

export interface ReadProgress {
  /** Samples that were handed over. */
  samples: number;
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
}

/** Taking the files in costs about this share of the time; the rest is reading their records. */
const takingInShare = 0.3;

/** A reading of files: its batches, and, when they are through, what was noticed on the way. */
export class RunReading implements AsyncIterable<EntryBatch> {
  readonly #files: readonly SourceFile[];
  readonly #options: ReadOptions;
  readonly #notices = new RunNotices();
  readonly #totalBytes: number;
  #bytes = 0;
  #samples = 0;
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
    const { tempFolder, signal } = this.#options;
    signal.throwIfAborted();
    const spool = await EntrySpool.create(tempFolder);
    try {
      const wereComplete = await this.#takeIn(spool);
      await spool.finish();
      if (spool.samples.length === 0 && this.#problems === 0) this.#problem(noSamples(this.#files));
      const join = joinEntries(spool, {
        problem: (error) => this.#problem(error),
        isComplete: wereComplete,
        repeated: (sampleId, place) => this.#notices.addRepeated(sampleId, place),
      });
      for await (const batch of join) {
        signal.throwIfAborted();
        const entries = this.#readBatch(batch);
        this.#samples += entries.length;
        this.#tell(takingInShare + ((1 - takingInShare) * this.#samples) / spool.samples.distinct);
        if (entries.length > 0) yield { entries };
        // Others in this process have their turn between batches.
        await setImmediate();
      }
      this.#compareCount();
    } finally {
      await spool.close();
    }
  }

  /** Reads all files into the spool; returns whether none of them was refused. */
  async #takeIn(spool: EntrySpool): Promise<boolean> {
    const budget = unpackBudget(importLimits.unpackedBytes);
    const before = this.#problems;
    const sink = this.#sink(spool);
    for (const file of this.#files) {
      const bytes = unpack(file, budget, (read) => {
        this.#bytes += read;
      });
      try {
        const { format, chunks, offset } = await openSource(file.name, bytes);
        if (format === 'lines') {
          await readLines(file.name, chunks, offset, spool.parts, sink, (error) => this.#problem(error));
        } else {
          const count = await readPages(file.name, chunks, offset, spool.parts, sink);
          if (count !== undefined) this.#totalCount = Math.max(this.#totalCount ?? 0, count);
        }
      } catch (error) {
        if (!(error instanceof SecondLookError)) throw error;
        this.#problem(error);
      } finally {
        await bytes.return(undefined);
      }
    }
    return this.#problems === before;
  }

  #sink(spool: EntrySpool): RecordSink {
    const idOf = (
      what: 'result entry' | 'prediction',
      position: Position,
      item: number,
      bytes: Uint8Array,
    ) => {
      const found = sampleIdOf(bytes);
      if ('id' in found) return found.id;
      this.#problem(badId(placeOf(spool.parts.of(position.part), what, position), what, item, found.text));
      return undefined;
    };
    return {
      result: (position, bytes, members) => {
        const id = idOf('result entry', position, 0, bytes);
        if (id !== undefined) spool.addResult(id, position, bytes, members);
        return id;
      },
      prediction: (position, item, bytes, members) => {
        const id = idOf('prediction', position, item, bytes);
        if (id !== undefined) spool.addPrediction(id, position, item, bytes, members);
        return id;
      },
      drain: async () => {
        this.#options.signal.throwIfAborted();
        await spool.drain();
        this.#tell(takingInShare * Math.min(1, this.#bytes / Math.max(1, this.#totalBytes)));
      },
    };
  }

  #readBatch(batch: readonly RawEntry[]): ImportEntry[] {
    const entries: ImportEntry[] = [];
    for (const raw of batch) {
      try {
        const { facts, learnBlocks, notices } = readEntry(raw);
        const { sampleId, result, predictions } = raw;
        for (const notice of notices) this.#notices.add(notice, sampleId);
        entries.push({ sampleId, result: result.bytes, predictions: predictions.bytes, facts, learnBlocks });
      } catch (error) {
        if (!(error instanceof SecondLookError)) throw error;
        this.#problem(error);
      }
    }
    return entries;
  }

  #compareCount(): void {
    const said = this.#totalCount;
    if (said === undefined || said <= this.#samples || this.#problems > 0) return;
    const [all, here] = [said.toLocaleString('en'), this.#samples.toLocaleString('en')];
    this.#notices.say(`The pages say that there are ${all} samples; these files hold ${here} of them.`);
  }

  #tell(share: number): void {
    this.#options.onProgress?.({ samples: this.#samples, bytes: this.#bytes, share: Math.min(1, share) });
  }

  #problem(error: SecondLookError): void {
    if (this.#options.onProblem === undefined) throw error;
    this.#problems += 1;
    this.#options.onProblem(error);
  }
}

function noSamples(files: readonly SourceFile[]): SecondLookError {
  const names = files.map(({ name }) => name).join(', ');
  const reason =
    'there are no samples in it. Studio gives an empty result while no test has run, or after thresholds were changed: run model testing, and save the result again.';
  return new SecondLookError('bad-parameter', `${names}: ${reason}`);
}

function badId(place: Place, what: string, item: number, text: string | undefined): SecondLookError {
  const prefix = place.what !== 'line' ? '' : what === 'prediction' ? `predictions[${item}].` : 'result.';
  const allowed = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER.toLocaleString('en')}, written in plain digits`;
  const found =
    text === undefined ? `is missing; it should be ${allowed}` : `should be ${allowed}, but is ${text}`;
  return new SecondLookError('bad-parameter', `${placeWords(place)}: ${prefix}sampleId ${found}.`);
}

/**
 * Reads the files of one run. The files are read one after another, in order, each once and to its end. Every problem
 * is a `SecondLookError` that names file, record, byte and field.
 */
export function readRun(files: readonly SourceFile[], options: ReadOptions): RunReading {
  return new RunReading(files, options);
}
