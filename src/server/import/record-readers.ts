/** Reads records: in this thread if there are few, otherwise in worker threads, started when they are needed. */
import { availableParallelism } from 'node:os';
import { defaultOutcomeRules, type OutcomeRules } from '../../domain/outcome-rules';
import { builtThread, WorkThread } from '../work-thread';
import type { EntryBatch } from '../store/entry-batch';
import type { Block } from './formats/line-blocks';
import type { ReadLines } from './formats/line-reader';
import { answerTo, type ReadAnswer, type ReadRequest } from './read-request';
import type { StoredSamples } from './stored-samples';

/** More threads do not help: writing their results takes this thread as long as two of them need for reading. */
const threadsMost = 2;
/** The number of requests queued for a thread, so that it need not wait for the next one. */
const requestsAhead = 2;
/** Reading this many bytes takes less time than starting and warming up threads. */
const bytesBefore = 4 << 20;

/** The threads' objects are short-lived; a larger young generation would only waste memory. */
const maxYoungGenerationSizeMb = 16;

const readingThread = builtThread('reading-thread');

/** What records are read for, and a sentence on what happens to it if a thread stops. */
interface ReadingPurpose {
  reader: string;
  consequence: string;
  /** The rules for judging stored samples; absent: the job's own thresholds. */
  rules?: OutcomeRules;
}

const forImport: ReadingPurpose = {
  reader: 'the import',
  consequence: 'Nothing was imported; try again.',
};

type ReadingThread = WorkThread<ReadRequest, ReadAnswer>;

/** Readers for an index that is built from a record file of `bytes` bytes, judged by these rules. */
export const readersForIndex = (bytes: number, rules: OutcomeRules): RecordReaders =>
  new RecordReaders(bytes, readingThread, {
    rules,
    reader: 'an index',
    consequence: 'The index was not made; it is tried again when the run is next requested.',
  });

/** Reads records for one import or one index. */
export class RecordReaders {
  readonly #file: string | undefined;
  readonly #threads: ReadingThread[] = [];
  readonly #purpose: ReadingPurpose;
  #bytes: number;

  /** `bytes` is the size of the files; unpacked, they may be larger. */
  constructor(bytes: number, file = readingThread, purpose = forImport) {
    this.#bytes = bytes;
    this.#purpose = purpose;
    this.#file = file;
  }

  get #isBusy(): boolean {
    return this.#file !== undefined && this.#bytes > bytesBefore;
  }

  /** Reads blocks of lines in order; their bytes are transferred to a thread, and come back with the batches. */
  async *lines<AnyBlock extends Block>(
    blocks: AsyncIterable<AnyBlock>,
  ): AsyncGenerator<[block: AnyBlock, read: ReadLines]> {
    const asked = this.#inOrder(blocks, ({ bytes, ends }) =>
      this.#ask({ kind: 'lines', bytes, ends }, bytes),
    );
    for await (const [block, answer] of asked) if (answer.kind === 'lines') yield [block, answer.read];
  }

  /** Reads samples of a record file in order; their bytes go to a thread and come back with the batches. */
  async *stored<Samples extends StoredSamples>(
    gathered: AsyncIterable<Samples>,
  ): AsyncGenerator<[samples: Samples, batch: EntryBatch]> {
    const { rules = defaultOutcomeRules } = this.#purpose;
    const asked = this.#inOrder(gathered, ({ bytes, table }) =>
      this.#ask({ kind: 'stored', bytes, table, rules }, bytes),
    );
    for await (const [samples, answer] of asked)
      if (answer.kind === 'stored') yield [samples, answer.read.batch];
  }

  /** Sends a request for each item, with some queued ahead to keep the threads busy. */
  async *#inOrder<Item>(
    items: AsyncIterable<Item>,
    ask: (item: Item) => Promise<ReadAnswer>,
  ): AsyncGenerator<[item: Item, answer: ReadAnswer]> {
    const asked: [item: Item, answer: Promise<ReadAnswer>][] = [];
    for await (const item of items) {
      const answer = ask(item);
      // The awaiting caller handles the rejection; this only prevents an unhandled-rejection warning.
      answer.catch(() => undefined);
      asked.push([item, answer]);
      const first =
        asked.length < (this.#isBusy ? threadsMost * requestsAhead : 1) ? undefined : asked.shift();
      if (first !== undefined) yield [first[0], await first[1]];
    }
    for (const [item, answer] of asked) yield [item, await answer];
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #ask(request: ReadRequest, { buffer }: Uint8Array<ArrayBuffer>): Promise<ReadAnswer> {
    this.#bytes += request.bytes.length;
    if (this.#file === undefined || !this.#isBusy) return answerTo(request);
    return this.#leastBusy(this.#file).ask(request, [buffer]);
  }

  #leastBusy(file: string): ReadingThread {
    const [free] = [...this.#threads].sort((a, b) => a.requests - b.requests);
    const most = Math.min(threadsMost, availableParallelism());
    if (free !== undefined && (free.requests === 0 || this.#threads.length >= most)) return free;
    const { reader, consequence } = this.#purpose;
    const what = `A thread that read records for ${reader}`;
    const limits = { maxYoungGenerationSizeMb };
    const thread: ReadingThread = new WorkThread(file, { what, consequence, limits });
    this.#threads.push(thread);
    return thread;
  }
}
