/** The records of one page, sample by sample, for what counts over them. */
import { emptyQuery } from '../contract/query';
import { predictionRecordSchema, resultRecordSchema, type PredictionRecord } from '../contract/result-page';
import type { Run } from '../contract/runs';
import type { Store, StoredEntry } from './store/store';

const parse = (text: string): unknown => JSON.parse(text);
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

/** The predictions of a stored entry. */
export const readPredictions = (bytes: Uint8Array): PredictionRecord[] =>
  predictionRecordSchema.array().parse(parse(`[${textOf(bytes)}]`));

/** The result entry of a stored one. */
export const readResult = (bytes: Uint8Array) => resultRecordSchema.parse(parse(textOf(bytes)));

/** The records of `limit` samples of a run from `offset`, in the order of their ids. */
export async function* pageEntries(
  store: Store,
  run: Run,
  stretch: { offset: number; limit: number },
): AsyncGenerator<Pick<StoredEntry, 'result' | 'predictions'>> {
  const page = await store.page(run, { ...emptyQuery, ...stretch });
  const results = page.results()[Symbol.asyncIterator]();
  try {
    for await (const predictions of page.predictions()) {
      const { done, value: result } = await results.next();
      if (done === true) throw new Error(`The store gave more predictions than results of run ${run.id}`);
      yield { result, predictions };
    }
  } finally {
    // Closes its file, as nothing reads it past its last record.
    await results.return?.();
  }
}
