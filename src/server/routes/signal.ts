/** A sample's signal, thinned to what a chart can show. */
import { SecondLookError } from '../../contract/errors';
import type { Signal } from '../../contract/sample-answers';
import { isUnchanged, jsonAnswer, notChanged } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import { queryHeaders } from '../guards/headers';
import { createThinner } from '../media/thin-signal';
import { namesOf, sampleFor, sampleOf } from '../sample-for';

/** A reading's number, held inside the signal. */
const inside = (index: number, length: number) => Math.min(Math.max(0, index), length);

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
      const source = await signals.open(file);
      const { intervalMs, length, sensors } = source;
      // One reading more on each side, so that a line reaches the edges of the chart.
      const from = inside(Math.floor(fromMs / intervalMs), length);
      const to = inside(Math.ceil(toMs / intervalMs) + 1, length);
      const thinner = createThinner({ from, to, sensors: sensors.length, points });
      await source.read({ from, to }, thinner.add);
      const { indexes, series, isThinned } = thinner.finish();
      const answer: Signal = {
        success: true,
        sensors: [...sensors],
        intervalMs,
        valuesCount: length,
        isThinned,
        times: indexes.map((index) => index * intervalMs),
        series,
      };
      return jsonAnswer(answer, headers);
    } finally {
      await file.handle.close();
    }
  };
