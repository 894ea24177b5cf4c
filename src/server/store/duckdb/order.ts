/** A sort → the order of rows: samples without a value come last either way, ties by id. */
import type { SortKey } from '../../../contract/fields';
import type { SortTerm } from '../../../contract/query';
import { takeTurn } from '../../turns';
import type { Codes } from './column-file';
import { noWord } from './columns';
import { hasRow, rowsOf, type RowBits } from './row-bits';

/** All rows by a key with many different values: where the rows of each value start, and at last those without one. */
export interface KeyOrder {
  rows: Uint32Array;
  starts: Uint32Array;
}

/** What rows can be sorted by. */
export interface SortColumns {
  /** Each row's place among the key's different values, from 1; `noWord` for none. */
  ranks: (key: SortKey) => Promise<Codes>;
  /** `undefined` for keys with few values, whose rows are quickly counted. */
  order: (key: SortKey) => Promise<KeyOrder | undefined>;
}

/** From so many different values on, walking an order kept ready is faster than counting. */
export const manyValues = 4096;

/** Where the rows of each place start, rows without a value at the end; and the place of each rank. */
function startsOf(
  rows: Uint32Array,
  ranks: Codes,
  most: number,
  placeOf: (rank: number) => number,
): Uint32Array {
  const starts = new Uint32Array(most + 2);
  for (let at = 0; at < rows.length; at++) {
    const next = placeOf(ranks[rows[at] ?? 0] ?? noWord) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let place = 1; place < starts.length; place++) {
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  }
  return starts;
}

/** The rows sorted by their ranks, at most `most`; rows of one rank keep their order. */
function countingSort(rows: Uint32Array, ranks: Codes, most: number, isDescending: boolean): Uint32Array {
  const placeOf = (rank: number) => {
    if (rank === noWord) return most;
    return isDescending ? most - rank : rank - 1;
  };
  const starts = startsOf(rows, ranks, most, placeOf);
  const sorted = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const place = placeOf(ranks[row] ?? noWord);
    const to = starts[place] ?? 0;
    sorted[to] = row;
    starts[place] = to + 1;
  }
  return sorted;
}

/** The order of all rows by their ranks, which go up to `most`. */
export function keyOrder(ranks: Uint32Array, most: number): KeyOrder {
  const all = new Uint32Array(ranks.length);
  for (let row = 0; row < all.length; row++) all[row] = row;
  const starts = startsOf(all, ranks, most, (rank) => (rank === noWord ? most : rank - 1));
  return { rows: countingSort(all, ranks, most, false), starts };
}

/** Rows that are looked at between two looks at the clock. */
const rowsAtOnce = 65_536;

/** The rows of the set in the order kept ready. */
async function walk(bits: RowBits, { rows, starts }: KeyOrder, isDescending: boolean): Promise<Uint32Array> {
  const kept = new Uint32Array(rows.length);
  let filled = 0;
  function take(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const row = rows[at] ?? 0;
      if (hasRow(bits, row)) kept[filled++] = row;
    }
  }
  async function takeAll(from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += rowsAtOnce) {
      await takeTurn('short');
      take(at, Math.min(at + rowsAtOnce, to));
    }
  }
  const most = starts.length - 2;
  const valued = starts[most] ?? 0;
  if (isDescending) {
    let turnEnd = valued;
    for (let place = most - 1; place >= 0; place--) {
      const from = starts[place] ?? 0;
      take(from, starts[place + 1] ?? 0);
      if (turnEnd - from < rowsAtOnce) continue;
      turnEnd = from;
      await takeTurn('short');
    }
  } else {
    await takeAll(0, valued);
  }
  await takeAll(valued, rows.length);
  return kept.slice(0, filled);
}

function highest(ranks: Codes): number {
  let most = 0;
  for (let row = 0; row < ranks.length; row++) most = Math.max(most, ranks[row] ?? 0);
  return most;
}

/** The rows of the set in the order of the sort. */
export async function sortRows(
  bits: RowBits,
  sort: readonly SortTerm[],
  columns: SortColumns,
): Promise<Uint32Array> {
  // Ids differ, so that nothing after the id can change the order; rows lie in the order of their ids.
  const idAt = sort.findIndex(({ key }) => key === 'id');
  const terms = idAt < 0 ? sort : sort.slice(0, idAt);
  const isTurned = sort[idAt]?.descending === true;
  const last = terms.at(-1);
  const order = last === undefined || isTurned ? undefined : await columns.order(last.key);
  let sorted: Uint32Array;
  let left = terms;
  if (last !== undefined && order !== undefined) {
    sorted = await walk(bits, order, last.descending);
    left = terms.slice(0, -1);
  } else {
    sorted = rowsOf(bits);
    if (isTurned) sorted.reverse();
  }
  for (const { key, descending } of left.toReversed()) {
    const ranks = await columns.ranks(key);
    await takeTurn('short');
    sorted = countingSort(sorted, ranks, highest(ranks), descending);
  }
  return sorted;
}
