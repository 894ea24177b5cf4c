/** How far the rules agree with a run's job, measured on samples spread evenly over the run. */
import { emptyQuery } from '../../contract/query';
import type { Run } from '../../contract/schemas/runs';
import { agreementSamples, type AgreementAnswer } from '../../contract/schemas/sample-answers';
import { entryAgreement } from '../../domain/agreement';
import { jsonAnswer, runAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { runFor } from '../http/run-for';
import type { Store } from '../store/store';
import { readPredictions, readResult } from '../stored-json';

const pageSize = 100;

/** The offsets of the pages to read: all pages of a small run, otherwise a fixed number, spread evenly. */
export function pageOffsets(samples: number): number[] {
  const pages = Math.ceil(samples / pageSize);
  const read = Math.min(pages, agreementSamples / pageSize);
  return Array.from({ length: read }, (_page, at) => Math.floor((at * pages) / read) * pageSize);
}

async function measure(store: Store, run: Run, signal: AbortSignal): Promise<AgreementAnswer> {
  const measured = { run: run.id, samples: 0, compared: 0, agreeing: 0 };
  for (const offset of pageOffsets(run.samples)) {
    signal.throwIfAborted();
    const page = await store.page(run, { ...emptyQuery, offset, limit: pageSize });
    for await (const { result, predictions } of page.entries()) {
      const { compared, agreeing } = entryAgreement({
        result: readResult(result),
        predictions: readPredictions(predictions),
      });
      measured.samples += 1;
      measured.compared += compared;
      measured.agreeing += agreeing;
    }
  }
  return { success: true, ...measured };
}

/** `GET …/second-look/agreement`; browsers can cache the answer, since a run never changes. */
export const agreement =
  ({ store, gate }: ServerParts): Handler =>
  async (request) => {
    const { run } = await runFor(store, request);
    const work = (signal: AbortSignal) => measure(store, run, signal);
    return runAnswer(request, run, async (headers) =>
      jsonAnswer(await gate.run(work, request.client, 'heavy'), headers),
    );
  };
