/** JSON answers gzipped for clients that take it: the small ones whole, the others while they are sent. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip, gzipSync } from 'node:zlib';
import { acceptsCoding } from './accept-encoding';

/** Less than this fits into a packet or two, and is not worth the work. */
const worthBytes = 2048;

/** The fastest level: a page of samples becomes a tenth, and slower ones gain little more. */
const level = constants.Z_BEST_SPEED;

/** Up to this size it takes less time than handing it to another thread and back. */
const atOnceBytes = 128 * 1024;

async function gzipped(bytes: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const isQuick = bytes.byteLength <= atOnceBytes;
  return new Uint8Array(isQuick ? gzipSync(bytes, { level }) : await promisify(gzip)(bytes, { level }));
}

/** Media and files bring their own rules with them: ranges, lengths, codings of their own. */
const isPlainJson = ({ status, headers }: Response) =>
  status === 200 &&
  headers.get('content-type')?.startsWith('application/json') === true &&
  !headers.has('accept-ranges') &&
  !headers.has('content-encoding');

/** The body gzipped piece by piece; whoever stops reading stops the making of the pieces, and the other way round. */
function gzipStream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const pieces = async function* () {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      await reader.cancel().catch(() => {});
    }
  };
  const zipped = createGzip({ level });
  // What goes wrong ends `zipped` too, and with it the connection.
  pipeline(Readable.from(pieces(), { objectMode: false }), zipped).catch(() => {});
  const chunks = zipped[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else if (value instanceof Uint8Array) controller.enqueue(value);
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: async () => {
      zipped.destroy();
      await reader.cancel().catch(() => {});
    },
  });
}

/**
 * The answer as it is to be sent to a client that takes these codings. Its tag stays: ours are weak, and say that the
 * content is the same, not the bytes.
 */
export async function compressedAnswer(
  answer: Response,
  { method, acceptEncoding }: { method: string; acceptEncoding: string | undefined },
): Promise<Response> {
  if (!isPlainJson(answer)) return answer;
  answer.headers.append('vary', 'accept-encoding');
  const length = answer.headers.get('content-length');
  const isSmall = length !== null && Number(length) < worthBytes;
  if (method === 'HEAD' || isSmall || answer.body === null || !acceptsCoding(acceptEncoding, 'gzip'))
    return answer;
  const headers = new Headers(answer.headers);
  headers.set('content-encoding', 'gzip');
  headers.delete('content-length');
  if (length === null) return new Response(gzipStream(answer.body), { headers });
  const zipped = await gzipped(await answer.arrayBuffer());
  headers.set('content-length', String(zipped.byteLength));
  return new Response(zipped, { headers });
}
