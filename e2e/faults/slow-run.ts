/** A run whose index takes long to build: many samples, each with much to index and little else. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** More samples than a server tries to index while a request waits. */
export const slowRunSamples = 60_000;
const keys = Array.from({ length: 30 }, (_, key) => `key ${key}`);

function line(index: number): string {
  const sampleId = index + 1;
  const label = ['idle', 'wave', 'snake'][index % 3];
  const metadata = Object.fromEntries(keys.map((key, at) => [key, `value ${(index * (at + 1)) % 997}`]));
  const sample = { id: sampleId, filename: `row.${sampleId}`, label, totalLengthMs: index % 500, metadata };
  const window = { sampleId, startMs: 0, endMs: 1000, prediction: label, predictionCorrect: true };
  return JSON.stringify({ result: { sampleId, sample, classifications: [] }, predictions: [window] });
}

/** Writes the run as JSON Lines. */
export async function writeSlowRun(path: string): Promise<void> {
  const file = createWriteStream(path);
  for (let from = 0; from < slowRunSamples; from += 1000) {
    const lines = Array.from({ length: 1000 }, (_, at) => `${line(from + at)}\n`);
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}
