/** Tests of the committed demo data: complete, in the API's format, and as accurate as the READMEs say. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync, strFromU8, unzipSync } from 'fflate';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { predictionSchema, resultEntrySchema } from '../contract/schemas/studio-result-page';

const dataFolder = join(import.meta.dirname, 'data');

const entrySchema = z.strictObject({
  result: resultEntrySchema,
  predictions: z.array(predictionSchema).min(1),
});
type Entry = z.infer<typeof entrySchema>;

const projectSchema = z.strictObject({
  id: z.int(),
  name: z.string().min(1),
  description: z.string().min(1),
  licence: z.string().min(1),
  source: z.string().min(1),
  impulses: z.array(z.strictObject({ id: z.int(), name: z.string() })).min(1),
  runs: z
    .array(
      z.strictObject({
        file: z.string(),
        impulseId: z.int(),
        variant: z.enum(['float32', 'int8']),
        name: z.string(),
        created: z.iso.datetime(),
      }),
    )
    .min(1),
  selectedVariant: z.enum(['float32', 'int8']),
  media: z.literal('media.zip'),
});

const acquisitionSchema = z.strictObject({
  protected: z.strictObject({ ver: z.literal('v1'), alg: z.literal('none') }),
  signature: z.literal('0'.repeat(64)),
  payload: z.strictObject({
    device_type: z.string(),
    interval_ms: z.literal(10),
    sensors: z.array(z.strictObject({ name: z.string(), units: z.string() })),
    values: z.array(z.array(z.number()).length(6)),
  }),
});

function readRun(slug: string, file: string): Entry[] {
  const text = strFromU8(gunzipSync(readFileSync(join(dataFolder, slug, file))));
  return text
    .trimEnd()
    .split('\n')
    .map((line) => entrySchema.parse(JSON.parse(line)));
}

/** The rows of the README's table of measures, each cell by the header of its column. */
function readmeRows(slug: string): Record<string, string>[] {
  const lines = readFileSync(join(dataFolder, slug, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [heads = [], , ...rows] = lines;
  return rows.map((row) => Object.fromEntries(heads.map((head, i) => [head, row[i] ?? ''])));
}

function checkMedia(extension: string, bytes: Uint8Array, { sample }: Entry['result']): void {
  if (extension === 'png') {
    const { width, height } = PNG.sync.read(Buffer.from(bytes));
    expect({ width, height }).toEqual(sample.imageDimensions);
  } else if (extension === 'jpg') {
    const { width, height } = jpeg.decode(bytes);
    expect({ width, height }).toEqual(sample.imageDimensions);
  } else {
    const { payload } = acquisitionSchema.parse(JSON.parse(strFromU8(bytes)));
    expect(payload.values).toHaveLength(sample.valuesCount);
    expect(payload.sensors.map((sensor) => sensor.name)).toEqual(sample.sensors.map((sensor) => sensor.name));
  }
}

const demos = [
  { slug: 'pedometer', id: 1, extension: 'json', atLeast: 100 },
  { slug: 'digits', id: 2, extension: 'png', atLeast: 4000 },
  { slug: 'digit-scenes', id: 3, extension: 'jpg', atLeast: 300 },
];

describe.each(demos)('the demo $slug', ({ slug, id, extension, atLeast }) => {
  const about = projectSchema.parse(JSON.parse(readFileSync(join(dataFolder, slug, 'project.json'), 'utf8')));
  const runs = about.runs.map((run) => ({ ...run, entries: readRun(slug, run.file) }));
  const [first] = runs;

  it('has the same samples in every run, each once', () => {
    expect(about.id).toBe(id);
    expect(runs.map((run) => run.variant)).toContain(about.selectedVariant);
    const ids = first?.entries.map((entry) => entry.result.sampleId) ?? [];
    expect(ids.length).toBeGreaterThanOrEqual(atLeast);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { entries } of runs) {
      expect(entries.map((entry) => entry.result.sampleId)).toEqual(ids);
      expect(entries.map((entry) => entry.result.sample)).toEqual(
        first?.entries.map((entry) => entry.result.sample),
      );
    }
  });

  it('has consistent records', () => {
    for (const { result, predictions } of runs.flatMap((run) => run.entries)) {
      expect(result.sample.id).toBe(result.sampleId);
      expect(result.sample.projectId).toBe(id);
      for (const { sampleId, label } of predictions)
        expect([sampleId, label]).toEqual([result.sampleId, result.sample.label]);
      for (const block of result.classifications) {
        expect(block.resultCount).toBe(predictions.length);
        expect(block.expectedLabels).toHaveLength(predictions.length);
        expect((block.structuredResult ?? block.result).length).toBe(predictions.length);
      }
    }
  });

  it('has one media file for every sample and no other', () => {
    const media = new Map(Object.entries(unzipSync(readFileSync(join(dataFolder, slug, 'media.zip')))));
    const results = first?.entries.map((entry) => entry.result) ?? [];
    expect([...media.keys()].sort()).toEqual(
      results.map(({ sample }) => `${sample.filename}.${extension}`).sort(),
    );
    results.forEach((result, i) => {
      const bytes = media.get(`${result.sample.filename}.${extension}`) ?? new Uint8Array();
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(result.sample.sha256Hash);
      if (i % 25 === 0) checkMedia(extension, bytes, result);
    });
  });

  it('is as accurate as its README says, neither perfect nor useless', () => {
    const rows = readmeRows(slug);
    expect(rows).toHaveLength(runs.length);
    runs.forEach(({ variant, entries }, i) => {
      let judged = 0;
      let correct = 0;
      for (const { predictions } of entries) {
        const known = predictions.filter((window) => window.predictionCorrect !== undefined);
        if (known.length === 0) continue;
        judged++;
        if (known.every((window) => window.predictionCorrect)) correct++;
      }
      expect(rows[i]).toMatchObject({
        variant,
        samples: String(entries.length),
        judged: String(judged),
        correct: String(correct),
        accuracy: `${((100 * correct) / judged).toFixed(2)} %`,
      });
      expect(correct / judged).toBeGreaterThan(0.25);
      expect(judged - correct).toBeGreaterThan(40);
    });
  });
});

it('takes less than 25 MB in all', () => {
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
  expect(bytes).toBeLessThan(25 * 1024 * 1024);
});
