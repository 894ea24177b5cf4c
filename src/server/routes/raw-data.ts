/** A sample with its values, and the metadata keys of a run: Studio's shapes. */
import type { Handler, ServerParts } from '../app-context';
import { jsonAnswer } from '../answers';
import { endpointParameters } from '../endpoint-parameters';
import { runFor } from '../run-for';
import { namesOf, sampleBytes, sampleFor, sampleOf } from '../sample-for';
import { bytesOf, streamAnswer } from '../json-stream';

/** A number as JSON; a reading that is missing is told by `null`. */
const asJson = (value: number | undefined) =>
  value !== undefined && Number.isFinite(value) ? String(value) : 'null';

/** Rows as pieces of JSON, some at a time, so that a long signal is never one text. */
async function* rowsAsJson(
  rows: number,
  columns: readonly ArrayLike<number>[],
): AsyncGenerator<Uint8Array, void> {
  const atOnce = 1000;
  for (let from = 0; from < rows; from += atOnce) {
    const texts: string[] = [];
    for (let row = from; row < Math.min(from + atOnce, rows); row++) {
      texts.push(`[${columns.map((column) => asJson(column[row])).join()}]`);
    }
    yield bytesOf(`${from === 0 ? '' : ','}${texts.join()}`);
  }
}

/** `GET …/raw-data/{sampleId}` */
export const rawData =
  ({ store, media, signals, log }: ServerParts): Handler =>
  async (context) => {
    const { query, own } = endpointParameters('rawData', context.req.url);
    const limit = own.number('limitPayloadValues') ?? 0;
    const { run, sampleId, entry } = await sampleFor(store, context, query);
    const sample = sampleOf(entry);
    const file = await media.open(store.mediaFolder(run), namesOf(sampleId, sample), [
      'acquisition',
      'sound',
    ]);
    let columns: Float64Array[] = [];
    let length = 0;
    let sensors = (sample.sensors ?? []).map(({ name, units }) => ({ name, units: units ?? '' }));
    let intervalMs = sample.intervalMs ?? 0;
    let device: { device_name?: string; device_type: string } = { device_type: sample.deviceType ?? '' };
    if (sample.deviceName !== null && sample.deviceName !== undefined) device.device_name = sample.deviceName;
    try {
      if (file !== undefined) {
        const source = await signals.open(file);
        ({ length, intervalMs } = source);
        sensors = [...source.sensors];
        const rows = Math.min(limit, length);
        columns = sensors.map(() => new Float64Array(rows).fill(Number.NaN));
        await source.read({ from: 0, to: rows }, (index, sensor, value) => {
          const column = columns[sensor];
          if (column !== undefined) column[index] = value;
        });
        const { deviceName, deviceType } = source;
        device = { ...device, ...(deviceName === undefined ? {} : { device_name: deviceName }) };
        if (deviceType !== undefined && deviceType !== '') device.device_type = deviceType;
      }
    } finally {
      await file?.handle.close();
    }
    const head = JSON.stringify({
      ...device,
      sensors: sensors.map((sensor, index) => ({ index, ...sensor })),
      intervalMs,
      frequencyHz: intervalMs > 0 ? 1000 / intervalMs : 0,
    });
    const pieces = async function* () {
      yield bytesOf('{"success":true,"sample":');
      yield sampleBytes(entry);
      yield bytesOf(`,"payload":${head.slice(0, -1)},"values":[`);
      yield* rowsAsJson(Math.min(limit, length), columns);
      yield bytesOf(`]},"totalPayloadLength":${length},"datastreamPayloads":[]}`);
    };
    const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-cache' };
    return streamAnswer(pieces(), headers, (error) => log(`raw data were cut off: ${String(error)}`));
  };

/** `GET …/raw-data/metadata-filter-options` */
export const metadataFilterOptions =
  ({ store }: ServerParts): Handler =>
  async (context) => {
    const { query, own } = endpointParameters('metadataFilterOptions', context.req.url);
    const offset = own.number('offset') ?? 0;
    const limit = own.number('limit');
    const { run } = await runFor(store, context.req.param('projectId'), query);
    const all = await store.metadataOptions(run);
    const optionsList = all.slice(offset, limit === undefined ? undefined : offset + limit);
    return jsonAnswer({ success: true, totalCount: all.length, count: optionsList.length, optionsList });
  };
