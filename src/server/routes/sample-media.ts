/** A sample's own file: its picture, sound or video, or the file as it is. */
import { SecondLookError } from '../../contract/errors';
import type { EndpointName } from '../../contract/endpoints';
import { isUnchanged, notChanged } from '../answers';
import type { AppContext, Handler, ServerParts } from '../app-context';
import { endpointParameters, type OwnParameters } from '../endpoint-parameters';
import { mediaAnswer, mediaHeaders, type MediaRequest } from '../media/media-answer';
import type { MediaFile } from '../media/media-folder';
import type { MediaGroup } from '../media/media-type';
import { readWavHeader, makeWav } from '../media/wav';
import { namesOf, sampleFor, sampleOf } from '../sample-for';

type MediaEndpoint = Extract<EndpointName, 'rawDataImage' | 'rawDataVideo' | 'rawDataWav' | 'rawDataRaw'>;

const words: Record<MediaEndpoint, string> = {
  rawDataImage: 'picture',
  rawDataVideo: 'video',
  rawDataWav: 'sound',
  rawDataRaw: 'file',
};

async function openFile(
  { store, media }: ServerParts,
  context: AppContext,
  endpoint: MediaEndpoint,
  groups: readonly MediaGroup[],
): Promise<{ file: MediaFile; own: OwnParameters }> {
  const { query, own } = endpointParameters(endpoint, context.req.url);
  const { run, sampleId, entry } = await sampleFor(store, context, query);
  const file = await media.open(store.mediaFolder(run), namesOf(sampleId, sampleOf(entry)), groups);
  if (file !== undefined) return { file, own };
  throw new SecondLookError(
    'not-found',
    `There is no ${words[endpoint]} of sample ${sampleId} in this run's media.`,
  );
}

function mediaRequest({ req }: AppContext, isKeyed: boolean): MediaRequest {
  return {
    isHead: req.method === 'HEAD',
    range: req.header('range'),
    ifNoneMatch: req.header('if-none-match'),
    ifRange: req.header('if-range'),
    isKeyed,
  };
}

const whole =
  (parts: ServerParts, endpoint: 'rawDataImage' | 'rawDataVideo', group: MediaGroup): Handler =>
  async (context) => {
    const { file, own } = await openFile(parts, context, endpoint, [group]);
    try {
      own.flag('afterInputBlock');
      own.number('datastreamIndex');
    } catch (error) {
      await file.handle.close();
      throw error;
    }
    return mediaAnswer(file, file.type.mime, mediaRequest(context, own.text('cacheKey') !== undefined));
  };

/** `GET …/raw-data/{sampleId}/image` */
export const rawDataImage = (parts: ServerParts) => whole(parts, 'rawDataImage', 'image');

/** `GET …/raw-data/{sampleId}/video` */
export const rawDataVideo = (parts: ServerParts) => whole(parts, 'rawDataVideo', 'video');

/** `GET …/raw-data/{sampleId}/raw` */
export const rawDataRaw =
  (parts: ServerParts): Handler =>
  async (context) => {
    const { file } = await openFile(parts, context, 'rawDataRaw', ['acquisition', 'image', 'sound', 'video']);
    try {
      // Any text may begin like an acquisition file; only a whole one is a sample's data.
      if (file.type.group === 'acquisition') await parts.signals.acquisition(file);
    } catch (error) {
      await file.handle.close();
      throw error;
    }
    return mediaAnswer(file, 'application/octet-stream', mediaRequest(context, false));
  };

const wavLimits = { values: 32_000_000 } as const;

async function wavOfAxis(parts: ServerParts, file: MediaFile, own: OwnParameters): Promise<Uint8Array> {
  const axis = own.number('axisIx') ?? 0;
  const source = await parts.signals.open(file);
  if (axis >= source.sensors.length) {
    throw new SecondLookError(
      'bad-parameter',
      `"axisIx" must be a whole number from 0 to ${source.sensors.length - 1}`,
    );
  }
  const from = Math.min(own.number('sliceStart') ?? 0, source.length);
  const to = Math.max(from, Math.min(own.number('sliceEnd') ?? source.length, source.length));
  if (to - from > wavLimits.values) {
    throw new SecondLookError(
      'too-large',
      `A sound may have at most ${wavLimits.values} values; ask for a slice of it.`,
    );
  }
  const values = new Float64Array(to - from).fill(Number.NaN);
  await source.read({ from, to }, (index, sensor, value) => {
    if (sensor === axis) values[index - from] = value;
  });
  return makeWav(values, Math.max(1, Math.round(1000 / source.intervalMs)));
}

/** Whether the file as it is, is what was asked for. */
async function isWholeSound(file: MediaFile, own: OwnParameters): Promise<boolean> {
  const isSliced = own.number('sliceStart') !== undefined || own.number('sliceEnd') !== undefined;
  if (file.type.group !== 'sound' || isSliced) return false;
  const axis = own.number('axisIx');
  // Without an axis the file goes out whatever is in it: a browser may play what we cannot read.
  return axis === undefined || (axis === 0 && (await readWavHeader(file.handle, file.size)).channels === 1);
}

/** `GET …/raw-data/{sampleId}/wav` */
export const rawDataWav =
  (parts: ServerParts): Handler =>
  async (context) => {
    const { file, own } = await openFile(parts, context, 'rawDataWav', ['sound', 'acquisition']);
    let isHandedOn = false;
    try {
      const request = mediaRequest(context, own.text('cacheKey') !== undefined);
      if (await isWholeSound(file, own)) {
        isHandedOn = true;
        return await mediaAnswer(file, file.type.mime, request);
      }
      const parameters = ['axisIx', 'sliceStart', 'sliceEnd'].map((name) => own.number(name) ?? '').join('-');
      const headers = mediaHeaders('audio/wav', `${file.tag}-${parameters}`, request.isKeyed);
      if (isUnchanged(request.ifNoneMatch, headers.etag)) return notChanged(headers);
      return new Response(Buffer.from(await wavOfAxis(parts, file, own)), { headers });
    } finally {
      if (!isHandedOn) await file.handle.close();
    }
  };
