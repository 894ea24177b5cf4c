/** What the statements of one SQL engine look like where engines differ. */

export interface Dialect {
  /** The placeholder of the nth bound value, from 1. */
  placeholder: (place: number) => string;
  /** Whether a text column contains a text, character by character. */
  contains: (column: string, text: string) => string;
  /** Has a common table expression evaluated once, however often it is read. */
  materialized: string;
  /** Gathers whole numbers below `end` into one value, as a set. */
  rowSet: (column: string, end: number) => string;
  /** Whether a number is in such a set. */
  isInRowSet: (column: string, set: string) => string;
}

export const duckdbDialect: Dialect = {
  placeholder: (place) => `$${place}`,
  contains: (column, text) => `contains(${column}, ${text})`,
  materialized: 'AS MATERIALIZED',
  // Whole bytes, so that the value has no padding bits.
  rowSet: (column, end) => `bitstring_agg(${column}, 0, ${Math.ceil(end / 8) * 8 - 1})`,
  isInRowSet: (column, set) => `get_bit(${set}, ${column}) = 1`,
};
