/** Files on disk and piped input as sources of an import. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import { pieceBytes } from '../import/formats/line-blocks';
import type { SourceFile } from '../import/source-file';
import type { SpillFile } from '../import/stage/spill-file';
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
  // Check now, so that the import does not fail after reading the files before it.
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw refusal(path, reasons.get(error.code) ?? error.message);
  });
  await handle.close();
  return found.size;
}

async function regularFile(path: string): Promise<Omit<SourceFile, 'name'>> {
  return {
    size: await sizeOf(path),
    bytes: () => createReadStream(path, { highWaterMark: pieceBytes }),
    async again(offset, length) {
      const file = await open(path, 'r');
      try {
        // If the file has been truncated, the missing part is zeros.
        return (await file.read(new Uint8Array(length), 0, length, offset)).buffer;
      } finally {
        await file.close();
      }
    },
  };
}

/** The files to read, until they are closed. */
export interface SourceFiles {
  files: readonly SourceFile[];
  close: () => Promise<void>;
}

/**
 * Opens the files at the given paths, named without their folders; a repeated name gets a number. `-` is standard
 * input, and piped input is copied first. Throws `bad-parameter` for a path that is not a readable file.
 */
export async function sourceFiles(paths: readonly string[], signal: AbortSignal): Promise<SourceFiles> {
  const counts = new Map<string, number>();
  const files: SourceFile[] = [];
  const copies: SpillFile[] = [];
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
        const copy = await copyOfPipe(path, signal);
        copies.push(copy);
        const again = (offset: number, length: number) => copy.read(offset, length);
        add(pipeName(path), { size: copy.length, bytes: () => copy.pieces(), again });
      } else add(basename(path), await regularFile(path));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { files, close };
}
