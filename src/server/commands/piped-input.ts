/** Copies piped input to a temporary file: an import must know its size, and may read parts of it again. */
import { constants, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/schemas/imports';
import { SpillFile } from '../import/stage/spill-file';

const standardInput = '-';

/** The file descriptor that a path refers to, as shells use it for `<(…)`. */
function descriptorOf(path: string): number | undefined {
  if (path === standardInput || path === '/dev/stdin') return 0;
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/.exec(path)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Whether a path is standard input or another pipe, which can be read only once. */
export async function isPipe(path: string): Promise<boolean> {
  if (path === standardInput) return true;
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFIFO()) return found !== undefined;
  const descriptor = descriptorOf(path);
  return (found.isSocket() && descriptor !== undefined) || (found.isCharacterDevice() && descriptor === 0);
}

/** The name of a pipe in messages. */
export function pipeName(path: string): string {
  const descriptor = descriptorOf(path);
  if (descriptor === undefined) return basename(path);
  return descriptor === 0 ? 'standard input' : `pipe ${descriptor}`;
}

function openPipe(path: string): Readable {
  const descriptor = descriptorOf(path);
  if (descriptor === 0) return process.stdin;
  // Use a descriptor directly: if it is opened again, a pipe whose writer has exited never reaches its end. A named
  // pipe is opened non-blocking, so that waiting for a writer can be cancelled.
  const fd = descriptor ?? openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

/** Copies a pipe to a temporary file, which the caller must close. Throws the reason of `signal` if it is aborted. */
export async function copyOfPipe(path: string, signal: AbortSignal): Promise<SpillFile> {
  const name = pipeName(path);
  const copy = await SpillFile.create(tmpdir());
  try {
    signal.throwIfAborted();
    for await (const piece of addAbortSignal(signal, openPipe(path))) {
      if (!(piece instanceof Uint8Array)) continue;
      if (copy.length + piece.length > importLimits.unpackedBytes) {
        const most = importLimits.unpackedBytes.toLocaleString('en');
        throw new SecondLookError('too-large', `${name}: more than ${most} bytes came, which is the most.`);
      }
      await copy.append(piece);
    }
    return copy;
  } catch (error) {
    await copy.close();
    signal.throwIfAborted();
    if (error instanceof SecondLookError || !(error instanceof Error && 'code' in error)) throw error;
    const reason = `it cannot be read (${String(error.code)})`;
    throw new SecondLookError('bad-parameter', `${name}: ${reason}. Nothing was stored.`, { cause: error });
  }
}
