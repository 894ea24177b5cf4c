/** An opened file of an import: unpacked, with its format detected, and any range of it can be read again. */
import type { SourceFile } from './source-file';
import type { FormatSource } from './formats/import-format';
import type { SourceFormat } from './formats/registry';
import { findFormat } from './formats/source-format';
import { CachedReader, type SpillFile } from './stage/spill-file';
import { unpack, type UnpackBudget } from './unpack';

export interface OpenedSource extends FormatSource {
  format: SourceFormat;
  /** Stops reading `chunks`. */
  close: () => Promise<void>;
}

export interface OpenOptions {
  budget: UnpackBudget;
  /** Stores the unpacked bytes of files that cannot be read again; files must be read one after another. */
  copies: SpillFile;
  /** Called with the number of bytes read from the file, before unpacking. */
  onRead: (bytes: number) => void;
}

/** Opens a file. Refuses files of unknown formats. */
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
    // Pad the copy, so that offsets counted from `start` equal those in the file.
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
