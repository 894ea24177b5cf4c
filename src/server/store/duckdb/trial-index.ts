/** The index of a run under trial thresholds: built from its records in a separate folder, removed when closed. */
import { join } from 'node:path';
import type { Trial } from '../../../contract/trial';
import { rulesUnder } from '../../../domain/outcome-rules';
import type { Queue } from '../queue';
import type { RunPart, StoredRun } from '../records/runs';
import { indexName, makeIndex, type RebuildOptions } from './rebuild';
import { openRunIndex, type Lanes, type RunIndex } from './run-index';

export interface TrialOptions extends Omit<RebuildOptions, 'readOnly'> {
  /** A new folder for it, which the next start removes if this process is killed. Throws if nothing can be written. */
  begin: () => Promise<RunPart>;
  /** One is built at a time, since each needs the memory of an import. */
  queue: Queue;
}

/** Builds the index and opens it, unless the signal is aborted meanwhile. */
export async function openTrialIndex(
  run: StoredRun,
  trial: Trial,
  { begin, queue, ...options }: TrialOptions,
  lanes: Lanes,
): Promise<RunIndex> {
  options.onProgress({ samples: 0, share: 0 });
  return queue(async () => {
    options.signal.throwIfAborted();
    const part = await begin();
    try {
      const folder = join(part.folder, indexName);
      await makeIndex(run, folder, rulesUnder(trial), options);
      const index = await openRunIndex(folder, run.records, lanes);
      return {
        ...index,
        async close() {
          await index.close();
          await part.discard();
        },
      };
    } catch (error) {
      await part.discard();
      throw error;
    }
  });
}
