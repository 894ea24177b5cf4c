/** Responses generated while they are sent: the same bytes, and no more of them than the client reads. */
import { expect, it } from 'vitest';
import { streamAnswer } from './json-stream';

const pieceBytes = 1000;

/** Pieces that share one buffer, like those of the record file. */
function piecesOf(count: number) {
  const room = new Uint8Array(pieceBytes);
  const seen = { made: 0, isEnded: false };
  async function* pieces() {
    try {
      for (; seen.made < count; seen.made++) yield room.fill(seen.made % 251);
    } finally {
      seen.isEnded = true;
    }
  }
  return { pieces: pieces(), seen };
}

const answerOf = (pieces: AsyncIterable<Uint8Array>) =>
  streamAnswer(pieces, { headers: { 'content-type': 'application/json' } }, () => {});

it.each([0, 3, 65, 66, 5000])(
  '%i pieces come out as they went in, though their memory is used again',
  async (count) => {
    const answer = await answerOf(piecesOf(count).pieces);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const expected = new Uint8Array(count * pieceBytes).map((_, at) => Math.floor(at / pieceBytes) % 251);
    expect(Buffer.from(bytes).equals(expected)).toBe(true);
  },
);

it('generates only the beginning of an answer that is not read, and stops when it is cancelled', async () => {
  const { pieces, seen } = piecesOf(100_000);
  const { body } = await answerOf(pieces);
  await new Promise(setImmediate);
  const unread = seen.made;
  expect(unread * pieceBytes).toBeLessThan(600_000);
  const reader = body?.getReader();
  // The beginning was generated in advance; the rest is generated as it is read.
  for (let read = 0; read < unread * pieceBytes;) read += (await reader?.read())?.value?.byteLength ?? 0;
  await reader?.read();
  await new Promise(setImmediate);
  expect(seen.made).toBeGreaterThan(unread);
  expect((seen.made - unread) * pieceBytes).toBeLessThan(150_000);
  await reader?.cancel();
  expect(seen.isEnded).toBe(true);
});
