/** Loads columns of values into a table, passed to DuckDB in chunks. */
import { DuckDBDataChunk, type DuckDBAppender, type DuckDBType, type DuckDBVector } from '@duckdb/node-api';
import type { Texts } from '../entry-batch';
import type { Connection } from './database';

const chunkRows = 2048;
/** DuckDB takes chunks without yielding to other work, so this limits how many it takes at a time. */
const chunksAtOnce = 8;
/** Long texts are flushed before they fill a chunk, because waiting texts are in memory twice. */
const heldCharacters = 8 << 20;

/** The values of a column. */
type ColumnValues = Float64Array | Uint32Array | Int32Array | Texts;

export interface TableLoader {
  /** Appends rows, column by column. */
  append: (count: number, columns: readonly ColumnValues[]) => void;
  /** Flushes the remaining rows; nothing can be appended afterwards. */
  finish: () => void;
}

/** The memory of a vector of numbers, filled directly: a call for each number takes ten times as long. */
function itemsOf(vector: DuckDBVector | undefined): Int32Array | Float64Array {
  if (vector !== undefined && 'items' in vector) {
    const { items } = vector;
    if (items instanceof Int32Array || items instanceof Float64Array) return items;
  }
  throw new Error('A column of numbers has another type');
}

/** A loader for an existing table whose columns have these types. */
export async function createTableLoader(
  connection: Connection,
  table: string,
  types: readonly DuckDBType[],
): Promise<TableLoader> {
  const appender: DuckDBAppender = await connection.appender(table);
  const chunk = DuckDBDataChunk.create(types, chunkRows);
  // Reused: new vectors for each chunk would produce more garbage than the values themselves.
  const vectors = types.map((_type, at) => chunk.getColumnVector(at));
  let rows = 0;
  let chunks = 0;
  let characters = 0;

  function handOver(): void {
    chunk.rowCount = rows;
    for (const vector of vectors) vector.flush();
    appender.appendDataChunk(chunk);
    chunk.reset();
    rows = 0;
    chunks += 1;
    if (chunks % chunksAtOnce === 0 || characters > heldCharacters) appender.flushSync();
    characters = 0;
  }
  function fill(at: number, values: ColumnValues, from: number, room: number): void {
    const vector = vectors[at];
    if (ArrayBuffer.isView(values)) itemsOf(vector).set(values.subarray(from, from + room), rows);
    else {
      for (let row = 0; row < room; row++) {
        const text = values[from + row] ?? null;
        vector?.setItem(rows + row, text);
        characters += text?.length ?? 0;
      }
    }
  }
  return {
    append(count, columns) {
      for (let from = 0; from < count;) {
        const room = Math.min(chunkRows - rows, count - from);
        for (const [at, values] of columns.entries()) fill(at, values, from, room);
        from += room;
        rows += room;
        if (rows === chunkRows || characters > heldCharacters) handOver();
      }
    },
    finish() {
      if (rows > 0) handOver();
      appender.closeSync();
    },
  };
}
