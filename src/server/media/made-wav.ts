/** For tests: a complete sound file with given values, assembled from the parts that the server sends. */
import { Loudness, soundHead } from './wav';

/** A sound file with one channel and 16 bits. */
export function makeWav(values: readonly number[], sampleRate: number): Uint8Array {
  const loudness = new Loudness();
  loudness.add(values);
  const data = Int16Array.from(values, (value) => Math.round(value * loudness.scale));
  return new Uint8Array(Buffer.concat([soundHead(values.length, sampleRate), new Uint8Array(data.buffer)]));
}
