/** A sort → the order of rows: stable counting by ranks, samples without a value last either way, ties by id. */
import type { SortKey } from '../../../contract/fields';
import type { SortTerm } from '../../../contract/query';
import type { Codes } from './column-file';
import { noWord } from './columns';

/** Each row's place among the key's different values, from 1; `noWord` for none. */
export type RanksOf = (key: SortKey) => Promise<Codes>;

function highest(rows: Uint32Array, ranks: Codes): number {
  let most = 0;
  for (let at = 0; at < rows.length; at++) most = Math.max(most, ranks[rows[at] ?? 0] ?? 0);
  return most;
}

/** The rows sorted by their ranks; rows of one rank keep their order. */
function sortByRank(rows: Uint32Array, ranks: Codes, isDescending: boolean): Uint32Array {
  const most = highest(rows, ranks);
  const placeOf = (rank: number) => {
    if (rank === noWord) return most;
    return isDescending ? most - rank : rank - 1;
  };
  const starts = new Uint32Array(most + 2);
  for (let at = 0; at < rows.length; at++) {
    const place = placeOf(ranks[rows[at] ?? 0] ?? noWord) + 1;
    starts[place] = (starts[place] ?? 0) + 1;
  }
  for (let place = 1; place < starts.length; place++) {
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  }
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

/** The rows, which come in the order of their ids, in the order of the sort. */
export async function sortRows(
  rows: Uint32Array,
  sort: readonly SortTerm[],
  ranksOf: RanksOf,
): Promise<Uint32Array> {
  // Ids differ, so that nothing after the id can change the order.
  const idAt = sort.findIndex(({ key }) => key === 'id');
  const byId = idAt < 0 ? undefined : sort[idAt];
  const terms = idAt < 0 ? sort : sort.slice(0, idAt);
  let sorted = byId?.descending === true ? rows.toReversed() : rows;
  for (const { key, descending } of terms.toReversed()) {
    sorted = sortByRank(sorted, await ranksOf(key), descending);
  }
  return sorted;
}
