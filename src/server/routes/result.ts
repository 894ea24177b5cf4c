/** A classify result, page by page or whole: an envelope around the original bytes of the records. */
import { emptyQuery } from '../../contract/query';
import type { DamagedSample } from '../../contract/schemas/result-page';
import { runAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { bytesOf, streamAnswer } from '../http/json-stream';
import { runFor } from '../http/run-for';
import { studioAccuracy } from '../studio-accuracy';
import { truncated } from './truncate-labels';

const comma = bytesOf(',');

/** The pieces separated by commas; empty ones are left out. */
async function* commaList(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isFirst = true;
  for await (const piece of pieces) {
    if (piece.byteLength === 0) continue;
    if (!isFirst) yield comma;
    isFirst = false;
    yield piece;
  }
}

/** The member after the lists of a page that leaves samples out. */
const damagedMember = (damaged: readonly DamagedSample[]): string =>
  damaged.length === 0 ? '' : `,"damaged":${JSON.stringify(damaged)}`;

/** Yields `{"success":true,"result":[…],"predictions":[…]` and then `rest`, which closes the object. */
async function* pageEnvelope(
  results: AsyncIterable<Uint8Array>,
  predictions: AsyncIterable<Uint8Array>,
  rest: () => string | Promise<string>,
): AsyncGenerator<Uint8Array, void> {
  yield bytesOf('{"success":true,"result":[');
  yield* commaList(results);
  yield bytesOf('],"predictions":[');
  yield* commaList(predictions);
  yield bytesOf(`]${await rest()}}`);
}

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
      return streamAnswer(pieces, { headers }, onCutOff);
    };
    return runAnswer(request, run, (headers) => gate.run((signal) => send(headers, signal), client, weight));
  };

const pageSize = 5000;

/** `GET …/classify/all/result`, which includes the accuracy. */
export const result =
  ({ store }: ServerParts): Handler =>
  async (request) => {
    const { query, own, client, onCutOff } = request;
    const isFiguresOnly = own.flag('featureExplorerOnly') === true;
    const { project, run } = await runFor(store, request);
    const ofImpulse = project.runs.filter(({ impulseId }) => impulseId === run.impulseId);
    const availableVariants = [...new Set(ofImpulse.map(({ variant }) => variant))];

    const damaged: DamagedSample[] = [];
    const samples = isFiguresOnly ? 0 : run.samples;
    // Page by page, so that only one page of ids is in memory.
    async function* whole(part: 'results' | 'predictions') {
      for (let offset = 0; offset < samples; offset += pageSize) {
        const page = await store.page(run, { ...emptyQuery, limit: pageSize, offset }, client);
        yield* page[part]();
        if (part === 'predictions') continue;
        for (const sample of page.damaged()) damaged.push({ ...sample, index: offset + sample.index });
      }
    }
    const rest = async () => {
      const figures = JSON.stringify(await studioAccuracy(store, run, client));
      return `,"accuracy":${figures},"additionalMetricsByLearnBlock":[],"availableVariants":${JSON.stringify(availableVariants)}${damagedMember(damaged)}`;
    };
    const send = (headers: Record<string, string>) => {
      const results = whole('results');
      const shown = query.truncateStructuredLabels ? truncated(results) : results;
      return streamAnswer(pageEnvelope(shown, whole('predictions'), rest), { headers }, onCutOff);
    };
    return runAnswer(request, run, send, [isFiguresOnly, ...availableVariants].join());
  };
