/** A file of lines in blocks of whole lines. */
import { memoryBytes, memoryFor, pieceBytes, withBefore } from './block-memory';
import { jsonBytes } from './json-bytes';

/** A line that is longer comes in several blocks. */
const longLine = 8 * 1024 * 1024;

export interface LineBlock {
  /** Their memory is theirs alone: it can be handed on, and given back to `block-memory`. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Its last line goes on in the next block. */
  isOpen: boolean;
}

/** The end of a block in a piece of a file: after a line's end near `wanted` bytes, or -1 where no line ends. */
function blockEnd(piece: Uint8Array, wanted: number): number {
  const before = piece.lastIndexOf(jsonBytes.newline, Math.min(piece.length, wanted) - 1);
  return (before === -1 ? piece.indexOf(jsonBytes.newline) : before) + 1 || -1;
}

/** The pieces as one: in the last one's memory, where it has room for the others. */
function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const last = pieces.at(-1);
  const inPlace = last === undefined ? undefined : withBefore(pieces.slice(0, -1), last);
  if (inPlace !== undefined) return inPlace;
  const bytes = memoryFor(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Splits what comes in pieces of any size, which nobody else uses any more. */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    for (let left = chunk; left.length > 0;) {
      const isEnough = size + left.length >= pieceBytes;
      const end = isEnough ? blockEnd(left, Math.max(1, memoryBytes - size)) : -1;
      const to = end === -1 ? left.length : end;
      held.push(left.subarray(0, to));
      size += to;
      left = left.subarray(to);
      const isOpen = end === -1 && size >= longLine;
      if (end === -1 && !isOpen) continue;
      const bytes = joined(held);
      held = [];
      size = 0;
      // Whoever takes the block takes its memory away.
      if (bytes.buffer === left.buffer) left = new Uint8Array(left);
      yield { bytes, isOpen };
    }
  }
  if (size > 0) yield { bytes: joined(held), isOpen: false };
}
