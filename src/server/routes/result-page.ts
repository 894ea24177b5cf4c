/** One page of a classify result: the envelope around the records' own bytes. */
import { runAnswer } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { streamAnswer } from '../json-stream';
import { runFor } from '../run-for';
import { damagedMember, pageEnvelope } from './page-envelope';
import { truncated } from './truncate-labels';

/** `GET …/classify/all/result/page` */
export const resultPage =
  ({ store, gate }: ServerParts): Handler =>
  async (request) => {
    const { query, client, onCutOff } = request;
    const { run } = await runFor(store, request);
    const weight = store.isKnown(run, query, 'rows') ? 'quick' : 'light';
    const send = async (headers: Record<string, string>, signal: AbortSignal) => {
      const page = await store.page(run, query, signal);
      const results = page.results();
      const pieces = pageEnvelope(
        query.truncateStructuredLabels ? truncated(results) : results,
        page.predictions(),
        () => `,"totalCount":${page.totalCount}${damagedMember(page.damaged())}`,
      );
      return streamAnswer(pieces, headers, onCutOff);
    };
    return runAnswer(request, run, (headers) => gate.run((signal) => send(headers, signal), client, weight));
  };
