/** One sample in full, with its neighbours among the samples that match a query, and what its own data are. */
import { SecondLookError } from '../../contract/errors';
import type { Query } from '../../contract/query';
import type { Run } from '../../contract/runs';
import type { SampleAnswer } from '../../contract/sample-answers';
import type { SamplePlace } from '../../contract/sample-place';
import { errorAnswer } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import type { SampleNames } from '../media/media-names';
import { pathNumber, runFor } from '../run-for';
import { entryFor, namesOf, sampleOf } from '../sample-for';
import type { StoredEntry } from '../store/store';

async function mediaKind(
  { media, store, signals }: ServerParts,
  run: Run,
  names: SampleNames,
  client: AbortSignal,
): Promise<SampleAnswer['media']> {
  const file = await media.open(store.mediaFolder(run), names, ['image', 'video', 'sound', 'acquisition']);
  if (file === undefined) return 'none';
  try {
    if (file.type.group !== 'acquisition') return file.type.group;
    const { sensors } = await signals.about(file, client);
    return sensors.length === 1 && sensors[0]?.name === 'audio' ? 'sound' : 'signal';
  } catch (error) {
    // The sample itself can be shown; its signal is asked for again.
    if (error instanceof SecondLookError && error.kind === 'not-ready') return 'signal';
    // A file that cannot be read is nothing to show; its own routes say why.
    return 'none';
  } finally {
    await file.handle.close();
  }
}

async function placeOf(
  { store, gate }: ServerParts,
  run: Run,
  query: Query,
  sampleId: number,
  aborted: AbortSignal,
): Promise<SamplePlace> {
  const weight = store.isKnown(run, query, 'rows') ? 'quick' : 'light';
  const position = await gate.run((signal) => store.position(run, query, sampleId, signal), aborted, weight);
  return {
    position: position?.row ?? null,
    previous: position?.previous ?? null,
    next: position?.next ?? null,
  };
}

/** `GET …/second-look/samples/{sampleId}` */
export const sample =
  (parts: ServerParts): Handler =>
  async (context) => {
    const { store } = parts;
    const { query } = endpointParameters('sample', context.req.url);
    const { run } = await runFor(store, context.req.param('projectId'), query);
    const sampleId = pathNumber(context.req.param('sampleId'), 'sample');
    const client = context.req.raw.signal;
    const place = () => placeOf(parts, run, query, sampleId, client);
    let entry: StoredEntry;
    try {
      entry = await entryFor(store, run, sampleId);
    } catch (error) {
      if (!(error instanceof SecondLookError) || error.kind !== 'damaged') throw error;
      return errorAnswer(error.kind, error.message, {}, { place: await place() });
    }
    const [{ position, previous, next }, media] = await Promise.all([
      place(),
      mediaKind(parts, run, namesOf(sampleId, sampleOf(entry)), client),
    ]);
    const rest = JSON.stringify({ position, previous, next, media });
    const body = Buffer.concat([
      Buffer.from(`{"success":true,"run":${JSON.stringify(run.id)},"result":`),
      entry.result,
      Buffer.from(',"predictions":['),
      entry.predictions,
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
