/** The run for the load test: a file of JSON Lines, generated sample by sample if none is given. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { madeLines, madeRun, type MadeEntry } from '../made-runs';

const atOnce = 500;

/** Writes a generated run of any length. */
export async function writeRun(path: string, samples: number, seed: number): Promise<void> {
  const file = createWriteStream(path);
  for (let first = 0; first < samples; first += atOnce) {
    const lines = madeLines(madeRun(seed + first, Math.min(atOnce, samples - first), first));
    if (!file.write(`${lines}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

const entrySchema = z.object({
  result: z.looseObject({ sampleId: z.int() }),
  predictions: z.array(z.looseObject({})).default([]),
});

/** The first entries of a file, for filters that match something. */
export async function firstEntries(path: string, count: number): Promise<MadeEntry[]> {
  const bytes = createReadStream(path);
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const entries: MadeEntry[] = [];
  for await (const line of createInterface({ input })) {
    if (line.trim() !== '') entries.push(entrySchema.parse(JSON.parse(line)));
    if (entries.length >= count) break;
  }
  bytes.destroy();
  return entries;
}
