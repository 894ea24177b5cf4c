/** The uncompressed bytes of a file: gzip is detected by its content and unpacked while streaming, up to a limit. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SecondLookError } from '../../contract/errors';
import { isolatedText } from '../../contract/isolated-text';
import type { SourceFile } from './source-file';

/** The number of bytes that may still be unpacked from all files of an import. */
export interface UnpackBudget {
  left: number;
  readonly most: number;
}

/** A budget for the files of one import. */
export function unpackBudget(most: number): UnpackBudget {
  return { left: most, most };
}

const magic = [0x1f, 0x8b] as const;
const chunkSize = 256 * 1024;

function asClearError(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  const reason =
    code === 'Z_BUF_ERROR'
      ? 'its gzip data ends too early. It was cut off: copy or download it again.'
      : 'its gzip data is damaged. Copy or download it again, or give it unpacked.';
  return new SecondLookError('bad-parameter', `${isolatedText(file)}: ${reason}`, { cause: error });
}

async function* gunzipped(packed: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize });
  // The error that is passed to the callback is also thrown by the loop below.
  pipeline(Readable.from(packed, { objectMode: true }), gunzip, () => {});
  try {
    for await (const chunk of gunzip) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    throw asClearError(error, file);
  }
}

/**
 * The bytes of a file, unpacked if it is gzip (with one or several members). While streaming, refuses gzip data
 * that is damaged or truncated, and data that exceeds the budget. `onRead` is called with the number of packed
 * bytes; `onGzip` is called for gzip.
 */
export async function* unpack(
  file: SourceFile,
  budget: UnpackBudget,
  onRead: (bytes: number) => void,
  onGzip: () => void = () => {},
): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const chunk of file.bytes()) {
      onRead(chunk.length);
      yield chunk;
    }
  }
  const packed = counted();
  let head = Buffer.alloc(0);
  while (head.length < magic.length) {
    const next = await packed.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all() {
    yield head;
    yield* packed;
  }
  const isGzip = magic.every((byte, index) => head[index] === byte);
  if (isGzip) onGzip();
  for await (const chunk of isGzip ? gunzipped(all(), file.name) : all()) {
    budget.left -= chunk.length;
    if (budget.left < 0) {
      const most = budget.most.toLocaleString('en');
      const reason = `there are more than ${most} bytes in the files, unpacked, which is the most. Import fewer samples at once.`;
      throw new SecondLookError('too-large', `${isolatedText(file.name)}: ${reason}`);
    }
    yield chunk;
  }
}
