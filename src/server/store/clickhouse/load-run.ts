/** Loads a run into its own database: its records as they arrive, then the tables that DuckDB builds of their values. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Run } from '../../../contract/schemas/runs';
import type { OutcomeRules } from '../../../domain/outcome-rules';
import { appendRecords } from '../append-records';
import { createIndexTables, type IndexTables } from '../duckdb/index-writer';
import { readTable, type BlockColumn } from '../duckdb/table-blocks';
import { entriesOf, type EntryBatch } from '../entry-batch';
import type { Opening } from '../open-indexes';
import type { WrittenRun } from '../records/run-catalog';
import type { RunPart } from '../records/runs';
import { column, ordinal, tables } from '../sql/schema';
import { quoted } from '../sql/statement';
import type { ImportOptions } from '../store';
import type { Connection } from './connection';
import { dropIndex, writeManifest } from './index-manifest';
import { nativeBlock, type NativeColumn } from './native-block';
import { createRecordTable, everyRecord, placesIn, recordBlock, recordBytes, recordTable } from './records';
import { createTableWriter } from './table-writer';

/** The name of each table, and its sort key, which is also its primary key. */
const sortedTables = {
  samples: [tables.samples, column.row],
  sampleValues: [tables.sampleValues, `${column.owner}, ${column.row}, ${column.code}`],
  metadata: [tables.metadata, `${column.owner}, ${column.row}`],
  verdicts: [tables.verdicts, ordinal],
  tallies: [tables.tallies, column.code],
  words: [tables.words, `${column.owner}, ${column.code}`],
  keys: [tables.keys, column.owner],
} as const satisfies Record<keyof typeof tables, readonly [table: string, order: string]>;

const nativeTypes = {
  integers: 'Int32',
  numbers: 'Nullable(Float64)',
  texts: 'Nullable(String)',
} as const satisfies Record<BlockColumn['type'], NativeColumn['type']>;

function nativeColumn(own: BlockColumn): NativeColumn {
  switch (own.type) {
    case 'integers':
      return { ...own, type: nativeTypes.integers };
    case 'numbers':
      return { ...own, type: nativeTypes.numbers };
    case 'texts':
      return { ...own, type: nativeTypes.texts };
  }
}

/** Builds the tables and copies them to the server; the manifest, written last, makes them usable. */
async function finishIndex(
  target: Connection,
  { build, connection }: IndexTables,
  signal: AbortSignal,
): Promise<void> {
  const built = await build(signal);
  for (const [table, order] of Object.values(sortedTables)) {
    const { columns, blocks } = await readTable(connection, table);
    const declared = columns.map(({ name, type }) => `${quoted(name)} ${nativeTypes[type]}`);
    await target.run(`CREATE TABLE ${table} (${declared.join(', ')}) ENGINE = MergeTree ORDER BY (${order})`);
    const writer = createTableWriter(target, table, signal);
    for await (const block of blocks) await writer.append(nativeBlock(block.map(nativeColumn)));
    await writer.finish();
  }
  await writeManifest(target, built);
}

/** SHA-256 over the lengths and bytes of all records, as of the embedded store's record file. */
function createContentHash() {
  const hash = createHash('sha256');
  return {
    add(batch: EntryBatch) {
      const lengths = Buffer.alloc(8);
      for (const { result, predictions } of entriesOf(batch)) {
        lengths.writeUInt32LE(result.length, 0);
        lengths.writeUInt32LE(predictions.length, 4);
        hash.update(lengths).update(result).update(predictions);
      }
    },
    digest: () => hash.digest('hex'),
  };
}

/** Loads an import into a new database. If it throws, the caller must drop the database, and discard the part. */
export async function loadRun(
  target: Connection,
  part: RunPart,
  batches: AsyncIterable<EntryBatch>,
  { signal, onProgress }: ImportOptions,
): Promise<WrittenRun> {
  await createRecordTable(target);
  const index = await createIndexTables(join(part.folder, 'index'));
  try {
    const records = createTableWriter(target, recordTable, signal);
    const hash = createContentHash();
    const learnBlocks = new Map<number, Run['learnBlocks'][number]>();
    let samples = 0;
    for await (const batch of batches) {
      signal.throwIfAborted();
      index.append(batch, placesIn(batch));
      hash.add(batch);
      for (const block of batch.learnBlocks) learnBlocks.set(block.id, learnBlocks.get(block.id) ?? block);
      samples += batch.count;
      if (await records.append(recordBlock(batch))) onProgress?.(samples);
    }
    await records.finish();
    onProgress?.(samples);
    signal.throwIfAborted();
    await finishIndex(target, index, signal);
    return { samples, contentHash: hash.digest(), learnBlocks: [...learnBlocks.values()] };
  } finally {
    index.close();
  }
}

interface LoadIndexOptions extends Opening {
  rules: OutcomeRules;
  part: RunPart;
}

/** Loads an index of a run's records, judged by the rules, in place of what the database has; discards the part. */
export async function loadIndex(
  source: Connection,
  target: Connection,
  { rules, part, signal, onProgress }: LoadIndexOptions,
): Promise<void> {
  try {
    await dropIndex(target);
    const bytes = await recordBytes(source);
    const index = await createIndexTables(join(part.folder, 'index'));
    try {
      const onDamage = (words: string) => {
        throw new Error(words);
      };
      await appendRecords(index, everyRecord(source), { bytes, rules, onDamage, signal, onProgress });
      await finishIndex(target, index, signal);
    } finally {
      index.close();
    }
  } finally {
    await part.discard();
  }
}
