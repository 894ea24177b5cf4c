/** Edge Impulse's data acquisition format as JSON: sensors, the interval between readings, and the values. */
import { readSync } from 'node:fs';
import { z } from 'zod';
import { SecondLookError } from '../../contract/errors';
import { JsonScanner, type JsonPath, type JsonVisitor } from '../sources/json-scanner';
import { RowReader } from './acquisition-row';

export const acquisitionLimits = {
  bytes: 64 * 1024 * 1024,
  sensors: 256,
  /** Rows times sensors: each takes eight bytes of memory, whatever the file says of it. */
  values: 8_000_000,
  /** Between readings, in milliseconds: times and frequencies stay numbers that JSON can hold. */
  leastInterval: 1e-9,
  mostInterval: 1e12,
  /** Of one row, and of anything beside the values. */
  memberBytes: 1024 * 1024,
  depth: 200,
} as const;

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

/** Everything in `payload` but the values. */
const headSchema = z.looseObject({
  device_name: z.string().nullish(),
  device_type: z.string().nullish(),
  interval_ms: z.number().positive(),
  sensors: z
    .array(z.looseObject({ name: z.string(), units: z.string().nullish() }))
    .min(1)
    .max(acquisitionLimits.sensors),
});
const headNames: readonly string[] = Object.keys(headSchema.shape);

const refuse = (reason: string, kind: 'not-found' | 'too-large' = 'not-found') =>
  new SecondLookError(kind, `The sample's data file cannot be shown: ${reason}.`);

const notInFormat = (name: string) => refuse(`"${name}" of it is not as the data acquisition format says`);

const number = (value: number) => value.toLocaleString('en');

const tooMany = (what: string) =>
  refuse(
    `it has ${what}; rows times sensors may be at most ${number(acquisitionLimits.values)}`,
    'too-large',
  );

const fail: JsonVisitor['fail'] = (path, byte, reason, kind) => {
  const place = path.length === 0 ? '' : `${path.join('.')}, `;
  throw refuse(`it is no JSON that is read here (${place}byte ${byte}): ${reason}`, kind);
};

const isValues = (path: JsonPath) => path.length === 2 && path[0] === 'payload' && path[1] === 'values';

/** What a first look at a file finds: how many rows there are, and the rest of `payload`. */
class HeadVisitor implements JsonVisitor {
  readonly head: Record<string, unknown> = {};
  rows = 0;
  hasPayload = false;
  hasValues = false;
  readonly fail = fail;

  enters(path: JsonPath, opening: 'object' | 'list'): boolean {
    if (path.length === 0) return opening === 'object';
    if (path.length === 1 && path[0] === 'payload' && opening === 'object') {
      this.hasPayload = true;
      return true;
    }
    if (!isValues(path) || opening === 'object') return false;
    this.hasValues = true;
    return true;
  }

  value(path: JsonPath, bytes: Uint8Array): void {
    const [, name] = path;
    if (path.length === 3) {
      this.rows += 1;
      // The sensors may come later in the file; there is at least one.
      const most = acquisitionLimits.values;
      if (this.rows > most) throw tooMany(`more than ${number(most)} rows`);
    } else if (path.length === 2 && typeof name === 'string' && headNames.includes(name)) {
      try {
        this.head[name] = JSON.parse(Buffer.from(bytes).toString('utf8'));
      } catch {
        throw notInFormat(`payload.${name}`);
      }
    }
  }
}

/** Puts the rows of a file into the lists of the sensors. */
class ValuesVisitor implements JsonVisitor {
  readonly fail = fail;
  readonly #values: readonly Float64Array[];
  readonly #reader = new RowReader();
  #row = 0;
  readonly #take = (cell: number, value: number) => {
    const list = this.#values[cell];
    if (list !== undefined) list[this.#row] = value;
  };

  constructor(values: readonly Float64Array[]) {
    this.#values = values;
  }

  enters(path: JsonPath): boolean {
    return path.length === 0 || (path.length === 1 && path[0] === 'payload') || isValues(path);
  }

  value(path: JsonPath, bytes: Uint8Array): void {
    if (path.length !== 3) return;
    let cells: number;
    try {
      cells = this.#reader.read(bytes, this.#take, attached);
    } catch (error) {
      if (error instanceof SecondLookError) throw error;
      throw refuse(`row ${this.#row + 1} of its values is no JSON`);
    }
    if (cells > this.#values.length)
      throw refuse(`row ${this.#row + 1} of its values has more values than there are sensors`);
    this.#row += 1;
  }
}

function attached(): never {
  throw refuse('its values lie in attachments, which are not read');
}

/** An open file, with its size when it was opened. */
export interface OpenFile {
  fd: number;
  size: number;
}

const pieceBytes = 256 * 1024;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Scans the file from its start; `onPiece` is called before each piece, and may throw to stop. */
function scanFile({ fd, size }: OpenFile, visitor: JsonVisitor, onPiece: () => void): void {
  let scanner: JsonScanner | undefined;
  for (let at = 0; at < size;) {
    onPiece();
    // Fresh memory for each: what goes on in the next piece keeps this one.
    const bytes = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const read = readSync(fd, bytes, 0, bytes.length, at);
    if (read === 0) throw refuse('it became shorter while it was read');
    const skipped = at === 0 && bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
    scanner ??= new JsonScanner(
      visitor,
      { recordBytes: acquisitionLimits.memberBytes, depth: acquisitionLimits.depth },
      skipped,
    );
    scanner.push(bytes.subarray(skipped, read));
    at += read;
  }
  scanner?.end('file');
}

/**
 * The readings in an open file. Their memory is bounded before any of it is taken: `makeRoom` hears how many values
 * there are. Throws `not-found` with the reason for a file that is no acquisition file, and `too-large` past a limit.
 */
export function readAcquisition(
  file: OpenFile,
  {
    onPiece = () => {},
    makeRoom = () => {},
  }: { onPiece?: () => void; makeRoom?: (values: number) => void } = {},
): Acquisition {
  if (file.size > acquisitionLimits.bytes) {
    throw refuse(`it has ${file.size} bytes; at most ${acquisitionLimits.bytes} are read`, 'too-large');
  }
  const found = new HeadVisitor();
  scanFile(file, found, onPiece);
  if (!found.hasPayload) throw notInFormat('payload');
  const parsed = headSchema.safeParse(found.head);
  if (!parsed.success) throw notInFormat(['payload', ...(parsed.error.issues[0]?.path ?? [])].join('.'));
  if (!found.hasValues) throw notInFormat('payload.values');
  const { device_name: deviceName, device_type: deviceType, interval_ms: intervalMs, sensors } = parsed.data;
  const { leastInterval, mostInterval } = acquisitionLimits;
  if (intervalMs < leastInterval || intervalMs > mostInterval)
    throw refuse(
      `"payload.interval_ms" of it is ${intervalMs}; it may be ${leastInterval} to ${mostInterval}`,
    );
  const count = found.rows * sensors.length;
  if (count > acquisitionLimits.values)
    throw tooMany(`${number(found.rows)} rows of ${sensors.length} sensors`);
  makeRoom(count);
  const values = sensors.map(() => new Float64Array(found.rows).fill(Number.NaN));
  scanFile(file, new ValuesVisitor(values), onPiece);
  return {
    deviceName: deviceName ?? undefined,
    deviceType: deviceType ?? '',
    intervalMs,
    sensors: sensors.map(({ name, units }) => ({ name, units: units ?? '' })),
    values,
    length: found.rows,
  };
}
