/** A temporary file that is only appended to and then read back in stretches: for what is too large to hold. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { SecondLookError } from '../../contract/errors';
import { pieceBytes } from './line-blocks';

/** Small enough that a read here and there costs little; forward, several are read at once. */
const blockSize = 1 << 15;
const blocksAhead = 32;
const mostBlocks = 256;

/** Whether a name is one that a spill file has until it is opened. */
export const isSpillName = (name: string): boolean => /^import-[0-9a-f-]{36}\.tmp$/.test(name);

/** Removes the spill files that a crash left in a folder, and the folder where nothing else is in it. */
export async function removeSpillFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isSpillName)) await rm(join(folder, name), { force: true });
  // Refused where the folder holds something else, and where it is missing.
  await rmdir(folder).catch(() => undefined);
}

function asClearError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  const reason = `The disk of ${folder}, where an import puts what it has read, is full. Free some space and import again.`;
  return new SecondLookError('no-space', reason, { cause: error });
}

export class SpillFile {
  readonly #file: FileHandle;
  readonly #folder: string;
  #length = 0;

  private constructor(file: FileHandle, folder: string) {
    this.#file = file;
    this.#folder = folder;
  }

  /** Makes a file in the folder; its name is gone at once, so that nothing is left even after a crash. */
  static async create(folder: string): Promise<SpillFile> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `import-${randomUUID()}.tmp`);
    const file = await open(path, 'wx+', 0o600);
    await rm(path, { force: true });
    return new SpillFile(file, folder);
  }

  get length(): number {
    return this.#length;
  }

  /** Writes bytes at the end; they must stay as they are until that is done. */
  async append(bytes: Uint8Array): Promise<void> {
    try {
      for (let from = 0; from < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, from, bytes.length - from, this.#length);
        from += bytesWritten;
        this.#length += bytesWritten;
      }
    } catch (error) {
      throw asClearError(error, this.#folder);
    }
  }

  /** Reads a stretch of the file that was written. */
  async read(offset: number, size: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(size);
    let got = 0;
    while (got < size) {
      const { bytesRead } = await this.#file.read(buffer, got, size - got, offset + got);
      if (bytesRead === 0) throw new Error('A temporary file of the import is shorter than it was written');
      got += bytesRead;
    }
    return buffer;
  }

  /** The file, or a stretch of it, in pieces of memory that nothing else uses. */
  async *pieces(offset = 0, size = this.#length): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; at += pieceBytes)
      yield await this.read(offset + at, Math.min(pieceBytes, size - at));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Reads stretches of a file, mostly forward from several places at once; what was read lately is kept. */
export class CachedReader {
  readonly #blocks = new LRUCache<number, Uint8Array>({ max: mostBlocks });

  /** `read` reads from the file, whose length `length` gives. */
  constructor(
    private readonly read: (offset: number, size: number) => Promise<Uint8Array>,
    private readonly length: () => number,
  ) {}

  /** The bytes of a stretch, up to the end of the file; they stay as they are. */
  async bytes(offset: number, most: number): Promise<Uint8Array> {
    const size = Math.min(most, this.length() - offset);
    const first = Math.floor(offset / blockSize);
    const last = Math.floor((offset + size - 1) / blockSize);
    if (last - first >= 2) return this.read(offset, size);
    const block = this.#blocks.get(first) ?? (await this.#fetched(first));
    const from = offset - first * blockSize;
    if (last <= first) return block.subarray(from, from + size);
    const next = this.#blocks.get(last) ?? (await this.#fetched(last));
    return Buffer.concat([block.subarray(from), next.subarray(0, from + size - blockSize)]);
  }

  async #fetched(number: number): Promise<Uint8Array> {
    const at = number * blockSize;
    // Where the block before is at hand, the file is being read forward.
    const ahead = this.#blocks.has(number - 1) ? blocksAhead : 1;
    const bytes = await this.read(at, Math.min(ahead * blockSize, this.length() - at));
    // The last block of a file that still grows is not kept.
    for (let from = 0; from + blockSize <= bytes.length; from += blockSize)
      this.#blocks.set(number + from / blockSize, bytes.subarray(from, from + blockSize));
    return bytes.subarray(0, blockSize);
  }
}
