/** The WAV format: header, values, and the parts of a file with given values. Values are the stored numbers. */
import { readSync } from 'node:fs';
import { SecondLookError } from '../../contract/errors';
import type { OpenFile } from './acquisition';
import type { TakeValues } from './thin-signal';

/** The contents of a header. A frame is one value of every channel. */
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

/** Parses the format from a file's first bytes, given its size. Throws `not-found` if it is not supported. */
export function parseWavHeader(bytes: Buffer, size: number): WavFormat {
  let format: Omit<WavFormat, 'dataStart' | 'frames'> | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ' && start + 16 <= bytes.length) {
      const tag = bytes.readUInt16LE(start);
      const isExtensible = tag === formats.extensible && start + 26 <= bytes.length;
      const kind = isExtensible ? bytes.readUInt16LE(start + 24) : tag;
      const channels = bytes.readUInt16LE(start + 2);
      const sampleRate = bytes.readUInt32LE(start + 4);
      const bits = bytes.readUInt16LE(start + 14);
      const isFloat = kind === formats.float;
      const known = isFloat ? [32, 64] : kind === formats.pcm ? [8, 16, 24, 32] : [];
      if (!known.includes(bits)) throw refuse('it is compressed, or of an unusual kind');
      if (channels === 0 || channels > 64 || sampleRate === 0) throw refuse('its header is damaged');
      format = { channels, sampleRate, bytesPerValue: bits / 8, isFloat };
    } else if (name === 'data' && format !== undefined) {
      // Recorders that were interrupted leave a length of zero or all ones: use the file's size instead.
      const rest = size - start;
      const dataLength = length === 0 || length > rest ? rest : length;
      const frames = Math.floor(dataLength / (format.bytesPerValue * format.channels));
      return { ...format, dataStart: start, frames };
    }
    at = start + length + (length % 2);
  }
  throw refuse('its header is damaged');
}

/** The format of an open file. */
export function readWavHeader({ fd, size }: OpenFile): WavFormat {
  const bytes = Buffer.alloc(Math.min(headerBytes, size));
  return parseWavHeader(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0)), size);
}

/** Returns a function that reads a value at a position. */
function valueReader({ bytesPerValue, isFloat }: WavFormat): (bytes: Buffer, at: number) => number {
  if (isFloat && bytesPerValue === 8) return (bytes, at) => bytes.readDoubleLE(at);
  if (isFloat) return (bytes, at) => bytes.readFloatLE(at);
  // 8-bit values are unsigned, all others signed.
  if (bytesPerValue === 1) return (bytes, at) => bytes.readUInt8(at) - 128;
  return (bytes, at) => bytes.readIntLE(at, bytesPerValue);
}

const pieceBytes = 256 * 1024;

/**
 * Calls `take` with the values of the frames from `from` to `to`, exclusive, of one channel or of all; only a small
 * part of the file is in memory at once. `onPiece` is called before each piece, and may throw to stop.
 */
export function readWavValues(
  { fd }: OpenFile,
  format: WavFormat,
  { from, to, channel }: { from: number; to: number; channel?: number | undefined },
  take: TakeValues,
  onPiece: () => void = () => {},
): void {
  const read = valueReader(format);
  const frameBytes = format.bytesPerValue * format.channels;
  const readFrames = Math.floor(pieceBytes / frameBytes);
  const bytes = Buffer.alloc(readFrames * frameBytes);
  const values = new Float64Array(readFrames);
  const [first, end] = channel === undefined ? [0, format.channels] : [channel, channel + 1];
  for (let frame = from; frame < to;) {
    onPiece();
    const wanted = Math.min(readFrames, to - frame) * frameBytes;
    const bytesRead = readSync(fd, bytes, 0, wanted, format.dataStart + frame * frameBytes);
    const frames = Math.floor(bytesRead / frameBytes);
    if (frames === 0) return;
    for (let current = first; current < end; current++) {
      let at = current * format.bytesPerValue;
      for (let index = 0; index < frames; index++, at += frameBytes) values[index] = read(bytes, at);
      take(current, frame, values.subarray(0, frames));
    }
    frame += frames;
  }
}

const int16Most = 32_767;
const uint32Most = 0xffff_ffff;
const bytesPerSoundValue = 2;

/** The factor that scales values to 16-bit sound: whole numbers that fit are kept, others are made loud. */
export class Loudness {
  #largest = 0;
  #isWhole = true;

  add(values: ArrayLike<number>): void {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      this.#largest = Math.max(this.#largest, Math.abs(value));
      this.#isWhole &&= Number.isInteger(value);
    }
  }

  get scale(): number {
    const isKept = this.#largest === 0 || (this.#isWhole && this.#largest <= int16Most);
    return isKept ? 1 : int16Most / this.#largest;
  }
}

const soundHeadBytes = 44;
/** The size in bytes of a sound file with this many values. */
export const soundBytes = (values: number) => soundHeadBytes + values * bytesPerSoundValue;

/** The header of a sound file with one channel and 16 bits. */
export function soundHead(values: number, sampleRate: number): Uint8Array {
  const rate = Math.min(Math.max(1, Math.round(sampleRate)), uint32Most);
  const head = Buffer.alloc(soundHeadBytes);
  head.write('RIFF');
  head.writeUInt32LE(soundBytes(values) - 8, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(formats.pcm, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE((rate * bytesPerSoundValue) % (uint32Most + 1), 28);
  head.writeUInt16LE(bytesPerSoundValue, 32);
  head.writeUInt16LE(8 * bytesPerSoundValue, 34);
  head.write('data', 36);
  head.writeUInt32LE(values * bytesPerSoundValue, 40);
  return head;
}
