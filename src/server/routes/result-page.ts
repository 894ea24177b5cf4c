/** One page of a classify result: the envelope around the records' own bytes. */
import { isUnchanged, notChanged } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import { queryHeaders } from '../guards/headers';
import { streamAnswer } from '../json-stream';
import { runFor } from '../run-for';
import { damagedMember, pageEnvelope } from './page-envelope';
import { truncateLabels } from './truncate-labels';

/** The pieces with long lists of labels cut. */
export async function* truncated(records: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const record of records) yield truncateLabels(record);
}

/** `GET …/classify/all/result/page` */
export const resultPage =
  ({ store, gate, log }: ServerParts): Handler =>
  async (context) => {
    const { query } = endpointParameters('resultPage', context.req.url);
    const { run } = await runFor(store, context.req.param('projectId'), query);
    const headers = { ...queryHeaders('result-page', run, query), 'content-type': 'application/json' };
    if (isUnchanged(context.req.header('if-none-match'), headers.etag)) return notChanged(headers);
    if (context.req.method === 'HEAD') return new Response(null, { headers });
    const client = context.req.raw.signal;
    const weight = store.isKnown(run, query, 'rows') ? 'quick' : 'light';
    return gate.run(
      async (signal) => {
        const page = await store.page(run, query, signal);
        const results = page.results();
        const pieces = pageEnvelope(
          query.truncateStructuredLabels ? truncated(results) : results,
          page.predictions(),
          () => `,"totalCount":${page.totalCount}${damagedMember(page.damaged())}`,
        );
        return streamAnswer(pieces, headers, (error) => {
          if (!client.aborted) log(`a page was cut off: ${String(error)}`);
        });
      },
      client,
      weight,
    );
  };
