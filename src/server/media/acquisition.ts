/** Edge Impulse's data acquisition format as JSON: sensors, the interval between readings, and the values. */
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { SecondLookError } from '../../contract/errors';

const acquisitionLimits = { bytes: 64 * 1024 * 1024, sensors: 256 } as const;

/** The readings of a sample; a value that is missing is `NaN`. */
export interface Acquisition {
  deviceName: string | undefined;
  deviceType: string;
  intervalMs: number;
  sensors: readonly { name: string; units: string }[];
  /** One list per sensor, all of the same length. */
  values: readonly Float64Array[];
  length: number;
}

const acquisitionSchema = z.looseObject({
  payload: z.looseObject({
    device_name: z.string().nullish(),
    device_type: z.string().nullish(),
    interval_ms: z.number().positive(),
    sensors: z
      .array(z.looseObject({ name: z.string(), units: z.string().nullish() }))
      .min(1)
      .max(acquisitionLimits.sensors),
    // Millions of numbers: looked at one by one below.
    values: z.custom<readonly unknown[]>((value) => Array.isArray(value), 'must be a list'),
  }),
});

const refuse = (reason: string) =>
  new SecondLookError('not-found', `The sample's data file cannot be shown: ${reason}.`);

function readValues(rows: readonly unknown[], sensors: number): Float64Array[] {
  const values = Array.from({ length: sensors }, () => new Float64Array(rows.length).fill(Number.NaN));
  rows.forEach((row, index) => {
    // A single sensor may stand without its row.
    const cells: readonly unknown[] = Array.isArray(row) ? row : [row];
    if (cells.length > sensors)
      throw refuse(`row ${index + 1} of its values has more values than there are sensors`);
    cells.forEach((cell, sensor) => {
      if (typeof cell === 'string') throw refuse('its values lie in attachments, which are not read');
      const list = values[sensor];
      if (list !== undefined && typeof cell === 'number') list[index] = cell;
    });
  });
  return values;
}

/** The readings in a JSON text. Throws `not-found` with the reason where it is no acquisition file that we read. */
export function parseAcquisition(text: string): Acquisition {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refuse('it is no JSON');
  }
  const parsed = acquisitionSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`"${issue?.path.join('.') ?? ''}" of it is not as the data acquisition format says`);
  }
  const { payload } = parsed.data;
  return {
    deviceName: payload.device_name ?? undefined,
    deviceType: payload.device_type ?? '',
    intervalMs: payload.interval_ms,
    sensors: payload.sensors.map(({ name, units }) => ({ name, units: units ?? '' })),
    values: readValues(payload.values, payload.sensors.length),
    length: payload.values.length,
  };
}

/** The readings in an open file, which stays open. Throws as above, and `too-large` past the limit. */
export async function readAcquisition(handle: FileHandle, size: number): Promise<Acquisition> {
  if (size > acquisitionLimits.bytes) {
    throw new SecondLookError(
      'too-large',
      `The sample's data file has ${size} bytes; at most ${acquisitionLimits.bytes} are read.`,
    );
  }
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) throw refuse('it became shorter while it was read');
    at += bytesRead;
  }
  return parseAcquisition(bytes.toString('utf8'));
}
