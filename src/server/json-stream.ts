/** Answers that are sent while they are made: pieces of bytes gathered into chunks, and stopped when nobody listens. */

const chunkBytes = 64 * 1024;
/** An answer up to this size is made whole before its first byte goes out, so that a failure still gets its status. */
const wholeBytes = 512 * 1024;

const encoder = new TextEncoder();

/** The bytes of a text, for the parts of an envelope. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** Pieces, joined until a chunk is full. */
async function* gather(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.byteLength;
    if (size < chunkBytes) continue;
    yield Buffer.concat(held, size);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held, size);
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
  const making = pieces[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < wholeBytes) {
    const { done, value } = await making.next();
    if (done === true) {
      return new Response(Buffer.concat(first, size), {
        headers: { ...headers, 'content-length': String(size) },
      });
    }
    first.push(value);
    size += value.byteLength;
  }
  let early: Uint8Array | undefined = Buffer.concat(first, size);
  const chunks = gather({ [Symbol.asyncIterator]: () => making });
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (early !== undefined) {
        controller.enqueue(early);
        early = undefined;
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
      await chunks.return(undefined);
      // Where no chunk was asked for yet, the one above had not begun.
      await making.return?.();
    },
  });
  return new Response(body, { headers });
}
