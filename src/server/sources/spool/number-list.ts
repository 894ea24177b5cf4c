/** A list of numbers that grows without copying, eight bytes each: for one number a sample of a large import. */

const blockSize = 1 << 15;

export class NumberList {
  readonly #blocks: Float64Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const within = this.#length % blockSize;
    if (within === 0) this.#blocks.push(new Float64Array(blockSize));
    const block = this.#blocks.at(-1);
    if (block !== undefined) block[within] = value;
    this.#length += 1;
  }

  /** The number at an index that is in the list; NaN for one that is not. */
  at(index: number): number {
    return index < this.#length
      ? (this.#blocks[Math.floor(index / blockSize)]?.[index % blockSize] ?? NaN)
      : NaN;
  }
}
