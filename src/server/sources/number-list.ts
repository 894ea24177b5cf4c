/** A list of numbers in flat memory: for what must be held of every sample of a large import. */
export class NumberList {
  #numbers = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  /** Changes the number at an index that is in the list. */
  set(index: number, value: number): void {
    this.#numbers[index] = value;
  }

  /** The number at an index that is in the list; NaN for one that is not. */
  at(index: number): number {
    return index < this.#length ? (this.#numbers[index] ?? NaN) : NaN;
  }
}
