/** Counts the metadata keys of a run: the index has a dictionary for each, so their number is limited. */
import type { SecondLookError } from '../../contract/errors';
import { importLimits } from '../../contract/schemas/imports';
import type { EntryBatch } from '../store/entry-batch';
import { faultError, type JsonPath, type PlacedPath } from './fault';

const most = importLimits.metadataKeysPerRun;

/** The row of the first sample in a batch that has the key, given as its index in the batch. */
function rowWithKey({ values: { metadata } }: EntryBatch, key: number): number {
  let at = 0;
  while (at < metadata.length && metadata[at] !== key) at += 3;
  return metadata[at + 2] ?? 0;
}

export class RunKeys {
  readonly #keys = new Set<string>();

  /** Adds the keys of a batch; returns, once, the refusal of the first key above the limit, with its place. */
  add(batch: EntryBatch, placeOf: (row: number, path: JsonPath) => PlacedPath): SecondLookError | undefined {
    for (const [at, key] of batch.values.metadataKeys.entries()) {
      if (this.#keys.size > most) break;
      this.#keys.add(key);
      if (this.#keys.size <= most) continue;
      const { place, path } = placeOf(rowWithKey(batch, at), ['result', 'sample', 'metadata', key]);
      const reason = `is one metadata key too many: the samples of a run may have ${most.toLocaleString('en')} different keys. Leave out keys that differ from sample to sample`;
      return faultError(place, { path, byte: place.byte, reason, isOfField: true });
    }
    return undefined;
  }
}
