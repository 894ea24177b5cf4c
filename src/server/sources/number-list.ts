/** A list of numbers that grows without copying: for one number a sample of a large import. */

const blockSize = 1 << 15;
const offsetMost = 2 ** 32 - 1;

/** Numbers as what they have above the first of them, or as they are. */
interface Block {
  base: number;
  numbers: Uint32Array | Float64Array;
}

/** Four bytes a number where neighbours are whole and lie within 2³² above one another, eight where they do not. */
export class NumberList {
  readonly #blocks: Block[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const within = this.#length % blockSize;
    if (within === 0) this.#blocks.push({ base: value, numbers: new Uint32Array(blockSize) });
    const block = this.#blocks.at(-1);
    if (block !== undefined) {
      const offset = value - block.base;
      const isNear = offset >= 0 && offset <= offsetMost && Number.isInteger(offset);
      if (!isNear || !Number.isSafeInteger(value)) widen(block);
      block.numbers[within] = value - block.base;
    }
    this.#length += 1;
  }

  /** The number at an index that is in the list; NaN for one that is not. */
  at(index: number): number {
    const block = index < this.#length ? this.#blocks[Math.floor(index / blockSize)] : undefined;
    return block === undefined ? NaN : block.base + (block.numbers[index % blockSize] ?? NaN);
  }
}

function widen(block: Block): void {
  if (block.numbers instanceof Float64Array) return;
  block.numbers = Float64Array.from(block.numbers, (offset) => block.base + offset);
  block.base = 0;
}
