/** A list of whole numbers that grows, in memory that can pass between threads. */
export class WholeNumbers {
  #values = new Uint32Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** The list in memory of its own. */
  taken(): Uint32Array {
    return this.#values.slice(0, this.length);
  }
}
