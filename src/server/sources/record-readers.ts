/** Who reads records: this thread where there are few, else threads of their own, started when they are needed. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SecondLookError } from '../../contract/errors';
import { packageRoot } from '../package-root';
import type { ReadBatch } from './batch-reader';
import type { RawEntry } from './entries';
import type { LinesBatch } from './line-batch';
import { answerTo, entriesRequest, type ReadAnswer, type ReadRequest } from './read-request';

/** More are of no use: the thread that writes what they read has as much to do as two of them. */
const threadsMost = 2;
/** Requests that a thread has before it, so that it need not wait for the next. */
const requestsAhead = 2;
/** So many bytes are read in less time than threads take to start and to warm up. */
const bytesBefore = 4 << 20;

/** What a thread makes is soon done with; more room for it is memory that gains nothing. */
const maxYoungGenerationSizeMb = 16;

/** The thread's file, where the product runs as it is built. From its source there is none: all is read here. */
const builtThread = import.meta.url.endsWith('.js')
  ? join(packageRoot, 'dist', 'server', 'reading-thread.js')
  : undefined;

interface Waiting {
  resolve: (answer: ReadAnswer) => void;
  reject: (error: SecondLookError) => void;
}

/** One thread; it answers in the order in which it is asked. */
class ReadingThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: SecondLookError | undefined;

  constructor(file: string) {
    this.#worker = new Worker(file, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb } });
    this.#worker.on('message', (answer: ReadAnswer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#fail(`it ended with code ${code}`));
  }

  get requests(): number {
    return this.#waiting.length;
  }

  async ask(request: ReadRequest, memory: readonly ArrayBuffer[]): Promise<ReadAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request, memory);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(reason: string): void {
    this.#failure ??= new SecondLookError(
      'internal',
      `A thread that read records for the import stopped: ${reason}. Nothing was imported; try again.`,
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** Reads records for one import. What comes back is `undefined` where a record was refused. */
export class RecordReaders {
  readonly #file: string | undefined;
  readonly #threads: ReadingThread[] = [];
  #bytes: number;

  /** `bytes` is the size of the files; they may turn out to be larger, unpacked. */
  constructor(bytes: number, file = builtThread) {
    this.#bytes = bytes;
    this.#file = file;
  }

  /** How many requests are worth having on their way at once. */
  get atOnce(): number {
    return this.#isBusy ? threadsMost * requestsAhead : 1;
  }

  get #isBusy(): boolean {
    return this.#file !== undefined && this.#bytes > bytesBefore;
  }

  /** Reads whole lines; the bytes are gone then. */
  async lines(bytes: Uint8Array<ArrayBuffer>): Promise<LinesBatch | undefined> {
    const answer = await this.#answer({ kind: 'lines', bytes }, [bytes.buffer]);
    return answer.kind === 'lines' ? answer.read : undefined;
  }

  /** Reads samples whose records were joined. */
  async entries(entries: readonly RawEntry[]): Promise<ReadBatch | undefined> {
    const { bytes, table } = entriesRequest(entries);
    const answer = await this.#answer({ kind: 'entries', bytes, table }, [bytes.buffer, table.buffer]);
    return answer.kind === 'entries' ? answer.read : undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #answer(request: ReadRequest, memory: readonly ArrayBuffer[]): Promise<ReadAnswer> {
    this.#bytes += request.bytes.length;
    if (this.#file === undefined || !this.#isBusy) return answerTo(request);
    return this.#leastBusy(this.#file).ask(request, memory);
  }

  #leastBusy(file: string): ReadingThread {
    const [free] = [...this.#threads].sort((a, b) => a.requests - b.requests);
    const most = Math.min(threadsMost, availableParallelism());
    if (free !== undefined && (free.requests === 0 || this.#threads.length >= most)) return free;
    const thread = new ReadingThread(file);
    this.#threads.push(thread);
    return thread;
  }
}
