/** The imports that run or ended lately: received side by side, read one at a time, each with its progress. */
import { SecondLookError } from '../contract/errors';
import type { ImportProgress } from '../contract/imports';
import { paceOf } from '../domain/progress-words';
import { createQueue } from './store/queue';

const keptImports = 100;
const waitingMost = 16;
/** How much of an import receiving its bytes is: little from this machine, nearly all of it over a slow line. */
const receivingShare = 0.3;

/** What an import that runs is given, to say how far it is. */
export interface RunningImport {
  signal: AbortSignal;
  /** How many bytes have come so far. */
  onReceived: (bytes: number) => void;
  /** How many samples are safely written. */
  onWritten: (samples: number) => void;
  /** How many samples were read, and how much of the work is done, 0 to 1. */
  onProgress: (progress: { samplesRead: number; share: number }) => void;
}

/** The two steps of an import: its bytes come, and then it has its turn. */
interface ImportSteps<Received, Result> {
  receive: (running: RunningImport) => Promise<Received>;
  work: (received: Received, running: RunningImport) => Promise<Result>;
}

interface Entry {
  progress: ImportProgress;
  controller: AbortController;
  /** Until its turn comes. */
  isWaiting: boolean;
  /** When its turn came. */
  started: number;
  /** How much of the work after that is done, 0 to 1. */
  workDone: number;
}

const ended = new Set<ImportProgress['state']>(['done', 'failed', 'cancelled']);

/** The error of an import that its client or the server's stop has cancelled. */
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
   * Receives an upload, then does the work when its turn has come, and keeps its progress under `id`: a slow upload
   * holds no turn. Rejects as the work does, with `conflict` for a cancelled import or an id that is in use, and with
   * `not-ready` where too many are received or wait.
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

  /** How far an import is; `undefined` for one that is not known (any more). */
  progress(id: string): ImportProgress | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const { progress, started, workDone } = entry;
    if (ended.has(progress.state)) return { ...progress };
    const seconds = (performance.now() - started) / 1000;
    return { ...progress, ...paceOf({ ...progress, share: workDone }, seconds) };
  }

  /** Stops an import; `false` where there is none of this id. One that has ended stays as it ended. */
  cancel(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    if (!ended.has(entry.progress.state)) entry.controller.abort(cancelled());
    return true;
  }

  /** Stops all imports, as when the server stops. */
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
