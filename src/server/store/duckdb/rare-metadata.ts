/** The rows that have values for rare metadata keys, which lie in a table: SQL with bound values. */
import { DuckDBBitValue } from '@duckdb/node-api';
import { slotOfKey } from './columns';
import type { Database, SqlValue } from './database';
import { bitsFromBytes, noRows, type RowBits } from './row-bits';

/** Which values of a key are meant; without `only`, every value that is not one of `but`. */
export interface WantedValues {
  only?: readonly string[] | undefined;
  but?: readonly string[] | undefined;
}

export interface RareMetadata {
  /** The rows that have the key with a value that is meant. */
  rowsWith: (key: string, wanted: WantedValues) => Promise<RowBits>;
  /** The rows with a value that contains the folded text. */
  rowsContaining: (text: string) => Promise<RowBits>;
}

async function numbers(database: Database, sql: string, values: readonly SqlValue[]): Promise<number[]> {
  const found: number[] = [];
  await database.chunks(sql, values, (chunk) => {
    const column = chunk.getColumnVector(0);
    for (let at = 0; at < chunk.rowCount; at++) found.push(Number(column.getItem(at)));
  });
  return found;
}

const places = (values: readonly unknown[], first: number) =>
  values.map((_value, at) => `$${first + at}`).join(', ');

/** Looks into the table of a run that has rare keys. */
export function createRareMetadata(database: Database, rows: number): RareMetadata {
  // Whole bytes, so that DuckDB's form has no padding.
  const last = Math.ceil(rows / 8) * 8 - 1;

  async function rowsWhere(where: string, values: readonly SqlValue[]): Promise<RowBits> {
    let bits = noRows(rows);
    const sql = `SELECT bitstring_agg("row", 0, ${last}) FROM metadata WHERE ${where}`;
    await database.chunks(sql, values, (chunk) => {
      const value = chunk.getColumnVector(0).getItem(0);
      if (value instanceof DuckDBBitValue) bits = bitsFromBytes(value.data, rows);
    });
    return bits;
  }
  const codesOf = (key: number, words: readonly string[]) =>
    words.length === 0
      ? Promise.resolve([])
      : numbers(database, `SELECT word FROM words WHERE slot = $1 AND value IN (${places(words, 2)})`, [
          slotOfKey(key),
          ...words,
        ]);

  return {
    async rowsWith(name, { only, but = [] }) {
      const [key] = await numbers(database, 'SELECT key FROM keys WHERE name = $1', [name]);
      if (key === undefined) return noRows(rows);
      const values: SqlValue[] = [key];
      let where = 'key = $1::INTEGER';
      if (only !== undefined) {
        const codes = await codesOf(key, only);
        if (codes.length === 0) return noRows(rows);
        where += ` AND word IN (${places(codes, values.length + 1)})`;
        values.push(...codes);
      }
      const left = await codesOf(key, but);
      if (left.length > 0) {
        where += ` AND word NOT IN (${places(left, values.length + 1)})`;
        values.push(...left);
      }
      return rowsWhere(where, values);
    },
    rowsContaining: (text) =>
      rowsWhere(
        `(key, word) IN (SELECT slot - ${slotOfKey(0)}, word FROM words ` +
          `WHERE slot >= ${slotOfKey(0)} AND contains(folded, $1))`,
        [text],
      ),
  };
}
