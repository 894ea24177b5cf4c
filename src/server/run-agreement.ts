/** How far the rules agree with a run's job, measured on samples spread evenly over the run. */
import { agreementSamples, type AgreementAnswer } from '../contract/sample-answers';
import type { Run } from '../contract/runs';
import { entryAgreement } from '../domain/agreement';
import { pageEntries, readPredictions, readResult } from './page-entries';
import type { Store } from './store/store';

const pageSize = 100;
const keptRuns = 32;

type Measured = Omit<AgreementAnswer, 'success'>;

/** The offsets of the pages to read: all of a small run, else as many as are looked at, spread evenly. */
export function pageOffsets(samples: number): number[] {
  const pages = Math.ceil(samples / pageSize);
  const read = Math.min(pages, agreementSamples / pageSize);
  return Array.from({ length: read }, (_page, at) => Math.floor((at * pages) / read) * pageSize);
}

async function measure(store: Store, run: Run, signal: AbortSignal): Promise<Measured> {
  const measured: Measured = { run: run.id, samples: 0, compared: 0, agreeing: 0 };
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
  return measured;
}

/** Measures a run once and remembers what came out, as a run never changes. */
export class RunAgreement {
  readonly #known = new Map<string, Measured>();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(run: Run, signal: AbortSignal): Promise<Measured> {
    const key = `${run.projectId}/${run.id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const measured = await measure(this.#store, run, signal);
    this.#known.set(key, measured);
    const [oldest] = this.#known.keys();
    if (this.#known.size > keptRuns && oldest !== undefined) this.#known.delete(oldest);
    return measured;
  }
}
