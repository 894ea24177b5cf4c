/** One sample in full, with its neighbours among the samples that match a query, and what its own data are. */
import type { SampleAnswer } from '../../contract/sample-answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import type { SampleNames } from '../media/media-names';
import { namesOf, sampleFor, sampleOf } from '../sample-for';

async function mediaKind(
  { media, store, signals }: ServerParts,
  run: Parameters<typeof store.mediaFolder>[0],
  names: SampleNames,
): Promise<SampleAnswer['media']> {
  const file = await media.open(store.mediaFolder(run), names, ['image', 'video', 'sound', 'acquisition']);
  if (file === undefined) return 'none';
  try {
    if (file.type.group !== 'acquisition') return file.type.group;
    const { sensors } = await signals.acquisition(file);
    return sensors.length === 1 && sensors[0]?.name === 'audio' ? 'sound' : 'signal';
  } catch {
    // A file that cannot be read is nothing to show; its own routes say why.
    return 'none';
  } finally {
    await file.handle.close();
  }
}

/** `GET …/second-look/samples/{sampleId}` */
export const sample =
  (parts: ServerParts): Handler =>
  async (context) => {
    const { store, gate } = parts;
    const { query } = endpointParameters('sample', context.req.url);
    const { run, sampleId, entry } = await sampleFor(store, context, query);
    const weight = store.isKnown(run, query, 'rows') ? 'quick' : 'light';
    const [position, media] = await Promise.all([
      gate.run((signal) => store.position(run, query, sampleId, signal), context.req.raw.signal, weight),
      mediaKind(parts, run, namesOf(sampleId, sampleOf(entry))),
    ]);
    const rest = JSON.stringify({
      position: position?.row ?? null,
      previous: position?.previous ?? null,
      next: position?.next ?? null,
      media,
    });
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
