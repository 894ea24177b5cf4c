/** The endpoints other than the page, through the official client, on the demo projects. */
import { EdgeImpulseApi } from 'edge-impulse-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { get } from './api-door';
import { startServer, untilDemoIsReady, type RunningServer } from './start-server';

const demo = [
  { id: 1, name: 'Pedometer', samples: 120 },
  { id: 2, name: 'Handwritten digits', samples: 5500 },
  { id: 3, name: 'Digits in scenes', samples: 450 },
] as const;

let server: RunningServer;
let api: EdgeImpulseApi;
beforeAll(async () => {
  server = await startServer();
  await untilDemoIsReady(server.address);
  api = new EdgeImpulseApi({ endpoint: server.address });
});
afterAll(() => server.stop());

async function firstSample(projectId: number): Promise<number> {
  const page = await api.classify.getClassifyJobResultPage(projectId, { limit: 1 });
  const [first] = page.result;
  if (first === undefined) throw new Error(`Project ${projectId} is empty.`);
  return first.sampleId;
}

const bytesOf = (given: unknown) => {
  expect(given).toBeInstanceOf(Uint8Array);
  return given instanceof Uint8Array ? given : new Uint8Array();
};
const textAt = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

test('projects are listed', async () => {
  const { projects } = await api.projects.listProjects();
  expect(projects.map(({ id, name }) => ({ id, name }))).toEqual(demo.map(({ id, name }) => ({ id, name })));
  for (const { created } of projects) expect(created).toBeInstanceOf(Date);
});

describe.each(demo)('$name', ({ id, name, samples }) => {
  test('the project', async () => {
    const { project, dataSummary } = await api.projects.getProjectInfo(id);
    expect(project.name).toBe(name);
    expect(dataSummary.dataCount).toBe(samples);
  });

  test('its impulses and their learn blocks', async () => {
    const { impulses } = await api.impulse.getAllImpulses(id);
    expect(impulses.length).toBe(1);
    expect(impulses[0]?.learnBlocks.length).toBeGreaterThan(0);
  });

  test('its variants', async () => {
    const { modelVariants } = await api.projects.getModelVariants(id);
    expect(modelVariants.map(({ variant }) => variant).sort()).toEqual(['float32', 'int8']);
    expect(modelVariants.filter(({ isSelected }) => isSelected).length).toBe(1);
  });

  test('the whole result with its accuracy', async () => {
    const result = await api.classify.getClassifyJobResult(id);
    expect(result.result.length).toBe(samples);
    const { totalSummary, accuracyScore, summaryPerClass } = result.accuracy;
    expect(totalSummary.good + totalSummary.bad).toBe(
      result.predictions.filter(({ predictionCorrect }) => predictionCorrect !== undefined).length,
    );
    expect(totalSummary.good).toBe(
      result.predictions.filter(({ predictionCorrect }) => predictionCorrect === true).length,
    );
    expect(accuracyScore).toBeCloseTo((totalSummary.good / (totalSummary.good + totalSummary.bad)) * 100, 6);
    if (id === 3) expect(summaryPerClass).toEqual({ 'F1 score': totalSummary });
    else
      expect(Object.values(summaryPerClass).reduce((sum, { good }) => sum + good, 0)).toBe(totalSummary.good);
  });

  test('the result without samples, as first-party tools request it', async () => {
    const result = await api.classify.getClassifyJobResult(id, { featureExplorerOnly: true });
    expect(result.result).toEqual([]);
    expect(result.accuracy.totalSummary.good).toBeGreaterThan(0);
  });

  test('one page of fifty thousand', async () => {
    const page = await api.classify.getClassifyJobResultPage(id, { offset: 0, limit: 50_000 });
    expect(page.result.length).toBe(samples);
  });

  test('the metrics of every variant', async () => {
    const { metrics = [] } = await api.classify.getClassifyMetricsAllVariants(id);
    expect(metrics.map(({ variant }) => variant).sort()).toEqual(['float32', 'int8']);
    for (const { variant, accuracy } of metrics) {
      const whole = await api.classify.getClassifyJobResult(id, { variant, featureExplorerOnly: true });
      expect(accuracy).toBe(whole.accuracy.accuracyScore);
      expect(accuracy).toBeGreaterThan(0);
      expect(accuracy).toBeLessThanOrEqual(100);
    }
  });

  test('metadata keys with their values', async () => {
    const options = await api.rawData.getSampleMetadataFilterOptions(id, { category: 'testing' });
    expect(options.optionsList.length).toBeGreaterThan(0);
    for (const { options: values } of options.optionsList) expect(values.length).toBeGreaterThan(0);
  });

  test('one sample', async () => {
    const sampleId = await firstSample(id);
    const { sample, payload } = await api.rawData.getSample(id, sampleId, { limitPayloadValues: 10 });
    expect(sample.id).toBe(sampleId);
    expect(payload.values.length).toBeLessThanOrEqual(10);
  });
});

describe("a sample's own data", () => {
  test('the signal of a recording, row by row, up to a limit', async () => {
    const { payload, totalPayloadLength } = await api.rawData.getSample(1, await firstSample(1), {
      limitPayloadValues: 25,
    });
    expect(payload.values.length).toBe(25);
    for (const row of payload.values) expect(row.length).toBe(payload.sensors.length);
    expect(totalPayloadLength).toBeGreaterThan(25);
  });

  test('one of its axes as sound', async () => {
    const wav = bytesOf(await api.rawData.getSampleAsAudio(1, await firstSample(1), { axisIx: 0 }));
    expect(textAt(wav, 0, 4)).toBe('RIFF');
    expect(textAt(wav, 8, 12)).toBe('WAVE');
  });

  test.each([2, 3])('the picture of a sample of project %i', async (project) => {
    const image = bytesOf(await api.rawData.getSampleAsImage(project, await firstSample(project)));
    const isPng = textAt(image, 1, 4) === 'PNG';
    const isJpeg = image[0] === 0xff && image[1] === 0xd8;
    expect(isPng || isJpeg).toBe(true);
  });

  test('the unchanged file', async () => {
    const raw = bytesOf(await api.rawData.getSampleAsRaw(1, await firstSample(1)));
    expect(raw.byteLength).toBeGreaterThan(100);
  });

  test('something that does not exist is an error with a message, which the client throws', async () => {
    const sampleId = await firstSample(1);
    await expect(api.rawData.getSampleAsImage(1, sampleId)).rejects.toThrow(/picture/i);
    await expect(api.rawData.getSampleAsVideo(2, await firstSample(2))).rejects.toThrow(/video/i);
    await expect(api.rawData.getSample(1, 987_654_321)).rejects.toThrow(/987654321/);
    await expect(api.projects.getProjectInfo(99)).rejects.toThrow(/99/);
  });
});

test('all errors are success:false with a text, as JSON', async () => {
  const failure = z.strictObject({ success: z.literal(false), error: z.string().min(10) });
  const cases = [
    ['/v1/api/99/classify/all/result/page', 404],
    ['/v1/api/1/raw-data/987654321', 404],
    ['/v1/api/1/classify/all/result/page?limit=none', 400],
    ['/v1/api/1/classify/all/result/page?run=none', 404],
    ['/v1/api/nowhere', 404],
    ['/v1/nowhere', 404],
    ['/nowhere', 404],
  ] as const;
  for (const [path, status] of cases) {
    const response = await fetch(new URL(path, server.address));
    expect(response.headers.get('content-type'), path).toMatch(/^application\/json/);
    const body: unknown = await response.json();
    expect(failure.safeParse(body).success, `${path}: ${JSON.stringify(body)}`).toBe(true);
    expect(response.status, path).toBe(status);
  }
});

test('a facet of the summary equals the counts of the official client', async () => {
  const { body } = await get(server.address, '/v1/api/2/second-look/summary');
  const schema = z.object({
    facets: z.object({
      label: z.object({ values: z.array(z.object({ value: z.string(), count: z.int() })) }),
    }),
  });
  const { values } = schema.parse(body).facets.label;
  expect(values.length).toBe(10);
  for (const { value, count } of values) {
    const labels = JSON.stringify([value]);
    const page = await api.classify.getClassifyJobResultPage(2, { labels, limit: 1 });
    expect({ value, count: page }).toMatchObject({ value, count: { totalCount: count } });
  }
});
