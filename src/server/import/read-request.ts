/** The requests to a thread that reads records, and its answers. */
import type { OutcomeRules } from '../../domain/outcome-rules';
import { buffersOf, type EntryBatch } from '../store/entry-batch';
import { readLines, type ReadLines } from './formats/line-reader';
import { readStoredSamples, type StoredSamples } from './stored-samples';

/** Whole lines of JSON Lines. */
export interface LinesRequest {
  kind: 'lines';
  bytes: Uint8Array;
  /** The end of each line, if lines do not end at newlines. */
  ends?: Float64Array | undefined;
}

/** Samples of a record file. */
export interface StoredRequest extends StoredSamples {
  kind: 'stored';
  /** The rules for judging them: with the job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

export type ReadRequest = LinesRequest | StoredRequest;

export type ReadAnswer = { kind: 'lines'; read: ReadLines } | { kind: 'stored'; read: { batch: EntryBatch } };

/** Handles a request. */
export function answerTo(request: ReadRequest): ReadAnswer {
  switch (request.kind) {
    case 'lines':
      return { kind: 'lines', read: readLines(request.bytes, request.ends) };
    case 'stored':
      return { kind: 'stored', read: { batch: readStoredSamples(request, request.rules) } };
  }
}

/** The memory of an answer that is transferred, not copied. */
export const buffersOfAnswer = ({ read }: ReadAnswer): ArrayBuffer[] => buffersOf(read.batch);
