/** A sample with its values, and the metadata keys of a run, in Studio's format. */
import { metadataOptionLimits } from '../../contract/schemas/studio';
import type { Handler, ServerParts } from '../http/app-context';
import { jsonAnswer } from '../http/answers';
import type { SampleRecord } from '../../contract/schemas/sample';
import type { MediaFile } from '../media/media-folder';
import type { SignalAbout } from '../media/signal-work';
import type { Signals } from '../media/signals';
import { runFor } from '../http/run-for';
import { openMedia, sampleBytes, sampleFor } from '../http/sample-for';
import { bytesOf, streamAnswer } from '../http/json-stream';

/** The number of values serialised at once: small enough that any number of slow clients use little memory. */
const valuesAtOnce = 32_768;

/** Rows as pieces of JSON, each read from the file when the client has taken the previous one. */
async function* rowsAsJson(
  signals: Signals,
  file: MediaFile,
  { rows, sensors }: { rows: number; sensors: number },
  client: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / sensors));
  for (let from = 0; from < rows; from += atOnce) {
    if (from > 0) yield bytesOf(',');
    const work = { kind: 'rows', from, to: Math.min(from + atOnce, rows) } as const;
    yield await signals.bytes(file, work, client);
  }
}

/** The signal information in the record, used if there is no file. */
const aboutRecord = ({ sensors, intervalMs }: SampleRecord): SignalAbout => ({
  sensors: (sensors ?? []).map(({ name, units }) => ({ name, units: units ?? '' })),
  intervalMs: intervalMs ?? 0,
  length: 0,
});

/** `GET …/raw-data/{sampleId}` */
export const rawData =
  (parts: ServerParts): Handler =>
  async (request) => {
    const { signals } = parts;
    const { context, own, client, onCutOff } = request;
    const limit = own.number('limitPayloadValues') ?? 0;
    const isHead = context.req.method === 'HEAD';
    const found = await sampleFor(parts.store, request);
    const { entry, sample } = found;
    const file = await openMedia(parts, found, ['acquisition', 'sound']);
    const pieces = async function* () {
      try {
        const about = file === undefined ? aboutRecord(sample) : await signals.about(file, client);
        const { sensors, intervalMs, length } = about;
        const head = JSON.stringify({
          device_name: about.deviceName ?? sample.deviceName ?? undefined,
          device_type: about.deviceType || (sample.deviceType ?? ''),
          sensors: sensors.map((sensor, index) => ({ index, ...sensor })),
          intervalMs,
          frequencyHz: intervalMs > 0 ? Math.min(1000 / intervalMs, Number.MAX_VALUE) : 0,
        });
        yield bytesOf('{"success":true,"sample":');
        yield sampleBytes(entry);
        yield bytesOf(`,"payload":${head.slice(0, -1)},"values":[`);
        const size = { rows: Math.min(limit, length), sensors: sensors.length };
        // The body of a response to HEAD is never read to its end.
        if (file !== undefined && !isHead) yield* rowsAsJson(signals, file, size, client);
        yield bytesOf(`]},"totalPayloadLength":${length},"datastreamPayloads":[]}`);
      } finally {
        await file?.handle.close();
      }
    };
    const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-cache' };
    const answer = await streamAnswer(pieces(), { headers }, onCutOff);
    if (isHead) answer.headers.delete('content-length');
    return answer;
  };

/** `GET …/raw-data/metadata-filter-options` */
export const metadataFilterOptions =
  ({ store, gate }: ServerParts): Handler =>
  async (request) => {
    const { own, client } = request;
    const { keys: most, values } = metadataOptionLimits;
    const limit = Math.min(own.number('limit') ?? most, most);
    const wanted = { offset: own.number('offset') ?? 0, limit, values };
    const { run } = await runFor(store, request);
    const { totalCount, keys } = await gate.run(() => store.metadataOptions(run, wanted), client);
    return jsonAnswer({ success: true, totalCount, count: keys.length, optionsList: keys });
  };
