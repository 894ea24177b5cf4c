/** The embedded store: records in a file of their own, DuckDB as an index over them, a folder a run. */
import { join } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import { fieldNames } from '../../../contract/fields';
import type { Query } from '../../../contract/query';
import type { Run } from '../../../contract/runs';
import { createRecordFile, readRecords, type WantedRecord } from '../record-file';
import { damageInWords, isDamage } from '../record-format';
import {
  codeOf,
  openRunFolders,
  recordFileName,
  type RunFolders,
  type RunPart,
  type StoredRun,
} from '../runs';
import type { EntryBatch, Imported, ImportOptions, Page, RunDraft, Store, StoredEntry } from '../store';
import { createIndexWriter } from './index-writer';
import { createOpenIndexes, type OpenIndex } from './open-indexes';
import { indexName } from './rebuild';
import { countRows, hasRow, rowsBefore, rowsOf } from './row-bits';
import { summaryOf } from './summary';

export interface DuckdbStoreOptions {
  /** Told, in a sentence, what is amiss with what is stored. Absent: written to standard error. */
  report?: (message: string) => void;
}

/** Pages up to this size are read once for both of their parts; larger ones once for each. */
const heldPageBytes = 8 * 1024 * 1024;

/** The filters alone, as a key for what is cached by them. */
const filterKey = (query: Query): string =>
  JSON.stringify(
    fieldNames.flatMap((name) => [[name, query.filters[name]]]).filter(([, value]) => value !== undefined),
  );

const orderKey = (query: Query): string => `${filterKey(query)} ${JSON.stringify(query.sort)}`;

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The rows of a page, and how many rows match. */
async function pageRows({ index }: OpenIndex, query: Query, signal: AbortSignal | undefined) {
  const bits = index.matching(await index.filterBits(query.filters, signal));
  const totalCount = countRows(bits);
  if (query.sort.length === 0) return { totalCount, rows: rowsOf(bits, query.offset, query.limit) };
  const ordered = await index.ordered(orderKey(query), bits, query.sort);
  return { totalCount, rows: ordered.subarray(query.offset, query.offset + query.limit) };
}

async function positionOf({ index }: OpenIndex, query: Query, sampleId: number, signal?: AbortSignal) {
  const row = index.rowOf(sampleId);
  const bits = index.matching(await index.filterBits(query.filters, signal));
  if (row < 0 || !hasRow(bits, row)) return undefined;
  const idOf = (neighbour: number | undefined) =>
    neighbour === undefined ? null : (index.ids[neighbour] ?? null);
  if (query.sort.length === 0) {
    const at = rowsBefore(bits, row);
    const [previous] = at === 0 ? [] : rowsOf(bits, at - 1, 1);
    return { row: at, previous: idOf(previous), next: idOf(rowsOf(bits, at + 1, 1)[0]) };
  }
  const ordered = await index.ordered(orderKey(query), bits, query.sort);
  const at = ordered.indexOf(row);
  return { row: at, previous: idOf(ordered[at - 1]), next: idOf(ordered[at + 1]) };
}

/** An error in words for those that the disk gives; others as they are. */
function importError(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  const code = codeOf(error);
  if (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /no space left|disk quota|not enough disk space/i.test(message)
  ) {
    return new SecondLookError(
      'no-space',
      'The disk that holds the data folder is full; nothing was imported. Free some space and try again',
      { cause: error },
    );
  }
  return error;
}

/** Writes the batches into the part: records first, then the index. */
async function writePart(
  part: RunPart,
  draft: RunDraft,
  batches: AsyncIterable<EntryBatch>,
  { signal, onProgress }: ImportOptions,
  folders: RunFolders,
): Promise<Imported> {
  const records = await createRecordFile(join(part.folder, recordFileName));
  const index = await createIndexWriter(join(part.folder, indexName)).catch(async (error: unknown) => {
    await records.abort();
    throw error;
  });
  const learnBlocks = new Map<number, Run['learnBlocks'][number]>();
  try {
    for await (const { entries } of batches) {
      signal.throwIfAborted();
      for (const entry of entries) {
        index.append(entry.sampleId, records.append(entry), entry.facts);
        for (const block of entry.learnBlocks) {
          if (!learnBlocks.has(block.id)) learnBlocks.set(block.id, block);
        }
      }
      const safe = await records.flush();
      onProgress?.(safe);
    }
    signal.throwIfAborted();
    const { bytes, contentHash } = await records.finish();
    onProgress?.(records.count);
    const written = { samples: records.count, contentHash, learnBlocks: [...learnBlocks.values()] };
    const same = folders.check(draft, written);
    if (same !== undefined) {
      index.abort();
      await part.discard();
      return { run: same.run, wasThere: true };
    }
    await index.finish(signal);
    return await folders.publish(part, draft, written, { key: records.key, bytes });
  } catch (error) {
    index.abort();
    await records.abort();
    throw error;
  }
}

/** Opens the store in a data folder; see `openRunFolders` for what it refuses. */
export async function openDuckdbStore(dataFolder: string, options: DuckdbStoreOptions = {}): Promise<Store> {
  const report = options.report ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const folders = await openRunFolders(dataFolder, report);
  const indexes = createOpenIndexes(report);

  const recordsOf = (stored: StoredRun, wanted: readonly WantedRecord[]) =>
    readRecords(join(stored.folder, recordFileName), stored.records.key, wanted);

  async function* soundRecords(
    stored: StoredRun,
    wanted: readonly WantedRecord[],
  ): AsyncGenerator<StoredEntry> {
    for await (const record of recordsOf(stored, wanted)) {
      if (!isDamage(record)) yield record;
      else report(`Run ${stored.run.id} of project ${stored.run.projectId}: ${damageInWords(record)}`);
    }
  }

  function pageOf(stored: StoredRun, totalCount: number, wanted: readonly WantedRecord[]): Page {
    const bytes = wanted.reduce((sum, { length }) => sum + length, 0);
    let held: Promise<StoredEntry[]> | undefined;
    async function* entries(): AsyncGenerator<StoredEntry> {
      if (bytes > heldPageBytes) {
        yield* soundRecords(stored, wanted);
        return;
      }
      held ??= collected(soundRecords(stored, wanted));
      yield* await held;
    }
    return {
      totalCount,
      sampleIds: wanted.map(({ sampleId }) => sampleId),
      async *results() {
        for await (const { result } of entries()) yield result;
      },
      async *predictions() {
        for await (const { predictions } of entries()) yield predictions;
      },
    };
  }

  return {
    projects: () => Promise.resolve(folders.projects()),
    async page(run, query, signal) {
      const stored = folders.find(run);
      return indexes.use(stored, async (open) => {
        const { totalCount, rows } = await pageRows(open, query, signal);
        return pageOf(stored, totalCount, open.index.placesOf(rows));
      });
    },
    async summary(run, query, signal) {
      const stored = folders.find(run);
      return indexes.use(stored, async ({ index, allCounts, summaries }) => {
        const key = filterKey(query);
        const known = summaries.get(key);
        if (known !== undefined) return known;
        const summary = await summaryOf(index, stored.run.id, query.filters, allCounts, signal);
        summaries.set(key, summary);
        return summary;
      });
    },
    async entry(run, sampleId) {
      const stored = folders.find(run);
      const wanted = await indexes.use(stored, ({ index }) => {
        const row = index.rowOf(sampleId);
        return Promise.resolve(row < 0 ? [] : index.placesOf([row]));
      });
      for await (const record of recordsOf(stored, wanted)) {
        if (!isDamage(record)) return record;
        throw new SecondLookError(
          'internal',
          `Sample ${sampleId} of run ${stored.run.id} is damaged on disk: ${damageInWords(record)}. The other ` +
            'samples are served; delete the run and import it again to mend it',
        );
      }
      return undefined;
    },
    async position(run, query, sampleId) {
      return indexes.use(folders.find(run), (open) => positionOf(open, query, sampleId));
    },
    async metadataOptions(run) {
      return indexes.use(folders.find(run), ({ index }) => index.metadataOptions());
    },
    mediaFolder: (run) => folders.find(run).mediaFolder,
    async importRun(draft, batches, importOptions) {
      let part: RunPart | undefined;
      try {
        importOptions.signal.throwIfAborted();
        part = await folders.begin();
        return await writePart(part, draft, batches, importOptions, folders);
      } catch (error) {
        await part?.discard();
        throw importError(error);
      }
    },
    async deleteRun(run) {
      const stored = folders.find(run);
      await folders.remove(run);
      indexes.leave(stored);
    },
    close: () => indexes.closeAll(),
  };
}
