/** An upload: first received into a temporary file, then read as the files that it consists of. */
import { SecondLookError } from '../../contract/errors';
import type { ImportRequest } from '../../contract/schemas/imports';
import type { SourceFile } from './source-file';
import { SpillFile } from './stage/spill-file';
import { inWords } from '../store/records/disk-errors';

/** The minimum number of bytes in each time window; an upload is refused after two windows in a row with fewer. */
export const uploadRate = { bytes: 512 * 1024, windowMilliseconds: 30_000 } as const;

/** How long a refused client may keep sending before it is disconnected. */
const drainMilliseconds = 20_000;

type DeclaredFile = ImportRequest['files'][number];

const tooSlow = () =>
  new SecondLookError(
    'bad-parameter',
    `The upload was too slow: at least ${uploadRate.bytes / 1024} KiB must come every ${uploadRate.windowMilliseconds / 1000} s. Nothing was imported.`,
  );

/** A signal that aborts, with the reason, when `signal` does or when the upload is too slow for too long. */
function watchRate(signal: AbortSignal, received: () => number) {
  const slow = new AbortController();
  let before = 0;
  let poorWindows = 0;
  const timer = setInterval(() => {
    poorWindows = received() - before < uploadRate.bytes ? poorWindows + 1 : 0;
    before = received();
    // A process that was suspended and resumed sees one slow window, because received data is waiting to be read.
    if (poorWindows > 1) slow.abort(tooSlow());
  }, uploadRate.windowMilliseconds);
  return { signal: AbortSignal.any([signal, slow.signal]), stop: () => clearInterval(timer) };
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** The next piece of a body; `undefined` at its end. */
async function nextPiece(reader: Reader, signal: AbortSignal): Promise<Uint8Array | undefined> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    reader
      .read()
      .then(
        ({ value }) => resolve(value),
        (cause: unknown) =>
          reject(new SecondLookError('bad-parameter', 'The upload was cut off.', { cause })),
      )
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Discards the rest of a body, so that a client that is still sending gets to read the response. */
async function drain(reader: Reader): Promise<void> {
  const time = AbortSignal.timeout(drainMilliseconds);
  try {
    while ((await nextPiece(reader, time)) !== undefined);
  } catch {
    // The client has disconnected, or takes too long to read the response.
  }
}

/** The error for an upload that ended before its files did; names the incomplete file. */
function endedEarly(files: readonly DeclaredFile[], received: number): SecondLookError {
  let left = received;
  for (const { name, size } of files) {
    if (left < size) {
      const reason = `The upload ended inside ${name}: ${left} of its ${size} bytes came.`;
      return new SecondLookError('bad-parameter', reason);
    }
    left -= size;
  }
  throw new Error('An upload that is complete did not end early');
}

interface ReceiveOptions {
  tempFolder: string;
  signal: AbortSignal;
  onReceived: (bytes: number) => void;
}

/** Writes a body to the file until its end. */
async function receiveInto(
  spill: SpillFile,
  reader: Reader,
  declared: readonly DeclaredFile[],
  { signal, onReceived }: ReceiveOptions,
): Promise<void> {
  const total = declared.reduce((sum, { size }) => sum + size, 0);
  const rate = watchRate(signal, () => spill.length);
  try {
    for (;;) {
      const piece = await nextPiece(reader, rate.signal);
      if (piece === undefined) break;
      if (spill.length + piece.byteLength > total) {
        throw new SecondLookError('bad-parameter', 'The upload has more bytes than its files should have.');
      }
      await spill.append(piece);
      onReceived(spill.length);
    }
    if (spill.length < total) throw endedEarly(declared, spill.length);
  } finally {
    rate.stop();
  }
}

/** A received upload, until it is closed. */
export interface Upload {
  files: readonly SourceFile[];
  close: () => Promise<void>;
}

/** The consecutive files in a temporary file. */
function uploadIn(spill: SpillFile, declared: readonly DeclaredFile[]): Upload {
  let end = 0;
  const files = declared.map(({ name, size }): SourceFile => {
    const start = end;
    end += size;
    return {
      name,
      size,
      bytes: () => spill.pieces(start, size),
      again: (offset, length) => spill.read(start + offset, length),
    };
  });
  return { files, close: () => spill.close() };
}

/**
 * Receives a body to its end. `onReceived` is called with the number of bytes received so far. Rejects with
 * `bad-parameter` if the body is shorter or longer than its files, is cut off, or is too slow.
 */
export async function receiveUpload(
  body: ReadableStream<Uint8Array> | null,
  declared: readonly DeclaredFile[],
  options: ReceiveOptions,
): Promise<Upload> {
  const reader = (body ?? new Blob().stream()).getReader();
  let spill: SpillFile | undefined;
  try {
    spill = await SpillFile.create(options.tempFolder);
    await receiveInto(spill, reader, declared, options);
    return uploadIn(spill, declared);
  } catch (error) {
    // Report why the upload failed, not this error.
    await spill?.close().catch(() => {});
    await drain(reader);
    throw inWords(error, 'nothing was imported', options.tempFolder);
  }
}
