/** Reads a whole table in blocks of columns, for an engine that loads what DuckDB has built. */
import { DuckDBTypeId, type DuckDBDataChunk } from '@duckdb/node-api';
import { numbersIn, type Connection } from './database';

/** The values of a column in a block. */
export type BlockColumn = { name: string } & (
  | { type: 'integers'; values: Int32Array }
  /** NaN is NULL. */
  | { type: 'numbers'; values: Float64Array }
  | { type: 'texts'; values: readonly (string | null)[] }
);

/** The types of columns of an index. */
const types: ReadonlyMap<DuckDBTypeId, BlockColumn['type']> = new Map([
  [DuckDBTypeId.INTEGER, 'integers'],
  [DuckDBTypeId.DOUBLE, 'numbers'],
  [DuckDBTypeId.VARCHAR, 'texts'],
]);

export interface TableBlocks {
  columns: readonly { name: string; type: BlockColumn['type'] }[];
  blocks: AsyncIterable<readonly BlockColumn[]>;
}

function blockColumn(
  chunk: DuckDBDataChunk,
  at: number,
  column: TableBlocks['columns'][number],
): BlockColumn {
  const { name, type } = column;
  if (type === 'integers') return { name, type, values: Int32Array.from(numbersIn(chunk, at)) };
  const vector = chunk.getColumnVector(at);
  const items = Array.from({ length: chunk.rowCount }, (_item, row) => vector.getItem(row));
  if (type === 'texts') {
    return { name, type, values: items.map((item) => (item === null ? null : String(item))) };
  }
  return {
    name,
    type,
    values: Float64Array.from(items, (item) => (item === null ? Number.NaN : Number(item))),
  };
}

/** Starts to read a table; its blocks have at most 2048 rows. */
export async function readTable(connection: Connection, table: string): Promise<TableBlocks> {
  const result = await connection.stream(`SELECT * FROM ${table}`);
  const columns = result.columnNames().map((name, at) => {
    const type = types.get(result.columnTypeId(at));
    if (type === undefined)
      throw new Error(`Column ${name} of ${table} has a type that an index does not use`);
    return { name, type };
  });
  async function* blocks() {
    for await (const chunk of result) yield columns.map((column, at) => blockColumn(chunk, at, column));
  }
  return { columns, blocks: blocks() };
}
