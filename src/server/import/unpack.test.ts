/** Unpacking: gzip detected by content, all members, never silently truncated or damaged, never above the limit. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sourceOf } from './fixtures/source-fixtures';
import { unpack, unpackBudget } from './unpack';

async function unpacked(bytes: Uint8Array, pieceSize = 1 << 16, most = 1 << 30): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const file = sourceOf('a.json', bytes, pieceSize);
  for await (const piece of unpack(file, unpackBudget(most), () => {})) pieces.push(piece);
  return Buffer.concat(pieces);
}

const text = Buffer.from('{"some":"text"}'.repeat(1000));
const damaged = /a\.json: its gzip data (ends too early|is damaged)/;

describe('unpack', () => {
  it('passes on uncompressed data, in pieces of any size', async () => {
    for (const pieceSize of [1, 2, 1000]) expect(await unpacked(text, pieceSize)).toEqual(text);
    expect(await unpacked(new Uint8Array(0))).toHaveLength(0);
    expect(await unpacked(Buffer.from([0x1f]))).toEqual(Buffer.from([0x1f]));
  });

  it('unpacks gzip whatever its name, with one or several members', async () => {
    const one = gzipSync(text);
    for (const pieceSize of [1, 7, 1 << 16]) expect(await unpacked(one, pieceSize)).toEqual(text);
    expect(await unpacked(Buffer.concat([one, gzipSync('more')]))).toEqual(
      Buffer.concat([text, Buffer.from('more')]),
    );
  });

  it('refuses gzip truncated at any byte after its first two', async () => {
    const packed = gzipSync(text);
    for (let size = 2; size < packed.length; size++) {
      await expect(unpacked(packed.subarray(0, size)), `${size} bytes`).rejects.toThrow(damaged);
    }
  });

  it('refuses gzip that is damaged, or followed by something else', async () => {
    const packed = gzipSync(text);
    const wrongSum = Buffer.from(packed);
    wrongSum.writeUInt32LE(1, packed.length - 8);
    await expect(unpacked(wrongSum)).rejects.toThrow(damaged);
    await expect(unpacked(Buffer.concat([packed, Buffer.from('no gzip')]))).rejects.toThrow(damaged);
  });

  it('stops at the budget, by the unpacked size', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(unpacked(bomb, 1 << 16, 1_000_000)).rejects.toThrow(
      'more than 1,000,000 bytes in the files, unpacked',
    );
  });

  it('passes on the failure of the source', async () => {
    const file = {
      name: 'a.json',
      size: 10,
      async *bytes() {
        yield gzipSync(text).subarray(0, 20);
        await Promise.reject(new Error('the connection broke'));
      },
    };
    const read = async () => {
      for await (const piece of unpack(file, unpackBudget(1000), () => {})) expect(piece).toBeDefined();
    };
    await expect(read()).rejects.toThrow('the connection broke');
  });
});
