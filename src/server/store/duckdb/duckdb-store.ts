/** The embedded store: records in a file of their own, DuckDB as an index over them, a folder a run. */
import { resolve } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import { fieldNames } from '../../../contract/fields';
import type { Query } from '../../../contract/query';
import { inWords } from '../disk-errors';
import type { ReadOnlyCode } from '../read-only';
import { openRunFolders, type RunPart } from '../runs';
import type { Store } from '../store';
import { createOpenIndexes, type OpenIndex } from './open-indexes';
import { countRows, hasRow, rowsBefore, rowsOf, walkRows } from './row-bits';
import { entryOf, pageOf } from './stored-page';
import { summaryOf } from './summary';
import { writeRun } from './write-run';

export interface DuckdbStoreOptions {
  /** Told, in a sentence, what is amiss with what is stored. */
  report: (message: string) => void;
  /** Why nothing can be written: what is there is served, and everything else refused. */
  readOnly?: ReadOnlyCode | undefined;
}

/** The filters alone, as a key for what is cached by them. */
const filterKey = (query: Query): string =>
  JSON.stringify(
    fieldNames.flatMap((name) => [[name, query.filters[name]]]).filter(([, value]) => value !== undefined),
  );

const orderKey = (query: Query): string => `${filterKey(query)} ${JSON.stringify(query.sort)}`;

interface PageRows {
  /** How many rows match. */
  totalCount: number;
  /** Those of the page, each time anew. */
  rows: () => Iterable<number>;
}

async function pageRows(
  { index }: OpenIndex,
  query: Query,
  signal: AbortSignal | undefined,
): Promise<PageRows> {
  const { offset, limit, sort } = query;
  const bits = index.matching(await index.filterBits(query.filters, signal));
  const totalCount = countRows(bits);
  if (sort.length === 0) return { totalCount, rows: () => walkRows(bits, offset, limit) };
  const ordered = await index.ordered(orderKey(query), bits, sort);
  // A copy: an unread page would keep the whole order in memory.
  const rows = ordered.slice(offset, offset + limit);
  return { totalCount, rows: () => rows };
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

/** Opens the store in a data folder; see `openRunFolders` for what it refuses. */
export async function openDuckdbStore(
  dataFolder: string,
  { report, readOnly }: DuckdbStoreOptions,
): Promise<Store> {
  const root = resolve(dataFolder);
  // DuckDB takes what follows for the query of a URL, and would put its log beside another path.
  if (root.includes('?')) {
    const message = `The data folder ${root} has a question mark in its path, which an index cannot lie in; choose another folder with --data.`;
    throw new SecondLookError('conflict', message);
  }
  const folders = await openRunFolders(root, report, readOnly).catch((error: unknown) => {
    throw inWords(error, 'it cannot be opened', root);
  });
  const indexes = createOpenIndexes(report, readOnly);

  return {
    projects: () => Promise.resolve(folders.projects()),
    rebuilds: () => indexes.rebuilds(),
    isKnown(run, query, what) {
      const open = indexes.peek(folders.find(run));
      if (open === undefined) return false;
      if (what === 'summary') return open.summaries.has(filterKey(query));
      return open.index.isKnown(query.filters, query.sort.length === 0 ? undefined : orderKey(query));
    },
    async page(run, query, signal) {
      const stored = folders.find(run);
      return indexes.use(stored, async (open) => {
        const { totalCount, rows } = await pageRows(open, query, signal);
        return pageOf(stored, totalCount, () => open.index.placesOf(rows()), report);
      });
    },
    async summary(run, query, signal) {
      const stored = folders.find(run);
      return indexes.use(stored, async ({ index, summaries }) => {
        const key = filterKey(query);
        const known = summaries.get(key);
        if (known !== undefined) return known;
        const summary = await summaryOf(index, stored.run.id, query.filters, signal);
        summaries.set(key, summary);
        return summary;
      });
    },
    async entry(run, sampleId) {
      const stored = folders.find(run);
      const [wanted] = await indexes.use(stored, ({ index }) => {
        const row = index.rowOf(sampleId);
        return Promise.resolve(row < 0 ? [] : [...index.placesOf([row])]);
      });
      return wanted && entryOf(stored, wanted);
    },
    async position(run, query, sampleId, signal) {
      return indexes.use(folders.find(run), (open) => positionOf(open, query, sampleId, signal));
    },
    async metadataOptions(run, wanted) {
      return indexes.use(folders.find(run), ({ index }) => index.metadataOptions(wanted));
    },
    mediaFolder: (run) => folders.find(run).mediaFolder,
    async importRun(draft, batches, importOptions) {
      let part: RunPart | undefined;
      try {
        importOptions.signal.throwIfAborted();
        part = await folders.begin();
        return await writeRun(part, draft, batches, importOptions, folders);
      } catch (error) {
        // What cannot be removed now is removed at the next start; it must not hide why the import failed.
        await part?.discard().catch(() => undefined);
        throw inWords(error, 'nothing was imported', root);
      }
    },
    async deleteRun(run) {
      const stored = folders.find(run);
      await folders.remove(run).catch((error: unknown) => {
        throw inWords(error, 'the run may not be deleted', root);
      });
      indexes.leave(stored);
    },
    close: () => indexes.closeAll(),
  };
}
