/** Answers that are sent while they are made: pieces of bytes gathered into chunks, and stopped when nobody listens. */

const chunkBytes = 64 * 1024;
/** An answer up to this size is made whole before its first byte goes out, so that a failure still gets its status. */
const wholeBytes = 512 * 1024;

const encoder = new TextEncoder();

/** The bytes of a text, for the parts of an envelope. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** The bytes of the pieces in chunks of their own: a piece is copied before the next one is asked for. */
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
 * The answer that `pieces` make one after another. Rejects where the making fails early on; later the connection is cut
 * off, so that nobody takes a part for the whole, and `onFailure` is told.
 */
export async function streamAnswer(
  pieces: AsyncIterable<Uint8Array>,
  headers: Record<string, string>,
  onFailure: (error: unknown) => void,
): Promise<Response> {
  const chunks = gather(pieces);
  const early: Uint8Array[] = [];
  let size = 0;
  while (size < wholeBytes) {
    const { done, value } = await chunks.next();
    if (done === true) {
      return new Response(Buffer.concat(early, size), {
        headers: { ...headers, 'content-length': String(size) },
      });
    }
    early.push(value);
    size += value.byteLength;
  }
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const known = early.shift();
        if (known !== undefined) {
          controller.enqueue(known);
          return;
        }
        try {
          const { done, value } = await chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          onFailure(error);
          controller.error(error);
        }
      },
      cancel: async () => {
        early.length = 0;
        await chunks.return(undefined);
      },
    },
    // Nothing is made ahead of a client that does not read.
    { highWaterMark: 0 },
  );
  return new Response(body, { headers });
}
