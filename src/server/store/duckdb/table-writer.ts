/** Rows on their way into a table, handed to DuckDB a chunk of columns at a time. */
import { DuckDBDataChunk, type DuckDBAppender, type DuckDBType } from '@duckdb/node-api';
import type { Connection } from './database';

const chunkRows = 2048;
/** DuckDB takes the chunks over at this rhythm; it does so at once, so that many would keep other work waiting. */
const chunksAtOnce = 8;
/** Long texts are handed over before they fill a chunk: what waits is held twice. */
const heldCharacters = 8 << 20;

type Cell = number | string | boolean | null;
type CellsOf = (row: number) => Cell;

export interface TableWriter {
  /** Takes one row; the values stand in the order of the columns. */
  append: (row: readonly Cell[]) => void;
  /** Takes rows, column by column: what each row has in it. */
  appendRows: (count: number, columns: readonly CellsOf[]) => void;
  /** Hands over what is left; nothing can be appended after it. */
  finish: () => void;
}

/** A writer into an existing table whose columns have these types. */
export async function createTableWriter(
  connection: Connection,
  table: string,
  types: readonly DuckDBType[],
): Promise<TableWriter> {
  const appender: DuckDBAppender = await connection.appender(table);
  const chunk = DuckDBDataChunk.create(types, chunkRows);
  // Filled again and again: new ones for each chunk would leave more garbage than the values themselves.
  const vectors = types.map((_type, at) => chunk.getColumnVector(at));
  let rows = 0;
  let chunks = 0;
  let characters = 0;

  function setCell(at: number, row: number, cell: Cell): void {
    vectors[at]?.setItem(row, cell);
    if (typeof cell === 'string') characters += cell.length;
  }
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
  function handOverIfFull(): void {
    if (rows === chunkRows || characters > heldCharacters) handOver();
  }
  return {
    append(row) {
      for (let at = 0; at < vectors.length; at++) setCell(at, rows, row[at] ?? null);
      rows += 1;
      handOverIfFull();
    },
    appendRows(count, columns) {
      for (let from = 0; from < count;) {
        const room = Math.min(chunkRows - rows, count - from);
        for (let at = 0; at < vectors.length; at++) {
          const cellOf = columns[at];
          if (cellOf === undefined) continue;
          for (let row = 0; row < room; row++) setCell(at, rows + row, cellOf(from + row));
        }
        from += room;
        rows += room;
        handOverIfFull();
      }
    },
    finish() {
      if (rows > 0) handOver();
      appender.closeSync();
    },
  };
}
