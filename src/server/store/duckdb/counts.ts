/** Counting of codes over sets of rows: the fewer rows are walked, those in the set or those outside it. */
import type { Codes } from './column-file';
import { allRows, countRows, rowsOf, without, type RowBits } from './row-bits';

/** How often each code occurs. */
export type Counts = Uint32Array;

/** Rows to count over: a set, or all rows but a set. */
export interface CountedRows {
  /** How many rows are counted. */
  size: number;
  /** The rows to walk. */
  rows: Uint32Array;
  /** Whether the walked rows are those to leave out. */
  isComplement: boolean;
}

/** A set of rows prepared for counting. */
export function countedRows(bits: RowBits, total: number): CountedRows {
  const size = countRows(bits);
  if (size * 2 <= total) return { size, rows: rowsOf(bits), isComplement: false };
  return { size, rows: rowsOf(without(allRows(total), bits)), isComplement: true };
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

/** The counts of the counted rows, where `all` are those of all rows. */
export function countCodes(codes: Codes, all: Counts, { rows, isComplement }: CountedRows): Counts {
  const counts = isComplement ? all.slice() : new Uint32Array(all.length);
  const step = isComplement ? -1 : 1;
  for (let at = 0; at < rows.length; at++) {
    const code = codes[rows[at] ?? 0] ?? 0;
    counts[code] = (counts[code] ?? 0) + step;
  }
  return counts;
}
