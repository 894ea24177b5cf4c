/** Opens the store of a command: the embedded one, or the one on a ClickHouse server. */
import type { ClickhouseServer } from './clickhouse/server-url';
import { openDuckdbStore } from './duckdb/duckdb-store';
import type { Store, StoreOptions } from './store';

/** Throws a sentence if the store cannot be opened. */
export async function openStore(
  dataFolder: string,
  server: ClickhouseServer | undefined,
  options: StoreOptions,
): Promise<Store> {
  if (server === undefined) return openDuckdbStore(dataFolder, options);
  // The client is only loaded by those who use it.
  const { openClickhouseStore } = await import('./clickhouse/clickhouse-store');
  return openClickhouseStore(dataFolder, server, options);
}
