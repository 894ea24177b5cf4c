/** Edge Impulse's data acquisition format as JSON: sensors, the interval between readings, and the values. */
import { readSync } from 'node:fs';
import { z } from 'zod';
import { SecondLookError } from '../../contract/errors';
import { Refused } from '../import/fault';
import { JsonScanner, type JsonVisitor } from '../import/json/json-scanner';

export const acquisitionLimits = {
  bytes: 64 * 1024 * 1024,
  sensors: 256,
  /** Rows times sensors: each takes eight bytes of memory, whatever the file claims. */
  values: 8_000_000,
  /** Milliseconds between readings, limited so that times and frequencies are numbers that JSON can represent. */
  leastInterval: 1e-9,
  mostInterval: 1e12,
  /** The size of one row, or of any member other than the values. */
  memberBytes: 1024 * 1024,
  depth: 200,
} as const;

/** The readings of a sample; a missing value is `NaN`. */
export interface Acquisition {
  deviceName: string | undefined;
  deviceType: string;
  intervalMs: number;
  sensors: readonly { name: string; units: string }[];
  /** One array per sensor, all of the same length. */
  values: readonly Float64Array[];
  length: number;
}

const { leastInterval, mostInterval } = acquisitionLimits;
const allowedInterval = `it may be ${leastInterval} to ${mostInterval}`;

/** Everything in `payload` except the values. */
const headSchema = z.looseObject({
  device_name: z.string().nullish(),
  device_type: z.string().nullish(),
  interval_ms: z.number().min(leastInterval, allowedInterval).max(mostInterval, allowedInterval),
  sensors: z
    .array(z.looseObject({ name: z.string(), units: z.string().nullish() }))
    .min(1)
    .max(acquisitionLimits.sensors),
});
const headNames: readonly string[] = Object.keys(headSchema.shape);

const refuse = (reason: string, kind: 'not-found' | 'too-large' = 'not-found') =>
  new SecondLookError(kind, `The sample's data file cannot be shown: ${reason}.`);

const notInFormat = (name: string, reason = 'it is missing or of another type') =>
  refuse(`"${name}" of it is not as the data acquisition format says: ${reason}`);

const number = (value: number) => value.toLocaleString('en');

function checkSize(rows: number, sensors: number): void {
  if (rows * sensors <= acquisitionLimits.values) return;
  throw refuse(
    `it has ${number(rows)} rows of ${sensors} sensors; rows times sensors may be at most ${number(acquisitionLimits.values)}`,
    'too-large',
  );
}

/** An open file, with its size at the time of opening. */
export interface OpenFile {
  fd: number;
  size: number;
}

const pieceBytes = 256 * 1024;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Scans the file from its start; `onPiece` is called before each piece, and may throw to stop. */
function scanFile({ fd, size }: OpenFile, visitor: JsonVisitor, onPiece: () => void): void {
  const { memberBytes: recordBytes, depth } = acquisitionLimits;
  let scanner: JsonScanner | undefined;
  for (let at = 0; at < size;) {
    onPiece();
    // The scanner may keep a piece while it scans the next one, so each needs its own memory.
    const bytes = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const read = readSync(fd, bytes, 0, bytes.length, at);
    if (read === 0) throw refuse('it became shorter while it was read');
    const skipped = at === 0 && bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
    scanner ??= new JsonScanner(visitor, { recordBytes, depth }, skipped);
    scanner.push(bytes.subarray(skipped, read));
    at += read;
  }
  scanner?.end('file');
}

const wayToValues = ['payload', 'values'];

/**
 * Scans a file: calls `onMember` with the members of `payload`, except that its values are passed one by one to
 * `onRow`. Returns how much of the path to the values exists.
 */
function scanPayload(
  file: OpenFile,
  onPiece: () => void,
  onRow: (bytes: Uint8Array) => void,
  onMember: (name: unknown, bytes: Uint8Array) => void = () => {},
): number {
  let steps = 0;
  const visitor: JsonVisitor = {
    enters(path, opening) {
      const isLast = path.length === wayToValues.length;
      const isOnWay = path.length <= wayToValues.length && path.every((part, at) => part === wayToValues[at]);
      if (!isOnWay || opening !== (isLast ? 'list' : 'object')) return false;
      steps = path.length;
      return true;
    },
    value(path, bytes) {
      if (path.length === 2) onMember(path[1], bytes);
      else if (path.length === 3) onRow(bytes);
    },
  };
  try {
    scanFile(file, visitor, onPiece);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { path, byte, reason, kind } = error.fault;
    const place = path.length === 0 ? '' : `${path.join('.')}, `;
    throw refuse(`it is no JSON that is read here (${place}byte ${byte}): ${reason}`, kind);
  }
  return steps;
}

const parse = ({ buffer, byteOffset, byteLength }: Uint8Array): unknown =>
  JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'));

/** The cells of a row, or of a single value that is not in a row. */
function cellsOf(bytes: Uint8Array, row: number): readonly unknown[] {
  try {
    const parsed = parse(bytes);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    throw refuse(`row ${row + 1} of its values is no JSON`);
  }
}

/**
 * The readings in an open file; `onPiece` is called before each piece of it, and may throw to stop. Their size is
 * checked before memory is allocated. Throws `not-found` with the reason for a file that is not an acquisition
 * file, and `too-large` above a limit.
 */
export function readAcquisition(file: OpenFile, onPiece: () => void = () => {}): Acquisition {
  if (file.size > acquisitionLimits.bytes) {
    throw refuse(`it has ${file.size} bytes; at most ${acquisitionLimits.bytes} are read`, 'too-large');
  }
  const head: Record<string, unknown> = {};
  let length = 0;
  const steps = scanPayload(
    file,
    onPiece,
    () => (length += 1),
    (name, bytes) => {
      if (typeof name !== 'string' || !headNames.includes(name)) return;
      try {
        head[name] = parse(bytes);
      } catch {
        throw notInFormat(`payload.${name}`);
      }
    },
  );
  if (steps < 1) throw notInFormat('payload');
  const parsed = headSchema.safeParse(head);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notInFormat(['payload', ...(issue?.path ?? [])].join('.'), issue?.message);
  }
  if (steps < 2) throw notInFormat('payload.values');
  const { device_name: deviceName, device_type: deviceType, interval_ms: intervalMs, sensors } = parsed.data;
  checkSize(length, sensors.length);
  const values = sensors.map(() => new Float64Array(length).fill(Number.NaN));
  let row = 0;
  scanPayload(file, onPiece, (bytes) => {
    const cells = cellsOf(bytes, row);
    if (cells.length > values.length)
      throw refuse(`row ${row + 1} of its values has more values than there are sensors`);
    values.forEach((list, sensor) => {
      const cell = cells[sensor];
      if (typeof cell === 'string') throw refuse('its values lie in attachments, which are not read');
      if (typeof cell === 'number') list[row] = cell;
    });
    row += 1;
  });
  return {
    deviceName: deviceName ?? undefined,
    deviceType: deviceType ?? '',
    intervalMs,
    sensors: sensors.map(({ name, units }) => ({ name, units: units ?? '' })),
    values,
    length,
  };
}
