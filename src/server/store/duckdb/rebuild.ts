/** Rebuilds a missing, damaged or outdated index from the record file; the old one is set aside, never deleted. */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultOutcomeRules, hasTrialThresholds, type OutcomeRules } from '../../../domain/outcome-rules';
import { appendRecords } from '../append-records';
import type { Opening } from '../open-indexes';
import { readOnlyError, type ReadOnlyCode } from '../records/read-only';
import { scanRecords } from '../records/record-scan';
import { recordFileName, type StoredRun } from '../records/runs';
import { syncPath } from '../records/synced-files';
import { fileState, UnusableIndexError } from './index-manifest';
import { createIndexWriter } from './index-writer';
import { openRunIndex, type Lanes, type RunIndex } from './run-index';

export const indexName = 'index';
export const partName = 'index.part';
export const asidePrefix = `${indexName}.aside-`;

export interface RebuildOptions extends Opening {
  /** Called with a sentence for each problem found. */
  report: (message: string) => void;
  /** Why an index cannot be rebuilt; `undefined` if it can. */
  readOnly: ReadOnlyCode | undefined;
}

async function putAside(run: StoredRun): Promise<string | undefined> {
  const names = await readdir(run.folder);
  if (!names.includes(indexName)) return undefined;
  for (let copy = 1; ; copy++) {
    const aside = `${asidePrefix}${copy}`;
    if (names.includes(aside)) continue;
    await rename(join(run.folder, indexName), join(run.folder, aside));
    return aside;
  }
}

/**
 * Builds an index of the run's records, judged by these rules, in a folder that must not exist yet and is removed
 * on failure. A damaged record is reported and left out.
 */
export async function makeIndex(
  run: StoredRun,
  folder: string,
  rules: OutcomeRules,
  { report, signal, onProgress }: Omit<RebuildOptions, 'readOnly'>,
): Promise<void> {
  const index = await createIndexWriter(folder);
  const path = join(run.folder, recordFileName);
  const { key, bytes } = run.records;
  try {
    const before = await fileState(path);
    let damages = 0;
    await appendRecords(index, scanRecords(path, key, bytes), {
      bytes,
      rules,
      signal,
      onProgress,
      onDamage(words) {
        damages += 1;
        report(`Run ${run.run.id} of project ${run.run.projectId}: ${words}; it is left out`);
      },
    });
    // A trial index does not outlive the server, and is not stored in the folder of the records.
    const isKept = damages > 0 && !hasTrialThresholds(rules);
    await index.finish({ ...run.records, ...(isKept && { withDamage: before }) }, signal);
  } catch (error) {
    index.abort();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Reports problems with the record file as a whole. */
async function checkRecords(run: StoredRun, report: (message: string) => void): Promise<void> {
  const { size } = await stat(join(run.folder, recordFileName));
  if (size === run.records.bytes) return;
  report(
    `The record file of run ${run.run.id}, project ${run.run.projectId}, has ${size} bytes instead of ` +
      `${run.records.bytes}; the records that are whole are served`,
  );
}

/** Opens the run's index; rebuilds it first if needed, unless the signal is aborted. */
export async function openOrRebuild(
  run: StoredRun,
  options: RebuildOptions,
  lanes: Lanes,
): Promise<RunIndex> {
  const { report, onProgress } = options;
  await checkRecords(run, report);
  const folder = join(run.folder, indexName);
  try {
    return await openRunIndex(folder, run.records, lanes);
  } catch (error) {
    if (!(error instanceof UnusableIndexError)) throw error;
    if (options.readOnly !== undefined) {
      const notDone = `the index of run ${run.run.id} must be rebuilt (${error.message}) and cannot be, so the run is not shown`;
      throw readOnlyError(options.readOnly, notDone);
    }
    const aside = await putAside(run);
    const where = aside === undefined ? '' : `, which was put aside as ${aside}`;
    report(
      `The index of run ${run.run.id}, project ${run.run.projectId}: ${error.message}${where}; rebuilding it`,
    );
  }
  onProgress({ samples: 0, share: 0 });
  const part = join(run.folder, partName);
  await rm(part, { recursive: true, force: true });
  await makeIndex(run, part, defaultOutcomeRules, options);
  await rename(part, folder);
  await syncPath(run.folder);
  return openRunIndex(folder, run.records, lanes);
}
