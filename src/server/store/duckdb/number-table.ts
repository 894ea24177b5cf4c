/** Different numbers with a number each, in the order in which they come first: where few come again and again. */

const firstSlots = 1 << 12;
/** A slot is found in one or two steps; numbers that were chosen to meet in one take many. */
const stepsPerNumber = 8;

export class NumberTable {
  /** In each slot the place of a number, from 1; 0 where there is none. */
  #slots = new Uint32Array(firstSlots);
  #numbers = new Float64Array(firstSlots / 2);
  #count = 0;
  #stepsLeft: number;
  readonly #most: number;
  readonly #bits = new Float64Array(1);
  readonly #words = new Uint32Array(this.#bits.buffer);

  /** For `numbers` numbers, of which no more than `most` may be different. */
  constructor(numbers: number, most: number) {
    this.#stepsLeft = numbers * stepsPerNumber;
    this.#most = most;
  }

  /** All numbers that have come, each at its place. */
  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#count);
  }

  /** The place of a number, from 1; 0 where there would be too many, or they take too long to find. NaN is none. */
  placeOf(number: number): number {
    let slot = this.#slotOf(number);
    for (let place = this.#slots[slot] ?? 0; place !== 0; place = this.#slots[slot] ?? 0) {
      if (this.#numbers[place - 1] === number) return place;
      if (--this.#stepsLeft < 0) return 0;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    if (this.#count + 1 > this.#most) return 0;
    this.#numbers[this.#count] = number;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count === this.#numbers.length) this.#grow();
    return this.#count;
  }

  #slotOf(number: number): number {
    this.#bits[0] = number;
    const mixed = Math.imul((this.#words[0] ?? 0) ^ Math.imul(this.#words[1] ?? 0, 0x9e3779b1), 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.#slots.length - 1);
  }

  #grow(): void {
    const { numbers } = this;
    this.#numbers = new Float64Array(numbers.length * 2);
    this.#numbers.set(numbers);
    this.#slots = new Uint32Array(numbers.length * 4);
    for (let at = 0; at < numbers.length; at++) {
      let slot = this.#slotOf(numbers[at] ?? 0);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = at + 1;
    }
  }
}
