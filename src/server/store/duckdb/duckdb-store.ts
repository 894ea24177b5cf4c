/** The embedded store: records in a separate file, DuckDB as an index over them, one folder per run. */
import { join, resolve } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import type { Query } from '../../../contract/query';
import { wholeSummary } from '../../../contract/schemas/summary-parts';
import { createOpenIndexes } from '../open-indexes';
import { createQueue } from '../queue';
import { codeOf, inWords } from '../records/disk-errors';
import { readRecords } from '../records/record-file';
import { entryOf, pageOf, type ReadRecords } from '../records/record-page';
import { openRunFolders, recordFileName, type RunPart, type StoredRun } from '../records/runs';
import type { Store, StoreOptions } from '../store';
import { openOrRebuild } from './rebuild';
import { countRows, hasRow, rowsBefore, rowsOf } from './row-bits';
import type { Lanes, RunIndex } from './run-index';
import { openTrialIndex } from './trial-index';
import { writeRun } from './write-run';

/** The number of matching rows, and those of the page. */
async function pageRows(index: RunIndex, query: Query, signal: AbortSignal | undefined) {
  const { offset, limit, sort } = query;
  const bits = await index.matching(query, signal);
  const totalCount = countRows(bits);
  if (sort.length === 0) return { totalCount, rows: rowsOf(bits, offset, limit) };
  const ordered = await index.ordered(query, offset + limit, signal);
  // A copy, since a subarray would keep the whole order in memory while the page is not read.
  return { totalCount, rows: ordered.slice(offset, offset + limit) };
}

async function positionOf(index: RunIndex, query: Query, sampleId: number, signal?: AbortSignal) {
  const row = index.rowOf(sampleId);
  const bits = await index.matching(query, signal);
  if (row < 0 || !hasRow(bits, row)) return undefined;
  if (query.sort.length === 0) {
    const at = rowsBefore(bits, row);
    const [previous] = at === 0 ? [] : rowsOf(bits, at - 1, 1);
    return { row: at, previous: index.idOf(previous), next: index.idOf(rowsOf(bits, at + 1, 1)[0]) };
  }
  const ordered = await index.ordered(query, undefined, signal);
  const at = ordered.indexOf(row);
  return { row: at, previous: index.idOf(ordered[at - 1]), next: index.idOf(ordered[at + 1]) };
}

/** Reads records of a run's file. */
const recordsOf = ({ folder, records, run }: StoredRun): ReadRecords =>
  async function* (wanted) {
    try {
      yield* readRecords(join(folder, recordFileName), records.key, wanted);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw inWords(error, 'the records cannot be read', folder);
      const message = `The records of run ${run.id} are no longer there: the run was deleted, or its folder changed`;
      throw new SecondLookError('not-found', message, { cause: error });
    }
  };

/** Opens the store in a data folder; see `openRunFolders` for what it refuses. */
export async function openDuckdbStore(
  dataFolder: string,
  { report, readOnly }: StoreOptions,
): Promise<Store> {
  const root = resolve(dataFolder);
  // DuckDB parses everything after a question mark as a URL query, and would put its log at another path.
  if (root.includes('?')) {
    const message = `The data folder ${root} has a question mark in its path, which an index cannot lie in; choose another folder with --data.`;
    throw new SecondLookError('conflict', message);
  }
  const folders = await openRunFolders(root, report, readOnly).catch((error: unknown) => {
    throw inWords(error, 'it cannot be opened', root);
  });
  const lanes: Lanes = { short: createQueue(), long: createQueue() };
  const trials = {
    queue: createQueue(),
    begin: () => folders.begin('trial thresholds, which need an index of their own, cannot be tried'),
  };
  const indexes = createOpenIndexes<StoredRun, RunIndex>({
    keyOf: ({ folder }) => folder,
    async open(run, trial, opening) {
      try {
        return trial.length === 0
          ? await openOrRebuild(run, { ...opening, report, readOnly }, lanes)
          : await openTrialIndex(run, trial, { ...opening, ...trials, report }, lanes);
      } catch (error) {
        throw inWords(error, 'the run cannot be shown', run.folder);
      }
    },
  });

  return {
    projects: () => Promise.resolve(folders.projects()),
    rebuilds: () => indexes.rebuilds(),
    isKnown(run, query, what, choice) {
      return indexes.peek(folders.find(run), query.trial)?.isKnown(query, what, choice) ?? false;
    },
    async page(run, query, signal) {
      const stored = folders.find(run);
      const read = async (index: RunIndex) => {
        const { totalCount, rows } = await pageRows(index, query, signal);
        return pageOf(stored, recordsOf(stored), totalCount, () => index.placesOf(rows), report);
      };
      return indexes.use(stored, read, query.trial, signal);
    },
    async summary(run, selection, signal, choice = wholeSummary) {
      const stored = folders.find(run);
      const request = { ...choice, runId: stored.run.id, selection };
      return indexes.use(stored, (index) => index.summary(request, signal), selection.trial, signal);
    },
    async entry(run, sampleId) {
      const stored = folders.find(run);
      const [wanted] = await indexes.use(stored, (index) => {
        const row = index.rowOf(sampleId);
        return Promise.resolve(row < 0 ? [] : [...index.placesOf([row])]);
      });
      return wanted && entryOf(stored, recordsOf(stored), wanted);
    },
    async position(run, query, sampleId, signal) {
      const find = (index: RunIndex) => positionOf(index, query, sampleId, signal);
      return indexes.use(folders.find(run), find, query.trial, signal);
    },
    async metadataOptions(run, wanted) {
      return indexes.use(folders.find(run), (index) => index.metadataOptions(wanted));
    },
    mediaFolder: (run) => folders.find(run).mediaFolder,
    async importRun(draft, batches, importOptions) {
      let part: RunPart | undefined;
      try {
        importOptions.signal.throwIfAborted();
        part = await folders.begin('nothing was imported');
        return await writeRun(part, draft, batches, importOptions, folders);
      } catch (error) {
        // What cannot be removed now is removed at the next start; the error must not hide why the import failed.
        await part?.discard().catch(() => undefined);
        throw inWords(error, 'nothing was imported', root);
      }
    },
    async deleteRun(run) {
      const stored = folders.find(run);
      // Before the deletion, to stop index builds that read the records; after it, to close an index that was
      // opened meanwhile.
      indexes.leave(stored);
      await folders.remove(run).catch((error: unknown) => {
        throw inWords(error, 'the run may not be deleted', root);
      });
      indexes.leave(stored);
    },
    close: () => indexes.closeAll(),
  };
}
