/** For the tests: a whole sound file made of values, from the parts that the server sends one after another. */
import { Loudness, SoundPiece, soundHead } from './wav';

/** A sound file of one channel and 16 bits. */
export function makeWav(values: readonly number[], sampleRate: number): Uint8Array {
  const loudness = new Loudness();
  loudness.add(values);
  const piece = new SoundPiece(values.length, loudness.scale);
  piece.set(0, values);
  return new Uint8Array(Buffer.concat([soundHead(values.length, sampleRate), piece.bytes]));
}
