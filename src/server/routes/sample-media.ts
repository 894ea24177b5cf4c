/** A sample's own file: picture, sound or video, the file as it is, or its signal thinned for a chart. */
import { SecondLookError } from '../../contract/errors';
import { isUnchanged, notChanged, runAnswer } from '../http/answers';
import type { EndpointRequest, Handler, ServerParts } from '../http/app-context';
import type { OwnParameters } from '../http/endpoint-parameters';
import { mediaAnswer, mediaHeaders } from '../media/media-answer';
import type { MediaFile } from '../media/media-folder';
import type { SignalAbout } from '../media/signal-work';
import type { Signals } from '../media/signals';
import { soundBytes, soundHead } from '../media/wav';
import { streamAnswer } from '../http/json-stream';
import { answerWithMedia } from '../http/sample-for';

const whole =
  (parts: ServerParts, group: 'image' | 'video', word: string): Handler =>
  (request) => {
    const { own } = request;
    own.flag('afterInputBlock');
    own.number('datastreamIndex');
    return answerWithMedia(parts, request, { groups: [group], word }, (file) =>
      mediaAnswer(file, file.type.mime, request, own.text('cacheKey') !== undefined),
    );
  };

/** `GET …/raw-data/{sampleId}/image` */
export const rawDataImage = (parts: ServerParts) => whole(parts, 'image', 'picture');

/** `GET …/raw-data/{sampleId}/video` */
export const rawDataVideo = (parts: ServerParts) => whole(parts, 'video', 'video');

const anyFile = { groups: ['acquisition', 'image', 'sound', 'video'], word: 'file' } as const;

/** `GET …/raw-data/{sampleId}/raw` */
export const rawDataRaw =
  (parts: ServerParts): Handler =>
  (request) =>
    answerWithMedia(parts, request, anyFile, async (file) => {
      // Any text may start like an acquisition file; only a complete one is a sample's data.
      if (file.type.group === 'acquisition') await parts.signals.about(file, request.client);
      return mediaAnswer(file, 'application/octet-stream', request, false);
    });

export const soundLimits = { values: 32_000_000 } as const;

/** The number of values converted to sound at once: small enough that any number of slow clients use little memory. */
const valuesAtOnce = 128 * 1024;

/** The requested sensor and range of readings. */
function stretchOf({ sensors, length }: SignalAbout, own: OwnParameters) {
  const sensor = own.number('axisIx') ?? 0;
  if (sensor >= sensors.length) {
    throw new SecondLookError(
      'bad-parameter',
      `"axisIx" must be a whole number from 0 to ${sensors.length - 1}`,
    );
  }
  const from = Math.min(own.number('sliceStart') ?? 0, length);
  const to = Math.max(from, Math.min(own.number('sliceEnd') ?? length, length));
  if (to - from <= soundLimits.values) return { sensor, from, to };
  const [count, most] = [to - from, soundLimits.values].map((value) => value.toLocaleString('en'));
  throw new SecondLookError(
    'too-large',
    `This sound would have ${count} values; at most ${most} are allowed. Ask for a part of it with "sliceStart" and "sliceEnd".`,
  );
}

/** Sends a range of one sensor as sound, generated while it is sent. Always closes the file. */
async function soundAnswer(
  { signals }: ServerParts,
  { context, own, client, onCutOff }: EndpointRequest,
  file: MediaFile,
  headers: Record<string, string>,
): Promise<Response> {
  let length = 0;
  const pieces = async function* () {
    try {
      const about = await signals.about(file, client);
      const stretch = stretchOf(about, own);
      const values = stretch.to - stretch.from;
      length = soundBytes(values);
      yield soundHead(values, 1000 / about.intervalMs);
      // The body of a response to HEAD is never read to its end.
      if (context.req.method === 'HEAD') return;
      const scale = await signals.scale(file, stretch, client);
      for (let { from } = stretch; from < stretch.to; from += valuesAtOnce) {
        const to = Math.min(from + valuesAtOnce, stretch.to);
        yield await signals.bytes(file, { kind: 'sound', ...stretch, from, to, scale }, client);
      }
    } finally {
      await file.handle.close();
    }
  };
  const answer = await streamAnswer(pieces(), { headers }, onCutOff);
  answer.headers.set('content-length', String(length));
  return answer;
}

/** Whether the request is for the unchanged file. */
async function isWholeSound(
  signals: Signals,
  file: MediaFile,
  own: OwnParameters,
  client: AbortSignal,
): Promise<boolean> {
  const isSliced = own.number('sliceStart') !== undefined || own.number('sliceEnd') !== undefined;
  if (file.type.group !== 'sound' || isSliced) return false;
  const axis = own.number('axisIx');
  // Without an axis, the file is sent unchanged: a browser may be able to play what we cannot read.
  return axis === undefined || (axis === 0 && (await signals.about(file, client)).sensors.length === 1);
}

/** `GET …/raw-data/{sampleId}/wav` */
export const rawDataWav =
  (parts: ServerParts): Handler =>
  (request) =>
    answerWithMedia(parts, request, { groups: ['sound', 'acquisition'], word: 'sound' }, async (file) => {
      const { context, own, client } = request;
      const isKeyed = own.text('cacheKey') !== undefined;
      if (await isWholeSound(parts.signals, file, own, client))
        return mediaAnswer(file, file.type.mime, request, isKeyed);
      const parameters = ['axisIx', 'sliceStart', 'sliceEnd'].map((name) => own.number(name) ?? '').join('-');
      const headers = mediaHeaders('audio/wav', `${file.tag}-${parameters}`, isKeyed);
      if (!isUnchanged(context.req.header('if-none-match'), headers.etag))
        return soundAnswer(parts, request, file, headers);
      await file.handle.close();
      return notChanged(headers);
    });

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
