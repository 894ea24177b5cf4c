/** The parts of SQL statements that differ between engines. */
import type { RowSetValue } from './statement';

export interface Dialect {
  /** The placeholder of the nth bound value, from 1. */
  placeholder: (place: number) => string;
  /** Whether a text column contains a text, compared character by character. */
  contains: (column: string, text: string) => string;
  /** The keyword that makes a common table expression be evaluated only once, however often it is read. */
  materialized: string;
  /** Aggregates whole numbers below `end` into one value, as a set. */
  rowSet: (column: string, end: number) => string;
  /** Whether a number is in such a set; it must be below the set's end. */
  isInRowSet: (column: string, set: string) => string;
  /** Creates such a set from numbers, all below `end`. */
  setOf: (numbers: readonly number[], end: number) => RowSetValue;
}

export const duckdbDialect: Dialect = {
  placeholder: (place) => `$${place}`,
  contains: (column, text) => `contains(${column}, ${text})`,
  materialized: 'AS MATERIALIZED',
  // A multiple of 8 bits, so that the value has no padding bits.
  rowSet: (column, end) => `bitstring_agg(${column}, 0, ${Math.max(1, Math.ceil(end / 8)) * 8 - 1})`,
  isInRowSet: (column, set) => `get_bit(${set}, ${column}) = 1`,
  setOf(numbers, end) {
    // A byte with the number of padding bits, then bytes with the first number's bit on top.
    const bytes = new Uint8Array(Math.ceil(end / 8) + 1);
    for (const number of numbers) {
      const at = (number >>> 3) + 1;
      bytes[at] = (bytes[at] ?? 0) | (0x80 >>> (number & 7));
    }
    return { bytes };
  },
};
