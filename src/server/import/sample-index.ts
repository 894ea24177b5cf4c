/** Numbers the samples of an import in order: a hash table in flat memory, about 15 bytes per sample. */

const smallest = 1 << 10;
/** The table is rebuilt at twice the size when its load factor exceeds this. */
const fullest = 0.7;

/** Spreads ids, which are mostly consecutive, over 32 bits. */
function hashOf(id: number): number {
  const low = Math.imul(id >>> 0, 0x9e3779b1);
  const high = Math.imul(Math.floor(id / 2 ** 32), 0x85ebca77);
  const mixed = low ^ high;
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

export class SampleIndex {
  readonly #ids: number[] = [];
  /** The number of a sample plus one; 0 is an empty slot. */
  #slots = new Uint32Array(smallest);

  /** The number of samples. */
  get length(): number {
    return this.#ids.length;
  }

  /** The id of a sample, by its number. */
  idOf(sample: number): number {
    return this.#ids[sample] ?? NaN;
  }

  /** The number of the sample with an id; a new id gets the next number, from 0. */
  numberOf(id: number): number {
    if (this.length + 1 > this.#slots.length * fullest) this.#grow();
    const slot = this.#slotOf(id);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return known - 1;
    this.#ids.push(id);
    this.#slots[slot] = this.length;
    return this.length - 1;
  }

  /** The slot of an id, or the empty one where it would be inserted. */
  #slotOf(id: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(id) & mask;
    for (;;) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0 || this.#ids[known - 1] === id) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (const known of old) if (known !== 0) this.#slots[this.#slotOf(this.idOf(known - 1))] = known;
  }
}
