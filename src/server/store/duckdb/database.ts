/** A DuckDB file that is opened locked down: no access to other files, no extensions, no change of settings. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBInstance,
  INTEGER,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
} from '@duckdb/node-api';
import { createQueue } from '../queue';

/** A bound value; never part of the SQL text. */
export type SqlValue = string | number | boolean;

/** What statements are run over, one after the other; its temporary tables are its own. */
export interface Connection {
  run: (sql: string, values?: readonly SqlValue[]) => Promise<void>;
  /** The result's chunks, one after the other; no other statement runs while they are walked. */
  chunks: (
    sql: string,
    values: readonly SqlValue[],
    visit: (chunk: DuckDBDataChunk) => void,
  ) => Promise<void>;
  appender: (table: string) => Promise<DuckDBAppender>;
}

export interface Database extends Connection {
  /** Another connection, whose statements run beside those of the others. */
  connect: () => Promise<Connection>;
  /** Closes all connections, and the file; a second time does nothing. */
  close: () => void;
}

export interface DatabaseOptions {
  isReadOnly: boolean;
  memory: string;
  /** Where DuckDB may put what does not fit into its memory. */
  spillFolder: string;
}

/** What a value is bound as; left to itself, the driver takes 1e21 for a whole number, and fails. */
function typeOf(value: SqlValue): DuckDBType {
  if (typeof value === 'string') return VARCHAR;
  if (typeof value === 'boolean') return BOOLEAN;
  if (!Number.isSafeInteger(value)) return DOUBLE;
  return Math.abs(value) < 2 ** 31 ? INTEGER : BIGINT;
}

function connectionOn(connection: DuckDBConnection): Connection {
  // One statement at a time, or waiting ones would each hold a thread of Node's small pool.
  const queue = createQueue();
  return {
    run: (sql, values = []) =>
      queue(async () => {
        await connection.run(sql, [...values], values.map(typeOf));
      }),
    chunks: (sql, values, visit) =>
      queue(async () => {
        const result = await connection.run(sql, [...values], values.map(typeOf));
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          visit(chunk);
        }
      }),
    appender: (table) => connection.createAppender(table),
  };
}

/** Opens the file, or creates it where it is missing and not read-only. Throws what DuckDB throws. */
export async function openDatabase(path: string, options: DatabaseOptions): Promise<Database> {
  const instance = await DuckDBInstance.create(path, {
    access_mode: options.isReadOnly ? 'READ_ONLY' : 'AUTOMATIC',
    threads: '2',
    memory_limit: options.memory,
    temp_directory: options.spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    enable_external_access: 'false',
    // Last: nothing can be set after it.
    lock_configuration: 'true',
  });
  const first = await instance.connect();
  const connections = [first];
  return {
    ...connectionOn(first),
    async connect() {
      const another = await instance.connect();
      connections.push(another);
      return connectionOn(another);
    },
    close() {
      if (connections.length === 0) return;
      for (const connection of connections.splice(0)) connection.closeSync();
      instance.closeSync();
    },
  };
}
