/** The envelope of a page around the bytes of its records, as they came in. */
import type { DamagedSample } from '../../contract/result-page';
import { bytesOf } from '../json-stream';

const comma = bytesOf(',');

/** The pieces with a comma between each two; empty ones are left out. */
export async function* commaList(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isFirst = true;
  for await (const piece of pieces) {
    if (piece.byteLength === 0) continue;
    if (!isFirst) yield comma;
    isFirst = false;
    yield piece;
  }
}

/** What follows the lists of a page that leaves samples out. */
export const damagedMember = (damaged: readonly DamagedSample[]): string =>
  damaged.length === 0 ? '' : `,"damaged":${JSON.stringify(damaged)}`;

/** `{"success":true,"result":[…],"predictions":[…]` and then `rest`, which closes the object. */
export async function* pageEnvelope(
  results: AsyncIterable<Uint8Array>,
  predictions: AsyncIterable<Uint8Array>,
  rest: () => string | Promise<string>,
): AsyncGenerator<Uint8Array, void> {
  yield bytesOf('{"success":true,"result":[');
  yield* commaList(results);
  yield bytesOf('],"predictions":[');
  yield* commaList(predictions);
  yield bytesOf(`]${await rest()}}`);
}
