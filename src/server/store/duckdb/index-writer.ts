/** Writes the index of a run: values are staged as they arrive, and the tables are built at the end. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryBatch } from '../entry-batch';
import type { RecordPlaces } from '../records/record-file';
import type { BuiltIndex } from '../sql/schema';
import { buildTables } from './build-tables';
import { openDatabase, type Connection } from './database';
import { databaseName, sealIndex, type IndexedRecords } from './index-manifest';
import { stageRun } from './staged-run';

const memory = '200MB';
const spillName = 'spill';

/** The tables of an index while they are made. */
export interface IndexTables {
  append: (batch: EntryBatch, places: RecordPlaces) => void;
  /** Builds the tables. Throws `conflict` if a sample id occurs twice, and the signal's reason if it is aborted. */
  build: (signal: AbortSignal | undefined) => Promise<BuiltIndex>;
  connection: Connection;
  close: () => void;
}

/** Starts tables in a folder that must not exist yet. `wordsInMemory` limits the memory for repeated words. */
export async function createIndexTables(folder: string, wordsInMemory?: number): Promise<IndexTables> {
  await mkdir(folder);
  const spillFolder = join(folder, spillName);
  const database = await openDatabase(join(folder, databaseName), { isReadOnly: false, memory, spillFolder });
  const staged = await stageRun(database, wordsInMemory);
  return {
    append: (batch, places) => staged.append(batch, places),
    build: (signal) => buildTables(database, staged.finish(), signal),
    connection: database,
    close: () => database.close(),
  };
}

export interface IndexWriter extends Pick<IndexTables, 'append'> {
  /** Completes the index of the record file, synced and closed. Throws like `build`. */
  finish: (records: IndexedRecords, signal?: AbortSignal) => Promise<void>;
  /** Closes at once; for an index that will be deleted. */
  abort: () => void;
}

/** Starts an index in a folder that must not exist yet. */
export async function createIndexWriter(folder: string, wordsInMemory?: number): Promise<IndexWriter> {
  const { append, build, connection, close } = await createIndexTables(folder, wordsInMemory);
  return {
    append,
    async finish(records, signal) {
      const built = await build(signal);
      await connection.run('CHECKPOINT');
      close();
      await rm(join(folder, spillName), { recursive: true, force: true });
      await sealIndex(folder, records, built);
    },
    abort: close,
  };
}
