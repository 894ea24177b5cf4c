/** For the tests: a whole sound file made of values, from the parts that the server sends one after another. */
import { Loudness, soundHead } from './wav';

/** A sound file of one channel and 16 bits. */
export function makeWav(values: readonly number[], sampleRate: number): Uint8Array {
  const loudness = new Loudness();
  loudness.add(values);
  const data = Int16Array.from(values, (value) => Math.round(value * loudness.scale));
  return new Uint8Array(Buffer.concat([soundHead(values.length, sampleRate), new Uint8Array(data.buffer)]));
}
