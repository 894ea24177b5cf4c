/** Which result entry of an import is the first of a sample: a hash table in flat memory, some 20 bytes a sample. */
import { NumberList } from './number-list';

const smallest = 1 << 10;
/** The table is rebuilt at twice the size when it is fuller than this. */
const fullest = 0.7;

/** Spreads ids, which mostly follow one another, over 32 bits. */
function hashOf(id: number): number {
  const low = Math.imul(id >>> 0, 0x9e3779b1);
  const high = Math.imul(Math.floor(id / 2 ** 32), 0x85ebca77);
  const mixed = low ^ high;
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

export class SampleIndex {
  readonly #ids = new NumberList();
  /** The number of a result entry plus one; 0 is an empty slot. */
  #slots = new Uint32Array(smallest);
  #distinct = 0;

  /** How many result entries were added. */
  get length(): number {
    return this.#ids.length;
  }

  /** How many different samples they are of. */
  get distinct(): number {
    return this.#distinct;
  }

  /** The sample id of a result entry, counted from 0. */
  idOf(entry: number): number {
    return this.#ids.at(entry);
  }

  /** Adds the next result entry; returns whether it is the first of its sample. */
  add(id: number): boolean {
    if (this.#distinct + 1 > this.#slots.length * fullest) this.#grow();
    const entry = this.#ids.length;
    this.#ids.push(id);
    const slot = this.#slotOf(id);
    if (this.#slots[slot] !== 0) return false;
    this.#slots[slot] = entry + 1;
    this.#distinct += 1;
    return true;
  }

  /** The first result entry of a sample; -1 where there is none. */
  firstOf(id: number): number {
    return (this.#slots[this.#slotOf(id)] ?? 0) - 1;
  }

  /** The slot of an id, or the empty one where it would go. */
  #slotOf(id: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(id) & mask;
    for (;;) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0 || this.#ids.at(entry - 1) === id) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (const entry of old) if (entry !== 0) this.#slots[this.#slotOf(this.#ids.at(entry - 1))] = entry;
  }
}
