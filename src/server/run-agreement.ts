/** How far the rules agree with a run's job, measured on samples spread evenly over the run. */
import { agreementSamples, type AgreementAnswer } from '../contract/sample-answers';
import type { Run } from '../contract/runs';
import { entryAgreement } from '../domain/agreement';
import { pageEntries, readPredictions, readResult } from './page-entries';
import type { Store } from './store/store';

const pageSize = 100;

/** The offsets of the pages to read: all of a small run, else as many as are looked at, spread evenly. */
export function pageOffsets(samples: number): number[] {
  const pages = Math.ceil(samples / pageSize);
  const read = Math.min(pages, agreementSamples / pageSize);
  return Array.from({ length: read }, (_page, at) => Math.floor((at * pages) / read) * pageSize);
}

/** Measures the agreement of a run; a browser keeps the answer, as a run never changes. */
export async function runAgreement(store: Store, run: Run, signal: AbortSignal): Promise<AgreementAnswer> {
  const measured = { run: run.id, samples: 0, compared: 0, agreeing: 0 };
  for (const offset of pageOffsets(run.samples)) {
    signal.throwIfAborted();
    for await (const entry of pageEntries(store, run, { offset, limit: pageSize })) {
      const { compared, agreeing } = entryAgreement({
        result: readResult(entry.result),
        predictions: readPredictions(entry.predictions),
      });
      measured.samples += 1;
      measured.compared += compared;
      measured.agreeing += agreeing;
    }
  }
  return { success: true, ...measured };
}
