/** WAV files: what is written can be read back, in every supported format, and damage is reported. */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../http/fixtures/app-under-test';
import { makeWav } from './fixtures/made-wav';
import { parseWavHeader, readWavHeader, readWavValues } from './wav';

async function valuesIn(bytes: Uint8Array): Promise<number[][]> {
  const path = join(newFolder(), 'a.wav');
  await writeFile(path, bytes);
  await using handle = await open(path);
  const file = { fd: handle.fd, size: bytes.byteLength };
  const format = readWavHeader(file);
  const channels: number[][] = Array.from({ length: format.channels }, () => []);
  readWavValues(file, format, { from: 0, to: format.frames }, (channel, _frame, values) => {
    channels[channel]?.push(...values);
  });
  return channels;
}

/** A file in the given format, built by hand. */
function wav(tag: number, bits: number, channels: number, data: Buffer, dataLength = data.length): Buffer {
  const head = Buffer.alloc(56);
  head.write('RIFF', 0);
  head.writeUInt32LE(48 + data.length, 4);
  head.write('WAVE', 8);
  // An unknown chunk of odd length.
  head.write('LIST', 12);
  head.writeUInt32LE(3, 16);
  head.write('fmt ', 24);
  head.writeUInt32LE(16, 28);
  head.writeUInt16LE(tag, 32);
  head.writeUInt16LE(channels, 34);
  head.writeUInt32LE(16_000, 36);
  head.writeUInt16LE(bits, 46);
  head.write('data', 48);
  head.writeUInt32LE(dataLength, 52);
  return Buffer.concat([head, data]);
}

describe('a WAV file', () => {
  it('of whole numbers is read back unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -32_767, max: 32_767 })), async (values) => {
        const bytes = Buffer.from(makeWav(values, 100));
        expect(parseWavHeader(bytes, bytes.byteLength)).toMatchObject({
          sampleRate: 100,
          channels: 1,
          frames: values.length,
        });
        expect(await valuesIn(bytes)).toEqual([values]);
      }),
      { numRuns: 30 },
    );
  });

  it('of other numbers keeps their shape', async () => {
    const [values = []] = await valuesIn(makeWav([0, 0.5, -1, Number.NaN, 0.25], 100));
    expect(values).toEqual([0, 16_384, -32_767, 0, 8192]);
    const [large = []] = await valuesIn(makeWav([100_000, -50_000], 100));
    expect(large).toEqual([32_767, -16_383]);
  });

  it.each([
    ['8 bits', 1, 8, Buffer.from([0, 128, 255]), [-128, 0, 127]],
    ['24 bits', 1, 24, Buffer.from([1, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0x80]), [1, -1, -8_388_608]],
    ['32 bits', 1, 32, Buffer.from(Int32Array.of(-5, 2_000_000_000).buffer), [-5, 2_000_000_000]],
    ['floats', 3, 32, Buffer.from(Float32Array.of(0.5, -0.25).buffer), [0.5, -0.25]],
    ['doubles', 3, 64, Buffer.from(Float64Array.of(0.1).buffer), [0.1]],
  ])('of %s is read', async (_, tag, bits, data, values) => {
    expect(await valuesIn(wav(tag, bits, 1, data))).toEqual([values]);
  });

  it('of two channels is read as two', async () => {
    const data = Buffer.from(Int16Array.of(1, -1, 2, -2).buffer);
    expect(await valuesIn(wav(1, 16, 2, data))).toEqual([
      [1, 2],
      [-1, -2],
    ]);
  });

  it('with a wrong length is read to its actual end', async () => {
    const data = Buffer.from(Int16Array.of(1, 2, 3).buffer);
    for (const length of [0xffff_ffff, 0, 1000])
      expect(await valuesIn(wav(1, 16, 1, data, length))).toEqual([[1, 2, 3]]);
  });

  it('that is invalid is refused, whatever its bytes', () => {
    const data = Buffer.alloc(4);
    expect(() => parseWavHeader(wav(2, 4, 1, data), 60)).toThrow('compressed');
    expect(() => parseWavHeader(wav(1, 16, 0, data), 60)).toThrow('damaged');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => parseWavHeader(Buffer.from(bytes), bytes.byteLength)).toThrow(/cannot be shown/);
      }),
    );
  });
});
