/** Writes an import to disk: first the records, then their index, then one rename that publishes it as a run. */
import { join } from 'node:path';
import type { Run } from '../../../contract/schemas/runs';
import { createRecordFile } from '../records/record-file';
import { recordFileName, type RunFolders, type RunPart } from '../records/runs';
import type { EntryBatch } from '../entry-batch';
import type { Imported, ImportOptions, RunDraft } from '../store';
import { createIndexWriter } from './index-writer';
import { indexName } from './rebuild';

/** Writes the batches into the part and publishes it; if it throws, the caller must discard the part. */
export async function writeRun(
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
    for await (const batch of batches) {
      signal.throwIfAborted();
      index.append(batch, records.append(batch));
      for (const block of batch.learnBlocks) learnBlocks.set(block.id, learnBlocks.get(block.id) ?? block);
      await records.flush();
      onProgress?.(records.count);
    }
    signal.throwIfAborted();
    const { bytes, contentHash } = await records.finish();
    const written = { samples: records.count, contentHash, learnBlocks: [...learnBlocks.values()] };
    const place = { key: records.key, bytes };
    // Syncing uses the disk while building uses the processor; if one fails, the other must still be awaited.
    const works = [records.sync(), index.finish(place, signal)];
    await Promise.allSettled(works);
    await Promise.all(works);
    return await folders.publish(part, draft, written, place);
  } catch (error) {
    index.abort();
    await records.abort();
    throw error;
  }
}
