/** Files of the disk, and what comes through pipes, as sources of an import. */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import { memoryFor, pieceBytes } from '../sources/block-memory';
import type { SourceFile } from '../sources/entries';
import { copyOfPipe, isPipe, pipeName } from './piped-input';

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
  if (!found.isFile()) throw refusal(path, 'this is neither a file nor a pipe');
  // Refused now rather than after the files before it were read.
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw refusal(path, reasons.get(error.code) ?? error.message);
  });
  await handle.close();
  return found.size;
}

/** A file in pieces, the next one on its way while one is used. */
async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  let next: Promise<Uint8Array> | undefined;
  let position = 0;
  async function read(): Promise<Uint8Array> {
    const memory = memoryFor(pieceBytes);
    const { bytesRead } = await file.read(memory, 0, memory.length, position);
    position += bytesRead;
    return memory.subarray(0, bytesRead);
  }
  try {
    for (let piece = await read(); piece.length > 0;) {
      next = read();
      // The awaiting caller handles the rejection; this only prevents a warning where the reading ends before that.
      next.catch(() => undefined);
      yield piece;
      piece = await next;
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

/** Reads a stretch of a file; what is not there any more is zeros. */
async function readStretch(
  file: FileHandle,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes;
}

async function regularFile(path: string): Promise<Omit<SourceFile, 'name'>> {
  const size = await sizeOf(path);
  return {
    size,
    async *bytes() {
      const file = await open(path, 'r');
      try {
        yield* pieces(file);
      } finally {
        await file.close();
      }
    },
    async again(offset, length) {
      const file = await open(path, 'r');
      try {
        return await readStretch(file, offset, length);
      } finally {
        await file.close();
      }
    },
  };
}

/** Files to read, until they are closed. */
export interface SourceFiles {
  files: readonly SourceFile[];
  close: () => Promise<void>;
}

/**
 * The files at these paths, under their names without folders; a name that comes again gets a number. `-` is standard
 * input, and what comes through a pipe is copied first. Throws `bad-parameter` for what is no file that can be read.
 */
export async function sourceFiles(paths: readonly string[], signal: AbortSignal): Promise<SourceFiles> {
  const counts = new Map<string, number>();
  const files: SourceFile[] = [];
  const copies: FileHandle[] = [];
  const close = async () => {
    for (const copy of copies) await copy.close();
  };
  const add = (base: string, file: Omit<SourceFile, 'name'>) => {
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    files.push({ name: count === 1 ? base : `${base} (${count})`, ...file });
  };
  try {
    for (const path of paths) {
      if (await isPipe(path)) {
        const { file, size } = await copyOfPipe(path, signal);
        copies.push(file);
        const again = (offset: number, length: number) => readStretch(file, offset, length);
        add(pipeName(path), { size, bytes: () => pieces(file), again });
      } else add(basename(path), await regularFile(path));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { files, close };
}
