/** Answers of text gzipped, while they are sent, for clients that take it. */
import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

/** Less than this fits into a packet or two, and is not worth the work. */
const worthBytes = 2048;

/** The fastest level: a page of samples becomes a tenth, and slower ones gain little more. */
const level = constants.Z_BEST_SPEED;

const textTypes = /^(application\/json|text\/|image\/svg)/;

/** Whether the client names gzip without refusing it. */
const takesGzip = (acceptEncoding = '') =>
  acceptEncoding.split(',').some((item) => /^\s*gzip\s*(;\s*q=(1|0\.\d*[1-9])\d*\s*)?$/i.test(item));

/** The body gzipped piece by piece. A client that goes stops the reading; a failed reading cuts the answer off. */
function gzipStream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const zipped = createGzip({ level });
  // What fails on one side destroys the other, and so reaches `chunks`.
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
 * The answer as it is to be sent to this client. Its tag stays: ours are weak, and say that the content is the same,
 * not the bytes.
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
