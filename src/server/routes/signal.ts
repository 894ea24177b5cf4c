/** A sample's signal, thinned to what a chart can show. */
import { SecondLookError } from '../../contract/errors';
import { isUnchanged, notChanged } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import { queryHeaders } from '../guards/headers';
import { namesOf, sampleFor, sampleOf } from '../sample-for';

/** `GET …/second-look/samples/{sampleId}/signal` */
export const signal =
  ({ store, media, signals }: ServerParts): Handler =>
  async (context) => {
    const { query, own } = endpointParameters('signal', context.req.url);
    const points = own.number('points') ?? 0;
    const fromMs = own.number('from') ?? 0;
    const toMs = own.number('to') ?? Number.POSITIVE_INFINITY;
    if (toMs < fromMs) throw new SecondLookError('bad-parameter', '"to" must not be less than "from"');
    const { run, sampleId, entry } = await sampleFor(store, context, query);
    const names = namesOf(sampleId, sampleOf(entry));
    const file = await media.open(store.mediaFolder(run), names, ['acquisition', 'sound']);
    if (file === undefined) {
      throw new SecondLookError('not-found', `There is no signal of sample ${sampleId} in this run's media.`);
    }
    try {
      const headers = queryHeaders('signal', run, query, [sampleId, file.tag, points, fromMs, toMs].join());
      if (isUnchanged(context.req.header('if-none-match'), headers.etag)) return notChanged(headers);
      const work = { kind: 'thin', fromMs, toMs, points } as const;
      const bytes = await signals.bytes(file, work, context.req.raw.signal);
      const length = String(bytes.byteLength);
      return new Response(bytes, {
        headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
      });
    } finally {
      await file.handle.close();
    }
  };
