/** A temporary file that is appended to and then read back in ranges, for data that does not fit into memory. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { SecondLookError } from '../../../contract/errors';
import { pieceBytes } from '../formats/line-blocks';

/** Small enough that random reads cost little; sequential reads fetch several blocks at once. */
const blockSize = 1 << 15;
const blocksAhead = 32;
const mostBlocks = 256;

/** Whether a name is that of a spill file before it is unlinked. */
export const isSpillName = (name: string): boolean => /^import-[0-9a-f-]{36}\.tmp$/.test(name);

/** Removes the spill files that a crash left in a folder, and the folder if it is empty then. */
export async function removeSpillFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isSpillName)) await rm(join(folder, name), { force: true });
  // Fails if the folder is not empty or missing.
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

  /** Creates a file in the folder and unlinks it at once, so that nothing is left even after a crash. */
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

  /** Appends bytes, which must not change until this is done. */
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

  /** Reads a range of the file that has been written. */
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

  /** The file, or a range of it, in pieces of memory that nothing else uses. */
  async *pieces(offset = 0, size = this.#length): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; at += pieceBytes)
      yield await this.read(offset + at, Math.min(pieceBytes, size - at));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Reads ranges of a file, mostly sequentially from several positions; recently read blocks are cached. */
export class CachedReader {
  readonly #blocks = new LRUCache<number, Uint8Array>({ max: mostBlocks });

  /** `read` reads from the file, whose current length `length` returns. */
  constructor(
    private readonly read: (offset: number, size: number) => Promise<Uint8Array>,
    private readonly length: () => number,
  ) {}

  /** The bytes of a range, up to the end of the file; they do not change later. */
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
    // If the previous block is cached, the file is being read sequentially.
    const ahead = this.#blocks.has(number - 1) ? blocksAhead : 1;
    const bytes = await this.read(at, Math.min(ahead * blockSize, this.length() - at));
    // The last block of a file that is still growing is not cached.
    for (let from = 0; from + blockSize <= bytes.length; from += blockSize)
      this.#blocks.set(number + from / blockSize, bytes.subarray(from, from + blockSize));
    return bytes.subarray(0, blockSize);
  }
}
