/** Blocks of lines contain the file's bytes in order, whatever its pieces, and own their memory. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonBytes } from '../json/json-bytes';
import { lineBlocks, pieceBytes } from './line-blocks';

const short = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 2_000, max: 5_000 }) }, fc.nat(10));
const long = fc.constantFrom(pieceBytes - 1, pieceBytes, pieceBytes + 1, 3 * pieceBytes, 9_000_000);

/** Relevant line lengths: mostly short, some longer than pieces. */
const lengths = fc.oneof(
  fc.array(short, { minLength: 1000, maxLength: 1500 }),
  fc.array(fc.oneof({ weight: 9, arbitrary: short }, fc.integer({ min: 5_000, max: 200_000 })), {
    minLength: 200,
    maxLength: 250,
  }),
  fc.array(fc.oneof({ weight: 9, arbitrary: short }, long), { minLength: 1, maxLength: 20 }),
);

function fileOf(lineLengths: readonly number[], endsWithLine: boolean): Buffer {
  const lines = lineLengths.map((length, at) => Buffer.alloc(length, 0x61 + (at % 26)));
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  return endsWithLine ? bytes : bytes.subarray(0, -1);
}

/** The file in pieces of the given size. */
async function* piecesOf(file: Uint8Array, size: number) {
  for (let from = 0; from < file.length; from += size)
    yield await Promise.resolve(Uint8Array.from(file.subarray(from, from + size)));
}

it('are whole lines, and together the file', async () => {
  await fc.assert(
    fc.asyncProperty(
      lengths,
      fc.boolean(),
      fc.oneof(fc.constant(pieceBytes), fc.integer({ min: 10_000, max: 2_000_000 })),
      async (lineLengths, endsWithLine, size) => {
        const file = fileOf(lineLengths, endsWithLine);
        const pieces = piecesOf(file, size);
        let at = 0;
        for await (const { bytes, line, byte } of lineBlocks('a.jsonl', pieces, 3)) {
          expect(file.subarray(at, at + bytes.length).equals(bytes)).toBe(true);
          expect([line, byte]).toEqual([
            file.subarray(0, at).toString('latin1').split('\n').length - 1,
            at + 3,
          ]);
          at += bytes.length;
          if (at < file.length) expect(bytes.at(-1)).toBe(jsonBytes.newline);
          // A block's memory can be transferred: nothing else reads it.
          new Uint8Array(bytes.buffer).fill(0x2a);
        }
        expect(at).toBe(file.length);
      },
    ),
    { numRuns: 40 },
  );
});
