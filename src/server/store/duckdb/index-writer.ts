/** Writes the index of a run: values are staged as they arrive, and the tables are built at the end. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryBatch } from '../entry-batch';
import type { RecordPlaces } from '../records/record-file';
import { buildTables } from './build-tables';
import { openDatabase } from './database';
import { databaseName, sealIndex, type IndexedRecords } from './index-manifest';
import { stageRun } from './staged-run';

const memory = '200MB';

export interface IndexWriter {
  append: (batch: EntryBatch, places: RecordPlaces) => void;
  /** Completes the index of the record file, synced and closed. Throws if a sample id occurs twice. */
  finish: (records: IndexedRecords, signal?: AbortSignal) => Promise<void>;
  /** Closes at once; for an index that will be deleted. */
  abort: () => void;
}

/** Starts an index in a folder that must not exist yet. `wordsInMemory` limits the memory for repeated words. */
export async function createIndexWriter(folder: string, wordsInMemory?: number): Promise<IndexWriter> {
  await mkdir(folder);
  const spillFolder = join(folder, 'spill');
  const database = await openDatabase(join(folder, databaseName), { isReadOnly: false, memory, spillFolder });
  const staged = await stageRun(database, wordsInMemory);
  return {
    append: (batch, places) => staged.append(batch, places),
    async finish(records, signal) {
      const built = await buildTables(database, staged.finish(), signal);
      await database.run('CHECKPOINT');
      database.close();
      await rm(spillFolder, { recursive: true, force: true });
      await sealIndex(folder, records, built);
    },
    abort: () => database.close(),
  };
}
