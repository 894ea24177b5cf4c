/** What a thread that reads records is asked, and what it answers. */
import type { OutcomeRules } from '../../domain/outcome-rules';
import { buffersOf, type EntryBatch } from '../store/entry-batch';
import { readLines, type ReadLines } from './line-reader';
import { readStoredSamples, type StoredSamples } from './stored-samples';

/** Whole lines of JSON Lines. */
export interface LinesRequest {
  kind: 'lines';
  bytes: Uint8Array;
  /** Where each line ends, where that is not at a newline. */
  ends?: Float64Array | undefined;
}

/** Samples of a record file. */
export interface StoredRequest extends StoredSamples {
  kind: 'stored';
  /** What they are judged by: the job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

export type ReadRequest = LinesRequest | StoredRequest;

export type ReadAnswer = { kind: 'lines'; read: ReadLines } | { kind: 'stored'; read: { batch: EntryBatch } };

/** Does what a request asks for. */
export function answerTo(request: ReadRequest): ReadAnswer {
  switch (request.kind) {
    case 'lines':
      return { kind: 'lines', read: readLines(request.bytes, request.ends) };
    case 'stored':
      return { kind: 'stored', read: { batch: readStoredSamples(request, request.rules) } };
  }
}

/** The memory of an answer that is handed over rather than copied. */
export const buffersOfAnswer = ({ read }: ReadAnswer): ArrayBuffer[] => buffersOf(read.batch);
