/** Files of the disk as sources of an import. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import { roomyMemory } from '../sources/block-memory';
import type { SourceFile } from '../sources/entries';

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'it may not be read by this user'],
  ['EPERM', 'it may not be read by this user'],
]);

const refusal = (path: string, reason: string) =>
  new SecondLookError('bad-parameter', `${path}: ${reason}. Nothing was read.`);

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refusal(path, reasons.get(error.code) ?? error.message);
  });
  if (found.isDirectory()) throw refusal(path, 'this is a folder; name the files in it');
  if (!found.isFile()) throw refusal(path, 'this is not a regular file');
  // Refused now rather than after the files before it were read.
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw refusal(path, reasons.get(error.code) ?? error.message);
  });
  await handle.close();
  return found.size;
}

/** A file in pieces, the next one on its way while one is used. */
async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  let next: Promise<Uint8Array> | undefined;
  async function read(): Promise<Uint8Array> {
    const memory = roomyMemory();
    const { bytesRead } = await file.read(memory, 0, memory.length);
    return memory.subarray(0, bytesRead);
  }
  try {
    for (let piece = await read(); piece.length > 0;) {
      next = read();
      // Whoever waits for it hears of it; a reading that ends before that does not.
      next.catch(() => undefined);
      yield piece;
      piece = await next;
    }
  } finally {
    await next?.catch(() => undefined);
    await file.close();
  }
}

/** Reads a stretch of a file; what is not there any more is zeros. */
async function readStretch(path: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const handle = await open(path, 'r');
  try {
    for (let done = 0; done < length;) {
      const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return bytes;
}

/**
 * The files at these paths, under their names without folders; a name that comes again gets a number. Throws
 * `bad-parameter` for what is no file that can be read.
 */
export async function sourceFiles(paths: readonly string[]): Promise<SourceFile[]> {
  const counts = new Map<string, number>();
  const files: SourceFile[] = [];
  for (const path of paths) {
    const size = await sizeOf(path);
    const base = basename(path);
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    files.push({
      name: count === 1 ? base : `${base} (${count})`,
      size,
      bytes: () => pieces(path),
      again: (offset, length) => readStretch(path, offset, length),
    });
  }
  return files;
}
