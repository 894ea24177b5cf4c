/** Running and recent imports: received concurrently, processed one at a time, each with its progress. */
import { SecondLookError } from '../../contract/errors';
import type { ImportProgress } from '../../contract/schemas/imports';
import { paceOf } from '../../domain/progress-words';
import { createQueue } from '../store/queue';

const keptImports = 100;
const waitingMost = 16;
/** The share of receiving in an import's progress: little time locally, most of it on a slow connection. */
const receivingShare = 0.3;

/** The callbacks with which a running import reports its progress. */
export interface RunningImport {
  signal: AbortSignal;
  /** The number of bytes received so far. */
  onReceived: (bytes: number) => void;
  /** The number of samples safely written. */
  onWritten: (samples: number) => void;
  /** The number of samples read, and the share of the work done, 0 to 1. */
  onProgress: (progress: { samplesRead: number; share: number }) => void;
}

/** The two steps of an import: it is received, and then processed when its turn comes. */
interface ImportSteps<Received, Result> {
  receive: (running: RunningImport) => Promise<Received>;
  work: (received: Received, running: RunningImport) => Promise<Result>;
}

interface Entry {
  progress: ImportProgress;
  controller: AbortController;
  /** True until its turn comes. */
  isWaiting: boolean;
  /** When its turn came. */
  started: number;
  /** The share of the work done since then, 0 to 1. */
  workDone: number;
}

const ended = new Set<ImportProgress['state']>(['done', 'failed', 'cancelled']);

/** The error of an import that was cancelled by its client or by the server's shutdown. */
const cancelled = () => new SecondLookError('conflict', 'The import was cancelled; nothing of it was kept.');

function runningOf(entry: Entry): RunningImport {
  const { progress, controller } = entry;
  return {
    signal: controller.signal,
    onReceived: (bytes) => {
      progress.bytes = bytes;
      progress.share = receivingShare * (bytes / Math.max(1, progress.totalBytes));
    },
    onWritten: (samples) => {
      progress.samples = samples;
    },
    onProgress: ({ samplesRead, share }) => {
      progress.samplesRead = samplesRead;
      entry.workDone = share;
      progress.share = receivingShare + (1 - receivingShare) * share;
      if (share >= 1) progress.state = 'indexing';
    },
  };
}

export class ImportRegistry {
  readonly #entries = new Map<string, Entry>();
  readonly #queue = createQueue();

  /**
   * Receives an upload, then processes it when its turn comes, and tracks its progress under `id`: a slow upload
   * does not block other imports. Rejects with the errors of the processing, with `conflict` if the import was
   * cancelled or its id is in use, and with `not-ready` if too many are being received or are waiting.
   */
  async run<Received extends { close: () => Promise<void> }, Result extends { run: { id: string } }>(
    id: string,
    totalBytes: number,
    client: AbortSignal,
    { receive, work }: ImportSteps<Received, Result>,
  ): Promise<Result> {
    if (this.#entries.has(id))
      throw new SecondLookError('conflict', 'This import id is in use; make a new one.');
    if ([...this.#entries.values()].filter(({ isWaiting }) => isWaiting).length >= waitingMost) {
      throw new SecondLookError('not-ready', 'Too many imports are waiting; try again when some are done.');
    }
    const entry = this.#open(id, totalBytes);
    const { progress, controller } = entry;
    const { signal } = controller;
    const running = runningOf(entry);
    const stop = () => controller.abort(cancelled());
    if (client.aborted) stop();
    client.addEventListener('abort', stop);
    try {
      const received = await receive(running);
      const turn = this.#queue(async () => {
        entry.isWaiting = false;
        signal.throwIfAborted();
        entry.started = performance.now();
        return work(received, running);
      });
      const result = await turn.finally(() => received.close());
      Object.assign(progress, { state: 'done', run: result.run.id, share: 1, timeLeft: 0 });
      return result;
    } catch (error) {
      const reason = signal.aborted ? cancelled() : error;
      progress.state = signal.aborted ? 'cancelled' : 'failed';
      progress.error =
        reason instanceof SecondLookError ? reason.message : 'The import failed in the server.';
      throw reason;
    } finally {
      entry.isWaiting = false;
      client.removeEventListener('abort', stop);
    }
  }

  /** The progress of an import; `undefined` if the id is unknown or has expired. */
  progress(id: string): ImportProgress | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const { progress, started, workDone } = entry;
    if (ended.has(progress.state)) return { ...progress };
    const seconds = (performance.now() - started) / 1000;
    return { ...progress, ...paceOf({ ...progress, share: workDone }, seconds) };
  }

  /** Cancels an import; `false` if there is none with this id. An import that has ended keeps its result. */
  cancel(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    if (!ended.has(entry.progress.state)) entry.controller.abort(cancelled());
    return true;
  }

  /** Cancels all imports, when the server stops. */
  cancelAll(): void {
    for (const id of this.#entries.keys()) this.cancel(id);
  }

  #open(id: string, totalBytes: number): Entry {
    const entry: Entry = {
      progress: {
        success: true,
        state: 'reading',
        samples: 0,
        samplesRead: 0,
        bytes: 0,
        totalBytes,
        share: 0,
        rate: 0,
        readRate: 0,
        timeLeft: null,
        error: null,
        run: null,
      },
      controller: new AbortController(),
      isWaiting: true,
      started: performance.now(),
      workDone: 0,
    };
    this.#entries.set(id, entry);
    for (const [other, { progress }] of this.#entries) {
      if (this.#entries.size <= keptImports) break;
      if (ended.has(progress.state)) this.#entries.delete(other);
    }
    return entry;
  }
}
