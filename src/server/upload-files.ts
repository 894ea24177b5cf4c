/** One upload as the files whose bytes follow one another in it. */
import { SecondLookError } from '../contract/errors';
import type { SourceFile } from './sources/entries';

const idleMilliseconds = 60_000;

/** The files of an upload, to be read once and in their order, and what is to be done when they are read. */
export interface Upload {
  files: readonly SourceFile[];
  /** Throws `bad-parameter` where bytes are left over. */
  finish: () => Promise<void>;
  /** Lets the rest go by, so that a client that still sends gets to read the answer. */
  drain: (milliseconds: number) => Promise<void>;
}

/** Reads a body and gives up when nothing comes for long, or when `signal` falls. */
class BodyReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(body: ReadableStream<Uint8Array> | null) {
    this.#reader = body?.getReader();
  }

  /** Up to `most` bytes; none at the end. */
  async read(most: number, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    if (this.#rest.byteLength === 0) this.#rest = await this.#next(signal);
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.byteLength);
    return taken;
  }

  async #next(signal: AbortSignal | undefined): Promise<Uint8Array> {
    if (this.#reader === undefined) return new Uint8Array(0);
    const reader = this.#reader;
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        done();
      };
      const stop = () => settle(() => reject(signal?.reason));
      const timer = setTimeout(
        () =>
          settle(() =>
            reject(new SecondLookError('bad-parameter', 'The upload stopped: nothing came for a minute.')),
          ),
        idleMilliseconds,
      );
      signal?.addEventListener('abort', stop);
      const fail = (cause: unknown) =>
        settle(() => reject(new SecondLookError('bad-parameter', 'The upload was cut off.', { cause })));
      const take = ({ done, value }: ReadableStreamReadResult<Uint8Array>): void => {
        // An empty piece is no end.
        if (!done && value.byteLength === 0) reader.read().then(take, fail);
        else settle(() => resolve(value ?? new Uint8Array(0)));
      };
      reader.read().then(take, fail);
    });
  }
}

/** The files of a body of bytes. `onReceived` is told how many bytes have come so far. */
export function uploadFiles(
  body: ReadableStream<Uint8Array> | null,
  declared: readonly { name: string; size: number }[],
  { signal, onReceived }: { signal: AbortSignal; onReceived: (bytes: number) => void },
): Upload {
  const reader = new BodyReader(body);
  let received = 0;
  let next = 0;

  async function* bytesOf(index: number, { name, size }: { name: string; size: number }) {
    if (index !== next) throw new Error('The files of an upload are read once and in their order');
    next += 1;
    for (let left = size; left > 0;) {
      const piece = await reader.read(left, signal);
      if (piece.byteLength === 0) {
        throw new SecondLookError(
          'bad-parameter',
          `The upload ended inside ${name}: ${size - left} of its ${size} bytes came.`,
        );
      }
      left -= piece.byteLength;
      received += piece.byteLength;
      onReceived(received);
      yield piece;
    }
  }

  return {
    files: declared.map((file, index) => ({ ...file, bytes: () => bytesOf(index, file) })),
    finish: async () => {
      if ((await reader.read(1, signal)).byteLength > 0) {
        throw new SecondLookError('bad-parameter', 'The upload has more bytes than its files should have.');
      }
    },
    drain: async (milliseconds) => {
      const time = AbortSignal.timeout(milliseconds);
      try {
        while ((await reader.read(Number.MAX_SAFE_INTEGER, time)).byteLength > 0);
      } catch {
        // The client has gone, or takes too long: nobody waits for the answer.
      }
    },
  };
}
