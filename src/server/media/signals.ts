/** Reads signals in media files in a worker thread, one at a time, with a queue separate from that of queries. */
import { SecondLookError } from '../../contract/errors';
import { createGate } from '../http/guards/limits';
import { builtThread, WorkThread } from '../work-thread';
import type { MediaFile } from './media-folder';
import {
  SignalWorker,
  type SignalAbout,
  type SignalAnswer,
  type SignalRequest,
  type SignalWork,
} from './signal-work';

/** One at a time, and a limit on those that wait. */
export const signalLimits = { queries: 1, waiting: 64 } as const;

/** The thread's objects are short-lived; a larger young generation would only waste memory. */
const maxYoungGenerationSizeMb = 16;

const signalThread = builtThread('signal-thread');

type BytesWork = Extract<SignalWork, { kind: 'thin' | 'rows' | 'sound' }>;

const unexpected = () => new Error('The signal thread answered what it was not asked');

/**
 * Reads open files, which must stay open until the result is available. All methods reject with `not-found` if a
 * file contains no signal, `too-large` above a limit, and `not-ready` if too many are waiting; the work stops when
 * `client` is aborted.
 */
export class Signals {
  readonly #gate = createGate(signalLimits);
  /** Used when the product runs from source. */
  readonly #here = new SignalWorker();
  #thread: WorkThread<SignalRequest, SignalAnswer> | undefined;

  async about(file: MediaFile, client: AbortSignal): Promise<SignalAbout> {
    const answer = await this.#ask(file, { kind: 'about' }, client);
    if (answer.kind === 'about') return answer.about;
    throw unexpected();
  }

  async bytes(file: MediaFile, work: BytesWork, client: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#ask(file, work, client);
    if (answer.kind === 'bytes') return answer.bytes;
    throw unexpected();
  }

  async scale(
    file: MediaFile,
    stretch: { sensor: number; from: number; to: number },
    client: AbortSignal,
  ): Promise<number> {
    const answer = await this.#ask(file, { kind: 'scale', ...stretch }, client);
    if (answer.kind === 'scale') return answer.scale;
    throw unexpected();
  }

  async #ask(file: MediaFile, work: SignalWork, client: AbortSignal): Promise<SignalAnswer> {
    return this.#gate.run((signal) => this.#answer(file, work, signal), client);
  }

  async #answer({ handle, size, tag, type }: MediaFile, work: SignalWork, signal: AbortSignal) {
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const onAbort = () => void Atomics.store(stop, 0, 1);
    signal.addEventListener('abort', onAbort);
    try {
      const file = { fd: handle.fd, size, tag, isSound: type.group === 'sound' };
      const answer = await this.#work({ file, work, stop });
      signal.throwIfAborted();
      if (answer.kind === 'refused') throw new SecondLookError(answer.error, answer.message);
      return answer;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #work(request: SignalRequest): Promise<SignalAnswer> {
    if (signalThread === undefined) return this.#here.answer(request);
    this.#thread ??= new WorkThread(signalThread, {
      what: 'The thread that reads signals',
      consequence: 'Try again.',
      limits: { maxYoungGenerationSizeMb },
      isBackground: true,
    });
    try {
      return await this.#thread.ask(request, []);
    } catch (error) {
      // The thread has stopped; the next request starts another one.
      this.#thread = undefined;
      throw error;
    }
  }
}
