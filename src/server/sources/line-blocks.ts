/** A file of lines in blocks of whole lines. */
import { jsonBytes } from './json-bytes';

/** Large enough that handing it over costs little, small enough that others have their turn in between. */
const blockBytes = 512 * 1024;
/** A line that is longer comes in several blocks. */
const longLine = 8 * 1024 * 1024;

export interface LineBlock {
  bytes: Uint8Array<ArrayBuffer>;
  /** Its last line goes on in the next block. */
  isOpen: boolean;
}

/** The end of a block in a piece of a file: after a line's end near `wanted` bytes, or -1 where no line ends. */
function blockEnd(chunk: Uint8Array, from: number, wanted: number): number {
  const before = chunk.lastIndexOf(jsonBytes.newline, Math.min(chunk.length, from + wanted) - 1);
  const end = before >= from ? before : chunk.indexOf(jsonBytes.newline, from);
  return end === -1 ? -1 : end + 1;
}

/** Splits what comes in pieces of any size; each block has memory of its own. */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let held: Uint8Array[] = [];
  let size = 0;
  function taken(isOpen: boolean): LineBlock {
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of held) {
      bytes.set(piece, at);
      at += piece.length;
    }
    held = [];
    size = 0;
    return { bytes, isOpen };
  }
  function hold(piece: Uint8Array): void {
    held.push(piece);
    size += piece.length;
  }
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      const isEnough = size + chunk.length - from >= blockBytes;
      const end = isEnough ? blockEnd(chunk, from, Math.max(1, blockBytes - size)) : -1;
      hold(chunk.subarray(from, end === -1 ? chunk.length : end));
      from += end === -1 ? chunk.length : end - from;
      if (end !== -1) yield taken(false);
      else if (size >= longLine) yield taken(true);
    }
  }
  if (size > 0) yield taken(false);
}
