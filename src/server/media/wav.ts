/** The WAV format: its header, its values, and a file made of values. Values are the numbers as they are stored. */
import type { FileHandle } from 'node:fs/promises';
import { SecondLookError } from '../../contract/errors';

/** What a header says. A frame is one value of every channel. */
export interface WavFormat {
  channels: number;
  sampleRate: number;
  bytesPerValue: number;
  isFloat: boolean;
  dataStart: number;
  frames: number;
}

const headerBytes = 64 * 1024;
const refuse = (reason: string) =>
  new SecondLookError('not-found', `The sample's sound file cannot be shown: ${reason}.`);

const formats = { pcm: 1, float: 3, extensible: 0xfffe } as const;

/** The format in a file's first bytes; `size` is the whole file's. Throws `not-found` where we cannot read it. */
export function parseWavHeader(bytes: Uint8Array, size: number): WavFormat {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 12;
  let format: Omit<WavFormat, 'dataStart' | 'frames'> | undefined;
  while (at + 8 <= bytes.byteLength) {
    const name = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ' && start + 16 <= bytes.byteLength) {
      const tag = view.getUint16(start, true);
      const kind =
        tag === formats.extensible && start + 26 <= bytes.byteLength ? view.getUint16(start + 24, true) : tag;
      const bits = view.getUint16(start + 14, true);
      const channels = view.getUint16(start + 2, true);
      const sampleRate = view.getUint32(start + 4, true);
      const isFloat = kind === formats.float;
      const isKnown = isFloat
        ? bits === 32 || bits === 64
        : kind === formats.pcm && [8, 16, 24, 32].includes(bits);
      if (!isKnown) throw refuse('it is compressed, or of an unusual kind');
      if (channels === 0 || channels > 64 || sampleRate === 0) throw refuse('its header is damaged');
      format = { channels, sampleRate, bytesPerValue: bits / 8, isFloat };
    } else if (name === 'data') {
      if (format === undefined) throw refuse('its header is damaged');
      // Recorders that were stopped leave a length of zero or of all ones: the file's own length counts.
      const rest = size - start;
      const dataLength = length === 0 || length > rest ? rest : length;
      return {
        ...format,
        dataStart: start,
        frames: Math.floor(dataLength / (format.bytesPerValue * format.channels)),
      };
    }
    at = start + length + (length % 2);
  }
  throw refuse('its header is damaged');
}

/** The format of an open file. */
export async function readWavHeader(handle: FileHandle, size: number): Promise<WavFormat> {
  const bytes = new Uint8Array(Math.min(headerBytes, size));
  const { bytesRead } = await handle.read(bytes, 0, bytes.byteLength, 0);
  return parseWavHeader(bytes.subarray(0, bytesRead), size);
}

function valueReader({ bytesPerValue, isFloat }: WavFormat): (view: DataView, at: number) => number {
  if (isFloat) {
    return bytesPerValue === 8
      ? (view, at) => view.getFloat64(at, true)
      : (view, at) => view.getFloat32(at, true);
  }
  // Eight bits are stored from 0, all others around it.
  if (bytesPerValue === 1) return (view, at) => view.getUint8(at) - 128;
  if (bytesPerValue === 2) return (view, at) => view.getInt16(at, true);
  if (bytesPerValue === 3) return (view, at) => view.getUint16(at, true) | (view.getInt8(at + 2) << 16);
  return (view, at) => view.getInt32(at, true);
}

const readFrames = 64 * 1024;

/** Calls `take` with every value of the frames from `from` up to and without `to`; little of the file is held at once. */
export async function readWavValues(
  handle: FileHandle,
  format: WavFormat,
  { from, to }: { from: number; to: number },
  take: (frame: number, channel: number, value: number) => void,
): Promise<void> {
  const read = valueReader(format);
  const frameBytes = format.bytesPerValue * format.channels;
  const bytes = new Uint8Array(readFrames * frameBytes);
  const view = new DataView(bytes.buffer);
  for (let frame = from; frame < to;) {
    const wanted = Math.min(readFrames, to - frame) * frameBytes;
    const { bytesRead } = await handle.read(bytes, 0, wanted, format.dataStart + frame * frameBytes);
    const frames = Math.floor(bytesRead / frameBytes);
    if (frames === 0) return;
    for (let index = 0; index < frames; index++) {
      for (let channel = 0; channel < format.channels; channel++) {
        take(frame + index, channel, read(view, index * frameBytes + channel * format.bytesPerValue));
      }
    }
    frame += frames;
  }
}

const int16Most = 32_767;

/**
 * A sound file of one channel, 16 bits, made of values. Whole numbers that fit are kept as they are; others are scaled
 * so that the largest is as loud as can be. Missing values are silence.
 */
export function makeWav(values: ArrayLike<number>, sampleRate: number): Uint8Array {
  let largest = 0;
  let isWhole = true;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    isWhole &&= Number.isInteger(value);
  }
  const scale = (isWhole && largest <= int16Most) || largest === 0 ? 1 : int16Most / largest;
  const dataBytes = values.length * 2;
  const bytes = new Uint8Array(44 + dataBytes);
  const view = new DataView(bytes.buffer);
  const write = (text: string, at: number) => bytes.set(Buffer.from(text, 'latin1'), at);
  write('RIFF', 0);
  view.setUint32(4, 36 + dataBytes, true);
  write('WAVEfmt ', 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, formats.pcm, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write('data', 36);
  view.setUint32(40, dataBytes, true);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    view.setInt16(44 + index * 2, Number.isFinite(value) ? Math.round(value * scale) : 0, true);
  }
  return bytes;
}
