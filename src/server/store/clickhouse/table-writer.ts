/** Inserts blocks into a table, several at a time: every insert creates a part that ClickHouse has to merge. */
import type { Connection } from './connection';

const bytesAtOnce = 16 << 20;

interface TableWriter {
  /** Resolves to whether everything that was appended is inserted. */
  append: (block: Uint8Array) => Promise<boolean>;
  /** Inserts what remains. */
  finish: () => Promise<void>;
}

/** A writer for an existing table. Throws the signal's reason if it is aborted. */
export function createTableWriter(
  connection: Connection,
  table: string,
  signal: AbortSignal | undefined,
): TableWriter {
  let blocks: Uint8Array[] = [];
  let bytes = 0;
  async function flush(): Promise<void> {
    if (blocks.length === 0) return;
    const inserted = blocks;
    blocks = [];
    bytes = 0;
    await connection.insert(table, inserted, signal);
  }
  return {
    async append(block) {
      blocks.push(block);
      bytes += block.length;
      if (bytes < bytesAtOnce) return false;
      await flush();
      return true;
    },
    finish: flush,
  };
}
