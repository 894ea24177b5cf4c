/** A whole classify result with its accuracy, streamed. */
import { emptyQuery } from '../../contract/query';
import type { DamagedSample } from '../../contract/result-page';
import type { Run } from '../../contract/runs';
import { isUnchanged, notChanged } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import { queryHeaders } from '../guards/headers';
import { streamAnswer } from '../json-stream';
import { runFor } from '../run-for';
import type { Page, Store } from '../store/store';
import { damagedMember, pageEnvelope } from './page-envelope';
import { truncated } from './result-page';

const pageSize = 5000;

/** All of a run, page by page, so that no more than a page of ids is held. */
async function* wholeRun(
  store: Store,
  run: Run,
  signal: AbortSignal,
  part: (page: Page) => AsyncIterable<Uint8Array>,
  onDamaged: (damaged: DamagedSample) => void = () => undefined,
): AsyncGenerator<Uint8Array, void> {
  for (let offset = 0; offset < run.samples; offset += pageSize) {
    const page = await store.page(run, { ...emptyQuery, limit: pageSize, offset }, signal);
    yield* part(page);
    for (const damaged of page.damaged()) onDamaged({ ...damaged, index: offset + damaged.index });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

/** `GET …/classify/all/result` */
export const result =
  ({ store, accuracy, log }: ServerParts): Handler =>
  async (context) => {
    const { query, own } = endpointParameters('result', context.req.url);
    const isFiguresOnly = own.flag('featureExplorerOnly') === true;
    const { project, run } = await runFor(store, context.req.param('projectId'), query);
    const ofImpulse = project.runs.filter(({ impulseId }) => impulseId === run.impulseId);
    const availableVariants = [...new Set(ofImpulse.map(({ variant }) => variant))];
    const more = [String(isFiguresOnly), ...availableVariants].join();
    const headers = { ...queryHeaders('result', run, query, more), 'content-type': 'application/json' };
    if (isUnchanged(context.req.header('if-none-match'), headers.etag)) return notChanged(headers);
    if (context.req.method === 'HEAD') return new Response(null, { headers });

    const { signal } = context.req.raw;
    const damaged: DamagedSample[] = [];
    const results = isFiguresOnly
      ? nothing()
      : wholeRun(
          store,
          run,
          signal,
          (page) => page.results(),
          (sample) => damaged.push(sample),
        );
    const pieces = pageEnvelope(
      query.truncateStructuredLabels ? truncated(results) : results,
      isFiguresOnly ? nothing() : wholeRun(store, run, signal, (page) => page.predictions()),
      async () => {
        const figures = JSON.stringify(await accuracy.of(run));
        return `,"accuracy":${figures},"additionalMetricsByLearnBlock":[],"availableVariants":${JSON.stringify(availableVariants)}${damagedMember(damaged)}`;
      },
    );
    return streamAnswer(pieces, headers, (error) => {
      if (!signal.aborted) log(`a result was cut off: ${String(error)}`);
    });
  };
