/** Ranks as an index keeps them: what rows are sorted by. */
import { codesFor, type Codes } from './column-file';
import { keyOrder, manyValues, type KeyOrder } from './order';

export interface RankColumns {
  ranks: Codes;
  /** Where it is wanted, and there are many different ones. */
  order: KeyOrder | undefined;
}

/** Each row's place among `most` different values, from 1, as narrow as it can be, and the order of the rows. */
export function rankColumns(ranks: Uint32Array, most: number, isSorted: boolean): RankColumns {
  const narrow = codesFor(ranks.length, most);
  narrow.set(ranks);
  return { ranks: narrow, order: isSorted && most >= manyValues ? keyOrder(ranks, most) : undefined };
}
