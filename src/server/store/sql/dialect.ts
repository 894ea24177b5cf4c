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

/** The type of a bound value in ClickHouse. */
function clickhouseType(value: SqlValue): string {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'Int64' : 'Float64';
  throw new Error('ClickHouse has no sets of rows');
}

/**
 * Each source is read once, by a row for each of its counts: with a branch for each count, planning alone took ten
 * times as long.
 */
const countsOfPairs = (counts: readonly Count[]): Fragment => {
  const groups = new Map<string, { from: string; amount: string; pairs: Fragment[] }>();
  for (const [at, { number, from, where, isOfSamples }] of counts.entries()) {
    const amount = isOfSamples ? `uniqExact(${column.row})` : 'count(*)';
    const group = groups.get(`${from} ${amount}`) ?? { from, amount, pairs: [] };
    groups.set(`${from} ${amount}`, group);
    group.pairs.push((bind) => `(${at}, (CASE WHEN ${where(bind)} THEN ${number} END)::INTEGER)`);
  }
  const selectOf = ({
    from,
    amount,
    pairs,
  }: {
    from: string;
    amount: string;
    pairs: Fragment[];
  }): Fragment => {
    return (bind) =>
      `SELECT pair.1 AS part, pair.2 AS number, ${amount}::DOUBLE AS amount FROM (` +
      `SELECT arrayJoin([${pairs.map((pair) => pair(bind)).join(', ')}]) AS pair, ${column.row} FROM ${from}) ` +
      'WHERE number IS NOT NULL GROUP BY part, number';
  };
  return (bind) => [...groups.values()].map((group) => selectOf(group)(bind)).join(' UNION ALL ');
};

export const clickhouseDialect: Dialect = {
  placeholder: (place, value) => `{v${place}:${clickhouseType(value)}}`,
  contains: (own, text) => `position(${own}, ${text}) > 0`,
  // Evaluated wherever it is read: a keyword for this exists only in the newest versions.
  materialized: 'AS',
  counts: countsOfPairs,
  // Bound as one text: thousands of separate parameters would make a long URL.
  ownerCodes: (pairs, bind) =>
    `(SELECT pair.1 AS ${column.owner}, pair.2 AS ${column.code} FROM (SELECT ` +
    `arrayJoin(JSONExtract(${bind(JSON.stringify(pairs))}, 'Array(Tuple(Int32, Int32))')) AS pair)) AS wanted`,
};
