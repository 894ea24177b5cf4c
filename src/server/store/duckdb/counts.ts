/** Counting of codes over sets of rows: the fewer rows are walked, those in the set or those outside it. */
import type { Codes } from './column-file';
import { countRows, fillRows, type RowBits } from './row-bits';

/** How often each code occurs. */
export type Counts = Uint32Array;

/** Rows to count over: a set, or all rows but a set. */
export interface CountedRows {
  /** The rows to walk. */
  rows: Uint32Array;
  /** Whether the walked rows are those to leave out. */
  isComplement: boolean;
}

/** A set of rows prepared for counting, in a list that `listFor` gives with at least so much room. */
export function countedRows(
  bits: RowBits,
  total: number,
  listFor: (most: number) => Uint32Array,
): CountedRows {
  const isComplement = countRows(bits) * 2 > total;
  const rows = listFor(Math.floor(total / 2));
  const filled = fillRows(bits, rows, isComplement ? { total } : undefined);
  return { rows: rows.subarray(0, filled), isComplement };
}

/** Lists of rows that are used again and again: giving their memory back and forth takes longer than counting. */
export interface RowLists {
  take: (most: number) => Uint32Array;
  giveBack: (rows: Uint32Array) => void;
}

export function createRowLists(kept: number): RowLists {
  const free: Uint32Array[] = [];
  return {
    take: (most) => free.pop() ?? new Uint32Array(most),
    giveBack(rows) {
      if (free.length < kept) free.push(rows);
    },
  };
}

/** The counts of all rows. */
export function countAll(codes: Codes, most: number): Counts {
  const counts = new Uint32Array(most + 1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Puts the counts of the counted rows into `counts`, where `all` are those of all rows. */
export function countCodes(
  codes: Codes,
  all: Counts,
  { rows, isComplement }: CountedRows,
  counts: Counts,
): Counts {
  if (isComplement) counts.set(all);
  else counts.fill(0);
  const step = isComplement ? -1 : 1;
  for (let at = 0; at < rows.length; at++) {
    const code = codes[rows[at] ?? 0] ?? 0;
    counts[code] = (counts[code] ?? 0) + step;
  }
  return counts;
}
