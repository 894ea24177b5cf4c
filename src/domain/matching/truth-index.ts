/** The true boxes of a picture sorted by position, to find those near a predicted box without looking at all. */
import type { Box } from './box-matching';

/** The horizontal range to search for one predicted box; it may shrink during the search. */
export interface Reach {
  from: number;
  to: number;
}

/** Truths sorted by one horizontal coordinate. Memory is linear in their number. */
export class TruthIndex {
  readonly #order: readonly number[];
  readonly #keys: Float64Array;
  /** The width of the widest truth. */
  readonly widest: number;

  /** `keyOf` returns the coordinate; `members` are the indexes of the truths to include. */
  constructor(truths: readonly Box[], members: readonly number[], keyOf: (box: Box) => number) {
    const keyAt = (truth: number) => {
      const box = truths[truth];
      return box === undefined ? 0 : keyOf(box);
    };
    this.#order = members.toSorted((a, b) => keyAt(a) - keyAt(b) || a - b);
    this.#keys = Float64Array.from(this.#order, keyAt);
    let widest = 0;
    for (const truth of members) widest = Math.max(widest, truths[truth]?.width ?? 0);
    this.widest = widest;
  }

  /**
   * Calls `visit` for every truth whose key is within `reach`, outward from `start`; the exact order is
   * unspecified.
   */
  visit(start: number, reach: Reach, visit: (truth: number) => void): void {
    const first = this.#firstFrom(start);
    for (let at = first; at < this.#keys.length && (this.#keys[at] ?? Infinity) <= reach.to; at++) {
      visit(this.#order[at] ?? 0);
    }
    for (let at = first - 1; at >= 0 && (this.#keys[at] ?? -Infinity) >= reach.from; at--) {
      visit(this.#order[at] ?? 0);
    }
  }

  #firstFrom(key: number): number {
    let from = 0;
    let to = this.#keys.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#keys[middle] ?? Infinity) < key) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** An index for each label, of the truths for which `isIn` is true. */
export function truthsByLabel(
  truths: readonly Box[],
  isIn: (truth: number) => boolean,
  keyOf: (box: Box) => number,
): ReadonlyMap<string, TruthIndex> {
  const members = new Map<string, number[]>();
  for (const [truth, { label }] of truths.entries()) {
    if (!isIn(truth)) continue;
    const list = members.get(label);
    if (list === undefined) members.set(label, [truth]);
    else list.push(truth);
  }
  return new Map([...members].map(([label, list]) => [label, new TruthIndex(truths, list, keyOf)]));
}
