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

export class LineBlocks {
  /** Memory of blocks that are done with: new memory for each would keep the collector busy. */
  readonly #spare: ArrayBuffer[] = [];
  #held: Uint8Array[] = [];
  #size = 0;

  /** Splits what comes in pieces of any size. */
  async *of(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length;) {
        const isEnough = this.#size + chunk.length - from >= blockBytes;
        const end = isEnough ? blockEnd(chunk, from, Math.max(1, blockBytes - this.#size)) : -1;
        const to = end === -1 ? chunk.length : end;
        this.#held.push(chunk.subarray(from, to));
        this.#size += to - from;
        from = to;
        if (end !== -1) yield this.#taken(false);
        else if (this.#size >= longLine) yield this.#taken(true);
      }
    }
    if (this.#size > 0) yield this.#taken(false);
  }

  /** Takes the memory of a block that nobody reads any more. */
  giveBack({ buffer }: Uint8Array): void {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === blockBytes) this.#spare.push(buffer);
  }

  #taken(isOpen: boolean): LineBlock {
    const isUsual = this.#size <= blockBytes;
    const memory =
      (isUsual ? this.#spare.pop() : undefined) ?? new ArrayBuffer(Math.max(blockBytes, this.#size));
    const bytes = new Uint8Array(memory, 0, this.#size);
    let at = 0;
    for (const piece of this.#held) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#held = [];
    this.#size = 0;
    return { bytes, isOpen };
  }
}
