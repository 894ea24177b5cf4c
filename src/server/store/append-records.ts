/** Reads stored records into an index that is being built, judged by given rules. */
import type { OutcomeRules } from '../../domain/outcome-rules';
import { readersForIndex } from '../import/record-readers';
import { storedBatches, type IndexedRecord } from '../import/stored-samples';
import type { EntryBatch } from './entry-batch';
import type { Opening } from './open-indexes';
import type { RecordPlaces } from './records/record-file';
import type { Damage } from './records/record-format';

/** The share of the work that is done when all records are read; the rest is sorting and writing columns. */
const readingShare = 0.9;

interface AppendOptions extends Opening {
  /** The size of all records, which decides whether threads read them. */
  bytes: number;
  rules: OutcomeRules;
  /** Called with a description of each damaged record, which is left out. */
  onDamage: (words: string) => void;
}

/** Appends all sound records to the index, unless the signal is aborted meanwhile. */
export async function appendRecords(
  index: { append: (batch: EntryBatch, places: RecordPlaces) => void },
  records: AsyncIterable<IndexedRecord | Damage>,
  { bytes, rules, onDamage, signal, onProgress }: AppendOptions,
): Promise<void> {
  const readers = readersForIndex(bytes, rules);
  try {
    let samples = 0;
    for await (const { batch, places, end } of storedBatches(records, readers, onDamage)) {
      signal.throwIfAborted();
      index.append(batch, places);
      samples += batch.count;
      onProgress({ samples, share: (readingShare * end) / bytes });
      // Let other work in this process run between batches.
      await new Promise(setImmediate);
    }
    signal.throwIfAborted();
    onProgress({ samples, share: readingShare });
  } finally {
    await readers.close();
  }
}
