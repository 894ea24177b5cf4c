/** One sample in full, with its neighbours among the samples that match a query, and the kind of its own data. */
import { SecondLookError } from '../../contract/errors';
import type { SampleAnswer } from '../../contract/schemas/sample-answers';
import { errorAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { pathNumber, runFor } from '../http/run-for';
import { openMedia, sampleOfRun, type FoundSample } from '../http/sample-for';

async function mediaKind(
  parts: ServerParts,
  found: FoundSample,
  client: AbortSignal,
): Promise<SampleAnswer['media']> {
  const file = await openMedia(parts, found, ['image', 'video', 'sound', 'acquisition']);
  if (file === undefined) return 'none';
  try {
    if (file.type.group !== 'acquisition') return file.type.group;
    const { sensors } = await parts.signals.about(file, client);
    return sensors.length === 1 && sensors[0]?.name === 'audio' ? 'sound' : 'signal';
  } catch (error) {
    // The sample itself can be shown; its signal is requested separately.
    if (error instanceof SecondLookError && error.kind === 'not-ready') return 'signal';
    // There is nothing to show for a file that cannot be read; its own routes say why.
    return 'none';
  } finally {
    await file.handle.close();
  }
}

/** `GET …/second-look/samples/{sampleId}` */
export const sample =
  (parts: ServerParts): Handler =>
  async (request) => {
    const { store, gate } = parts;
    const { context, query, client } = request;
    const { run } = await runFor(store, request);
    const sampleId = pathNumber(context, 'sample');
    const placeOf = async () => {
      const weight = store.isKnown(run, query, 'rows') ? 'quick' : 'light';
      const find = (signal: AbortSignal) => store.position(run, query, sampleId, signal);
      const { row = null, previous = null, next = null } = (await gate.run(find, client, weight)) ?? {};
      return { position: row, previous, next };
    };
    let found: FoundSample;
    try {
      found = await sampleOfRun(store, run, sampleId);
    } catch (error) {
      if (!(error instanceof SecondLookError) || error.kind !== 'damaged') throw error;
      return errorAnswer(error.kind, error.message, {}, { place: await placeOf() });
    }
    const [place, media] = await Promise.all([placeOf(), mediaKind(parts, found, client)]);
    const rest = JSON.stringify({ ...place, media });
    const body = Buffer.concat([
      Buffer.from(`{"success":true,"run":${JSON.stringify(run.id)},"result":`),
      found.entry.result,
      Buffer.from(',"predictions":['),
      found.entry.predictions,
      Buffer.from(`],${rest.slice(1)}`),
    ]);
    return new Response(body, {
      headers: {
        'content-type': 'application/json',
        'content-length': String(body.byteLength),
        'cache-control': 'private, no-cache',
      },
    });
  };
