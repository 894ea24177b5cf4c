/** Responses that are generated while they are sent, gathered into chunks, and stopped when the client disconnects. */

const chunkBytes = 64 * 1024;
/** A response up to this size is generated completely before its first byte is sent, so that failures get a status. */
const wholeBytes = 512 * 1024;

const encoder = new TextEncoder();

/** The bytes of a text, for parts of the envelope. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** The bytes of the pieces in new chunks: a piece is copied before the next one is requested. */
async function* gather(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let chunk = Buffer.allocUnsafe(chunkBytes);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.byteLength;) {
      const part = piece.subarray(at, at + chunkBytes - filled);
      chunk.set(part, filled);
      filled += part.byteLength;
      at += part.byteLength;
      if (filled < chunkBytes) continue;
      yield chunk;
      chunk = Buffer.allocUnsafe(chunkBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/**
 * The response that consists of `pieces`. Rejects if generating it fails early; later the connection is cut off, so
 * that no client takes a part for the whole, and `onFailure` is called.
 */
export async function streamAnswer(
  pieces: AsyncIterable<Uint8Array>,
  { status = 200, headers }: { status?: number; headers: Record<string, string> },
  onFailure: (error: unknown) => void,
): Promise<Response> {
  const chunks = gather(pieces);
  const early: Uint8Array[] = [];
  let size = 0;
  while (size < wholeBytes) {
    const { done, value } = await chunks.next();
    if (done === true) {
      return new Response(Buffer.concat(early, size), {
        status,
        headers: { ...headers, 'content-length': String(size) },
      });
    }
    early.push(value);
    size += value.byteLength;
  }
  async function* whole() {
    try {
      for (let chunk = early.shift(); chunk !== undefined; chunk = early.shift()) yield chunk;
      yield* chunks;
    } catch (error) {
      onFailure(error);
      throw error;
    }
  }
  const sent = whole();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await sent.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await chunks.return(undefined);
      },
    },
    // Nothing is generated ahead for a client that does not read.
    { highWaterMark: 0 },
  );
  return new Response(body, { status, headers });
}
