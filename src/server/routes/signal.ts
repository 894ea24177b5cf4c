/** A sample's signal, thinned to what a chart can show. */
import { SecondLookError } from '../../contract/errors';
import { runAnswer } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { answerWithMedia } from '../sample-for';

const signalFile = { groups: ['acquisition', 'sound'], word: 'signal' } as const;

/** `GET …/second-look/samples/{sampleId}/signal` */
export const signal =
  (parts: ServerParts): Handler =>
  (request) => {
    const { own, client } = request;
    const points = own.number('points') ?? 0;
    const fromMs = own.number('from') ?? 0;
    const toMs = own.number('to') ?? Number.POSITIVE_INFINITY;
    if (toMs < fromMs) throw new SecondLookError('bad-parameter', '"to" must not be less than "from"');
    return answerWithMedia(parts, request, signalFile, async (file, run) => {
      const thin = async (headers: Record<string, string>) => {
        const bytes = await parts.signals.bytes(file, { kind: 'thin', fromMs, toMs, points }, client);
        return new Response(bytes, { headers: { ...headers, 'content-length': String(bytes.byteLength) } });
      };
      const answer = await runAnswer(request, run, thin, [file.tag, points, fromMs, toMs].join());
      await file.handle.close();
      return answer;
    });
  };
