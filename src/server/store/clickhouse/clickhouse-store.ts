/** The store on a ClickHouse server; the data folder keeps media, uploads, and what is being imported. */
import { resolve } from 'node:path';
import type { Trial } from '../../../contract/trial';
import { wholeSummary } from '../../../contract/schemas/summary-parts';
import { defaultOutcomeRules, rulesUnder } from '../../../domain/outcome-rules';
import { createOpenIndexes, type Opening } from '../open-indexes';
import { createQueue } from '../queue';
import { inWords } from '../records/disk-errors';
import { readOnlyError } from '../records/read-only';
import { pageOf } from '../records/record-page';
import { openRunFolders } from '../records/runs';
import type { Store, StoreOptions } from '../store';
import { readManifest } from './index-manifest';
import { loadIndex, loadRun } from './load-run';
import { recordOf, recordsOf } from './records';
import { openRunDatabases, type ClickhouseRun } from './run-databases';
import { openRunIndex, type RunIndex } from './run-index';
import type { ClickhouseServer } from './server-url';

type OpenIndex = RunIndex & { close: () => Promise<void> };

/** Opens the store; throws a sentence if the server cannot be used. */
export async function openClickhouseStore(
  dataFolder: string,
  server: ClickhouseServer,
  { report, readOnly }: StoreOptions,
): Promise<Store> {
  const root = resolve(dataFolder);
  const folders = await openRunFolders(root, report, readOnly).catch((error: unknown) => {
    throw inWords(error, 'it cannot be opened', root);
  });
  if (folders.projects().length > 0) {
    report('The runs in the data folder itself are not shown while --store names a ClickHouse server');
  }
  const isReadOnly = readOnly !== undefined;
  const databases = await openRunDatabases(server, { dataFolder: root, isReadOnly, report });
  // One index is built at a time, since each needs the memory of an import.
  const queue = createQueue();

  async function openOwn({ run, database }: ClickhouseRun, opening: Opening): Promise<OpenIndex> {
    const connection = databases.on(database);
    let built = await readManifest(connection);
    if (built === undefined) {
      report(
        `The index of run ${run.id}, project ${run.projectId}, is missing or was made by another version; rebuilding it`,
      );
      opening.onProgress({ samples: 0, share: 0 });
      const part = await folders.begin(`the index of run ${run.id} must be rebuilt and cannot be`);
      await loadIndex(connection, connection, { ...opening, rules: defaultOutcomeRules, part });
      built = await readManifest(connection);
    }
    if (built === undefined) throw new Error(`The index of run ${run.id} has no manifest`);
    return { ...(await openRunIndex(connection, built)), close: () => Promise.resolve() };
  }
  async function openTrial(
    { run, database }: ClickhouseRun,
    trial: Trial,
    opening: Opening,
  ): Promise<OpenIndex> {
    const own = await databases.create('trial');
    const close = () => databases.drop(own);
    try {
      const part = await folders.begin('trial thresholds, which need an index of their own, cannot be tried');
      const connection = databases.on(own);
      await loadIndex(databases.on(database), connection, { ...opening, rules: rulesUnder(trial), part });
      const built = await readManifest(connection);
      if (built === undefined) throw new Error(`The trial index of run ${run.id} has no manifest`);
      return { ...(await openRunIndex(connection, built)), close };
    } catch (error) {
      // What cannot be removed now is removed at the next start.
      await close().catch(() => undefined);
      throw error;
    }
  }
  const indexes = createOpenIndexes<ClickhouseRun, OpenIndex>({
    keyOf: ({ database }) => database,
    open(run, trial, opening) {
      if (trial.length === 0) return openOwn(run, opening);
      opening.onProgress({ samples: 0, share: 0 });
      return queue(() => {
        opening.signal.throwIfAborted();
        return openTrial(run, trial, opening);
      });
    },
  });

  return {
    projects: () => Promise.resolve(databases.projects()),
    rebuilds: () => indexes.rebuilds(),
    // Nothing is cached here: the server answers every query.
    isKnown: () => false,
    async page(run, query, signal) {
      const stored = databases.find(run);
      const find = (index: OpenIndex) => index.page(query, signal);
      const { totalCount, wanted } = await indexes.use(stored, find, query.trial, signal);
      const read = recordsOf(databases.on(stored.database));
      return pageOf(stored, read, totalCount, () => wanted, report);
    },
    async summary(run, selection, signal, choice = wholeSummary) {
      const stored = databases.find(run);
      const request = { ...choice, runId: stored.run.id, selection };
      return indexes.use(stored, (index) => index.summary(request, signal), selection.trial, signal);
    },
    entry: async (run, sampleId) => recordOf(databases.on(databases.find(run).database), sampleId),
    async position(run, query, sampleId, signal) {
      const find = (index: OpenIndex) => index.position(query, sampleId, signal);
      return indexes.use(databases.find(run), find, query.trial, signal);
    },
    async metadataOptions(run, wanted) {
      return indexes.use(databases.find(run), (index) => index.metadataOptions(wanted));
    },
    mediaFolder: (run) => databases.find(run).mediaFolder,
    async importRun(draft, batches, importOptions) {
      importOptions.signal.throwIfAborted();
      const part = await folders.begin('nothing was imported');
      let database: string | undefined;
      try {
        database = await databases.create('run');
        const written = await loadRun(databases.on(database), part, batches, importOptions);
        return await databases.publish(database, draft, written);
      } catch (error) {
        // What cannot be removed now is removed at the next start; the error must not hide why the import failed.
        if (database !== undefined) await databases.drop(database).catch(() => undefined);
        throw inWords(error, 'nothing was imported', root);
      } finally {
        await part.discard().catch(() => undefined);
      }
    },
    async deleteRun(run) {
      if (readOnly !== undefined) throw readOnlyError(readOnly, 'nothing was deleted');
      const stored = databases.find(run);
      // Before the deletion, to stop index builds that read the records; after it, to close an index that was
      // opened meanwhile.
      indexes.leave(stored);
      await databases.remove(run);
      indexes.leave(stored);
    },
    async close() {
      await indexes.closeAll();
      await databases.close();
    },
  };
}
