/** A file of an import, opened: unpacked, its format known, and any stretch of it can be read again. */
import type { SourceFile } from './source-file';
import { findFormat, type SourceFormat } from './source-format';
import { CachedReader, type SpillFile } from './spill-file';
import { unpack, type UnpackBudget } from './unpack';

export interface OpenedSource {
  file: string;
  format: SourceFormat;
  /** The unpacked bytes, without a byte order mark. */
  chunks: AsyncIterable<Uint8Array>;
  /** The offset of the first of them in the unpacked file. */
  offset: number;
  /** Reads a stretch of the unpacked file that has come out of `chunks`. */
  reader: CachedReader;
  /** Ends the reading of `chunks`. */
  close: () => Promise<void>;
}

export interface OpenOptions {
  budget: UnpackBudget;
  /** Keeps the unpacked bytes of files that cannot be read again; files must be read one after another. */
  copies: SpillFile;
  /** Called with the number of bytes read from the file, before unpacking. */
  onRead: (bytes: number) => void;
}

/** Opens a file. Refuses what is no file of a format that is known. */
export async function openSource(
  file: SourceFile,
  { budget, copies, onRead }: OpenOptions,
): Promise<OpenedSource> {
  let { again } = file;
  const bytes = unpack(file, budget, onRead, () => {
    again = undefined;
  });
  const close = async () => void (await bytes.return(undefined));
  try {
    const { format, chunks, offset } = await findFormat(file.name, bytes);
    let end = offset;
    const start = copies.length;
    // What stands at an offset in the file stands as far behind `start` in the copy.
    if (again === undefined) await copies.append(new Uint8Array(offset));
    async function* kept() {
      for await (const chunk of chunks) {
        end += chunk.length;
        if (again === undefined) await copies.append(chunk);
        yield chunk;
      }
    }
    const ofCopy = async (at: number, size: number) => copies.read(start + at, size);
    const reader = new CachedReader(again ?? ofCopy, () => end);
    return { file: file.name, format, chunks: kept(), offset, reader, close };
  } catch (error) {
    await close();
    throw error;
  }
}
