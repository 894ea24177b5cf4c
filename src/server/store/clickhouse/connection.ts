/** Statements on one database of a ClickHouse server, over HTTP, with limits on the time and memory of each. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ClickHouseLogLevel, createClient, type ClickHouseSettings } from '@clickhouse/client';
import type { Answer } from '../sql/sql-index';
import type { SqlValue, Statement } from '../sql/statement';
import { inSentences } from './clickhouse-errors';
import type { ClickhouseServer } from './server-url';

/** As long as a request to our own server may take. */
const longestQuerySeconds = 30;
/** Above it a sort or a GROUP BY continues on disk. */
const spillBytes = '1000000000';

const settings: ClickHouseSettings = {
  max_execution_time: longestQuerySeconds,
  max_memory_usage: '4000000000',
  max_bytes_before_external_sort: spillBytes,
  max_bytes_before_external_group_by: spillBytes,
  max_query_size: '1000000',
  // The statements are standard SQL; these make ClickHouse read them as such.
  join_use_nulls: 1,
  cast_keep_nullable: 1,
  prefer_column_name_to_alias: 1,
  joined_subquery_requires_alias: 0,
  output_format_json_quote_64bit_integers: 0,
  // Compiling expressions to machine code took most of the time of a summary, whose expressions differ each time.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
  // Otherwise an error after the first rows would be part of a successful answer.
  wait_end_of_query: 1,
  // An insert must be stored when it is answered.
  async_insert: 0,
};

export interface Connection {
  /** The answer to a query. Throws the signal's reason if it is aborted. */
  read: (statement: Statement, signal?: AbortSignal) => Promise<Answer>;
  run: (sql: string, values?: readonly SqlValue[]) => Promise<void>;
  /** Inserts blocks in the Native format. Throws the signal's reason if it is aborted. */
  insert: (table: string, blocks: readonly Uint8Array[], signal?: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
}

const parametersOf = (values: readonly SqlValue[]) =>
  Object.fromEntries(values.map((value, at) => [`v${at + 1}`, value]));

const answerOf = (rows: readonly (readonly unknown[])[]): Answer => ({
  rows: rows.length,
  numbers: (column) => Float64Array.from(rows, (row) => Number(row[column])),
  texts: (column) => rows.map((row) => String(row[column])),
});

/** A connection to a database; nothing is sent before the first statement. Errors are sentences. */
export function connect({ url, user, password }: ClickhouseServer, database: string): Connection {
  const client = createClient({
    url,
    username: user,
    password,
    database,
    application: 'second-look',
    log: { level: ClickHouseLogLevel.OFF },
    // Longer than any query, whose time the server limits.
    request_timeout: (longestQuerySeconds + 30) * 1000,
    clickhouse_settings: settings,
  });

  async function tried<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw inSentences(error);
    }
  }

  return {
    read: ({ sql, values }, signal) =>
      tried(async () => {
        const result = await client.query({
          query: sql,
          query_params: parametersOf(values),
          format: 'JSONCompact',
          abort_signal: signal,
        });
        const { data } = await result.json<unknown[]>();
        return answerOf(data);
      }, signal),
    run: (sql, values = []) =>
      tried(async () => {
        await client.command({ query: sql, query_params: parametersOf(values) });
      }),
    insert: (table, blocks, signal) =>
      tried(async () => {
        const query = `INSERT INTO ${table} FORMAT Native`;
        const { stream } = await client.exec({ query, values: Readable.from(blocks), abort_signal: signal });
        // The connection is only free for the next statement when the answer is read.
        await buffer(stream);
      }, signal),
    close: () => client.close(),
  };
}
