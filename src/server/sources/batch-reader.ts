/** Samples, read one by one into a batch for the store, with what is noticed of them. */
import { learnBlockId } from '../../domain/learn-blocks/registry';
import { sampleFacts } from '../../domain/sample-values';
import { EntryBatchBuilder, type EntryBatch } from '../store/entry-batch';
import { readSample, type RawSample } from './read-sample';
import { runLearnBlock } from './run-learn-blocks';
import type { CountedNotice } from './run-notices';
import { noticesOf, type SampleNotice } from './sample-notices';

/** Samples that were read. */
export interface ReadBatch {
  batch: EntryBatch;
  notices: readonly CountedNotice[];
}

export class BatchReader {
  readonly #builder: EntryBatchBuilder;
  readonly #notices = new Map<SampleNotice, CountedNotice>();

  /** Samples whose bytes lie in `bytes` stay there; others are copied. */
  constructor(bytes: Uint8Array) {
    this.#builder = new EntryBatchBuilder(bytes);
  }

  /** Adds one sample. Throws `Refused` where it is not as it should be; it is not added then. */
  read(raw: RawSample): void {
    const { sampleId, entry, predictionBytes } = readSample(raw);
    const facts = sampleFacts(entry);
    this.#builder.add({ sampleId, result: raw.result.bytes, predictions: predictionBytes }, facts);
    entry.result.classifications.forEach((block, index) => {
      if (!this.#builder.hasLearnBlock(learnBlockId(block, index))) {
        this.#builder.addLearnBlock(runLearnBlock(block, index));
      }
    });
    for (const notice of noticesOf(entry, facts)) {
      const counted = this.#notices.get(notice);
      if (counted === undefined) this.#notices.set(notice, { notice, samples: 1, first: sampleId });
      else counted.samples += 1;
    }
  }

  /** What was read; nothing can be added after it. */
  finish(): ReadBatch {
    return { batch: this.#builder.finish(), notices: [...this.#notices.values()] };
  }
}
