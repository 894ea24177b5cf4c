/** The parts of SQL statements that differ between engines. */
import type { Count } from './count-parts';
import { column } from './schema';
import type { Bind, Fragment, RowSetValue, SqlValue } from './statement';

/** Sets of whole numbers as single values, for an engine that has a compact type for them. */
export interface SetDialect {
  /** Aggregates whole numbers below `end` into one value, as a set. */
  rowSet: (column: string, end: number) => string;
  /** Whether a number is in such a set; it must be below the set's end. */
  isInRowSet: (column: string, set: string) => string;
  /** Creates such a set from numbers, all below `end`. */
  setOf: (numbers: readonly number[], end: number) => RowSetValue;
}

export interface Dialect {
  /** The placeholder of the nth bound value, from 1. */
  placeholder: (place: number, value: SqlValue) => string;
  /** Whether a text column contains a text, compared character by character. */
  contains: (column: string, text: string) => string;
  /** The keyword that makes a common table expression be evaluated only once, if the engine has one. */
  materialized: string;
  /** Counts everything in one statement: for each count its index, a number, and how often it occurs. */
  counts: (counts: readonly Count[]) => Fragment;
  /** A table of the given pairs, with the columns owner and code. */
  ownerCodes: (pairs: readonly (readonly [owner: number, code: number])[], bind: Bind) => string;
  /** Absent: the engine has no such type, and conditions are subqueries instead. */
  sets?: SetDialect;
}

export const duckdbSets: SetDialect = {
  // A multiple of 8 bits, so that the value has no padding bits.
  rowSet: (own, end) => `bitstring_agg(${own}, 0, ${Math.max(1, Math.ceil(end / 8)) * 8 - 1})`,
  isInRowSet: (own, set) => `get_bit(${set}, ${own}) = 1`,
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

/** A common table expression for each source is read once; a branch for each count costs almost nothing. */
const countsOfUnion = (counts: readonly Count[]): Fragment => {
  const selectOf = ({ number, from, where, isOfSamples }: Count, at: number): Fragment => {
    const distinct: Fragment = (bind) =>
      `(SELECT DISTINCT ${column.row}, ${number} AS n FROM ${from} WHERE ${where(bind)})`;
    const counted = (own: string, rows: string) =>
      `SELECT ${at} AS part, (${own})::INTEGER AS number, count(*)::DOUBLE AS amount FROM ${rows} GROUP BY 2`;
    return (bind) =>
      isOfSamples ? counted('n', distinct(bind)) : counted(number, `${from} WHERE ${where(bind)}`);
  };
  return (bind) => counts.map((count, at) => selectOf(count, at)(bind)).join(' UNION ALL ');
};

export const duckdbDialect: Dialect = {
  placeholder: (place) => `$${place}`,
  contains: (own, text) => `contains(${own}, ${text})`,
  materialized: 'AS MATERIALIZED',
  counts: countsOfUnion,
  ownerCodes: (pairs, bind) =>
    `(VALUES ${pairs.map(([owner, code]) => `(${bind(owner)}, ${bind(code)})`).join(', ')}) ` +
    `wanted(${column.owner}, ${column.code})`,
  sets: duckdbSets,
};
