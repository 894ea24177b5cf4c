/** Gzips text responses while they are sent, for clients that accept it. */
import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

/** Smaller responses fit into a packet or two and are not worth compressing. */
const worthBytes = 2048;

/** The fastest level: it reduces a page of samples to a tenth, and slower levels gain little more. */
const level = constants.Z_BEST_SPEED;

const textTypes = /^(application\/json|text\/|image\/svg)/;

/** Whether the client accepts gzip. */
const takesGzip = (acceptEncoding = '') =>
  acceptEncoding.split(',').some((item) => /^\s*gzip\s*(;\s*q=(1|0\.\d*[1-9])\d*\s*)?$/i.test(item));

/**
 * The body gzipped piece by piece. If the client disconnects, reading stops; if reading fails, the response is cut
 * off.
 */
function gzipStream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const zipped = createGzip({ level });
  // An error on one side destroys the other, and so reaches `chunks`.
  pipeline(Readable.from(body, { objectMode: false }), zipped, () => {});
  const chunks = zipped.iterator();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void zipped.destroy(),
  });
}

/**
 * The response as sent to this client. The tag does not change: our tags are weak, which means the same content,
 * not the same bytes.
 */
export function compressedAnswer(
  answer: Response,
  { method, acceptEncoding }: { method: string; acceptEncoding: string | undefined },
): Response {
  const { status, body, headers } = answer;
  if (status !== 200 || !textTypes.test(headers.get('content-type') ?? '')) return answer;
  headers.append('vary', 'accept-encoding');
  const isSmall = Number(headers.get('content-length') ?? worthBytes) < worthBytes;
  if (method === 'HEAD' || isSmall || body === null || !takesGzip(acceptEncoding)) return answer;
  const zipped = new Response(gzipStream(body), { headers });
  zipped.headers.set('content-encoding', 'gzip');
  zipped.headers.delete('content-length');
  return zipped;
}
