/** Every parameter, through the official client if it supports it, compared with the plain-loop store. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EdgeImpulseApi } from 'edge-impulse-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { printTrial } from '../src/contract/trial';
import { randomCases } from '../src/server/store/conformance/fixtures/arbitrary-queries';
import { get, upload } from './api-door';
import { judgeOf, type Judge, type Parameters } from './judge';
import { judgedDemos, randomLines } from './judged-runs';
import { madeLines, madePage, madeRun, seededRandom } from './made-runs';
import { officialNames, officialQuery } from './official-query';
import { pick, randomFilters, randomSort, randomStretch, usableNames } from './random-queries';
import { runCommand } from './run-command';
import { startServer, untilDemoIsReady, type RunningServer } from './start-server';
import { givenSeed } from './test-seed';

const seed = givenSeed ?? 20_261_124;
const projectId = 7;

/** A run, with the parameters that select it: that selection is part of the test. */
interface JudgedRun {
  project: number;
  said: readonly Parameters[];
  judge: Judge;
  /** The filters for which this run has values. */
  names: readonly string[];
}

const made = [
  { impulseId: 1, variant: 'float32', entries: madeRun(seed, 1500) },
  { impulseId: 1, variant: 'int8', entries: madeRun(seed + 1, 300) },
  { impulseId: 4, variant: 'float32', entries: madeRun(seed + 2, 200) },
] as const;
const [first, second, third] = made.map(({ entries }) => judgeOf(madeLines(entries)));
if (first === undefined || second === undefined || third === undefined)
  throw new Error('There are three runs');
const mixed = randomLines(seed, 150);

/** Unset impulse and variant mean 1 and float32, which were imported first. The first run is used most. */
const runs: JudgedRun[] = [
  { project: projectId, said: [{}, { impulseId: '1' }, { variant: 'float32' }], judge: first },
  { project: projectId, said: [{ variant: 'int8' }, { variant: 'int8', impulseId: '1' }], judge: second },
  { project: projectId, said: [{ impulseId: '4', variant: 'float32' }], judge: third },
  { project: 9, said: [{}], judge: judgeOf(mixed) },
  ...judgedDemos(),
].map((run) => ({ ...run, names: usableNames(run.judge.samples) }));

const pageSchema = z.object({
  totalCount: z.int(),
  result: z.array(z.looseObject({ sampleId: z.int() })),
  predictions: z.array(z.looseObject({ sampleId: z.int() })),
});

let server: RunningServer;
let api: EdgeImpulseApi;

beforeAll(async () => {
  server = await startServer();
  await untilDemoIsReady(server.address);
  api = new EdgeImpulseApi({ endpoint: server.address });
  for (const { impulseId, variant, entries } of made) {
    const file = join(server.folder, `made-${impulseId}-${variant}.json`);
    await writeFile(file, madePage(entries));
    const args = ['--project', String(projectId), '--impulse', String(impulseId), '--variant', variant];
    const end = await runCommand(['import', file, ...args, '--data', server.folder]);
    expect(end.errors + end.output).toContain(`${entries.length.toLocaleString('en')} samples`);
    expect(end.code).toBe(0);
  }
  const imported = await upload(server.address, 9, [{ name: 'mixed.jsonl', content: mixed }]);
  expect(imported.status, imported.text).toBe(200);
});
afterAll(() => server.stop());

const asCompared = ({ totalCount, result, predictions }: z.infer<typeof pageSchema>) => ({
  totalCount,
  ids: result.map(({ sampleId }) => sampleId),
  predictions,
});

async function officialPage(project: number, parameters: Parameters) {
  const page = await api.classify.getClassifyJobResultPage(project, officialQuery(parameters));
  return asCompared(pageSchema.parse(page));
}

async function fetchedPage(project: number, parameters: Parameters) {
  const answer = await get(server.address, `/v1/api/${project}/classify/all/result/page`, parameters);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return asCompared(pageSchema.parse(answer.body));
}

/** How often each filter was used, and how often it alone kept some samples but not all. */
class Telling {
  readonly #counts = new Map<string, number>();
  #between = 0;

  add({ samples, page }: Judge, filters: Parameters): void {
    const isTelling = (parameters: Parameters) => {
      const { totalCount } = page({ ...parameters, limit: '1' });
      return totalCount > 0 && totalCount < samples.length;
    };
    for (const [name, text] of Object.entries(filters))
      if (isTelling({ [name]: text })) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (isTelling(filters)) this.#between += 1;
  }

  expectAtLeast(names: readonly string[], times: number, between: number): void {
    const rarely = names.filter((name) => (this.#counts.get(name) ?? 0) < times);
    expect(rarely, 'filters that were hardly tested').toEqual([]);
    expect(this.#between, 'queries that kept some samples, but not all').toBeGreaterThan(between);
  }
}

const isOfficial = (name: string) => officialNames.some((official) => official === name);

/** The run of a random query: mostly generated, small ones. */
const randomRun = (random: () => number): JudgedRun => pick(random, random() < 0.8 ? runs.slice(0, 4) : runs);

/** Pages of the demo projects are short, because their records are long. */
const stretchOf = (random: () => number, { project }: JudgedRun) =>
  project < projectId ? { limit: pick(random, ['1', '7']) } : randomStretch(random);

/** With fewer than about 400 queries, a filter may not change the result of any query. */
const count = randomCases(500, 1000);

test(
  `${count} random queries through the official client give what the plain-loop store gives`,
  { timeout: 180_000 },
  async () => {
    const telling = new Telling();
    for (let index = 0; index < count; index++) {
      const random = seededRandom(seed + index);
      const run = randomRun(random);
      const filters = randomFilters(random, run.judge.samples, run.names.filter(isOfficial));
      if ('dataType' in filters) filters['dataType'] = pick(random, ['audio', 'image']);
      const parameters = { ...pick(random, run.said), ...filters, ...stretchOf(random, run) };
      telling.add(run.judge, filters);
      const where = `SECOND_LOOK_SEED=${seed}, query ${index}: ${JSON.stringify(parameters)}`;
      const page = await officialPage(run.project, parameters).catch((error: unknown) => error);
      expect(page, where).toEqual(run.judge.page(parameters));
    }
    telling.expectAtLeast(usableNames(first.samples).filter(isOfficial), count / 100, count / 2);
  },
);

test(
  `${count} random queries with our own parameters beside them, and every order`,
  { timeout: 180_000 },
  async () => {
    const telling = new Telling();
    for (let index = 0; index < count; index++) {
      const random = seededRandom(seed + 5000 + index);
      const run = randomRun(random);
      const filters = randomFilters(random, run.judge.samples, run.names);
      const sort: Record<string, string> = random() < 0.6 ? { sort: randomSort(random) } : {};
      const parameters = { ...pick(random, run.said), ...filters, ...sort, ...stretchOf(random, run) };
      telling.add(run.judge, filters);
      const where = `SECOND_LOOK_SEED=${seed}, query ${index}: ${JSON.stringify(parameters)}`;
      expect(await fetchedPage(run.project, parameters), where).toEqual(run.judge.page(parameters));
    }
    telling.expectAtLeast(usableNames(first.samples), count / 500, count / 2);
  },
);

test('random queries of every run under trial thresholds', { timeout: 120_000 }, async () => {
  // One run and trial after the other: each needs its own index, and few of them are kept open.
  for (const [at, run] of runs.entries()) {
    for (const [place, trial] of run.judge.trials.slice(0, 2).entries()) {
      for (let index = 0; index < 15; index++) {
        const random = seededRandom(seed + 10_000 + at * 1000 + place * 100 + index);
        const filters = randomFilters(random, run.judge.samples, run.names);
        const asked = { ...filters, sort: randomSort(random), ...Object.fromEntries(printTrial(trial)) };
        const parameters = { ...pick(random, run.said), ...asked, ...stretchOf(random, run) };
        const where = `SECOND_LOOK_SEED=${seed}, run ${at}: ${JSON.stringify(parameters)}`;
        expect(await fetchedPage(run.project, parameters), where).toEqual(run.judge.page(parameters));
      }
    }
  }
});

test('all pages together are the whole list, in order', async () => {
  const whole = first.page({ sort: 'device,-confidence', limit: '100000' });
  const ids: number[] = [];
  for (let offset = 0; offset < whole.totalCount; offset += 333) {
    const page = await fetchedPage(projectId, {
      sort: 'device,-confidence',
      limit: '333',
      offset: String(offset),
    });
    ids.push(...page.ids);
  }
  expect(ids).toEqual(whole.ids);
});

describe('which run a query selects', () => {
  test('a run can be selected by its id', async () => {
    const projectSchema = z.object({
      project: z.object({
        runs: z.array(z.object({ id: z.string(), impulseId: z.int(), variant: z.string() })),
      }),
    });
    const answer = await get(server.address, `/v1/api/${projectId}/second-look/project`);
    const { project } = projectSchema.parse(answer.body);
    expect(project.runs.length).toBe(made.length);
    for (const { id, impulseId, variant } of project.runs) {
      const at = made.findIndex((one) => one.impulseId === impulseId && one.variant === variant);
      expect(await fetchedPage(projectId, { run: id })).toEqual(runs[at]?.judge.page({}));
    }
  });

  test('a missing run is named in the error, which the client throws', async () => {
    await expect(officialPage(projectId, { variant: 'akida' })).rejects.toThrow(/akida/);
    await expect(officialPage(projectId, { impulseId: '99' })).rejects.toThrow(/99/);
    await expect(api.classify.getClassifyJobResultPage(12345)).rejects.toThrow(/12345/);
  });
});

test('truncateStructuredLabels truncates the three lists to their first ten entries and nothing else', async () => {
  const parts = Array.from({ length: 14 }, (_, index) => ({
    startIndex: index,
    endIndex: index,
    label: `part ${index}`,
  }));
  const [entry] = madeRun(seed + 9, 1);
  const sample = { id: 1, filename: 'long', label: 'part 0', structuredLabels: parts };
  const classification = {
    learnBlock: { id: 1, type: 'keras', name: 'NN', title: 'NN', dsp: [1] },
    result: [{ 'part 0': 1 }],
    minimumConfidenceRating: 0.6,
    thresholds: [],
    expectedLabels: parts,
    intervalMs: 1000,
    frequencyHz: 1,
    resultCount: 1,
    somethingLong: parts,
  };
  const result = {
    sampleId: 1,
    sample: { ...sample, structuredLabelsList: parts.map(({ label }) => label) },
    classifications: [classification],
  };
  const content = JSON.stringify({ result, predictions: entry?.predictions.slice(0, 0) });
  const imported = await upload(server.address, 8, [{ name: 'long.jsonl', content }]);
  expect(imported.status, imported.text).toBe(200);
  const lengths = z.object({
    result: z.tuple([
      z.object({
        sample: z.object({
          structuredLabels: z.array(z.unknown()),
          structuredLabelsList: z.array(z.unknown()),
        }),
        classifications: z.tuple([
          z.object({ expectedLabels: z.array(z.unknown()), somethingLong: z.array(z.unknown()) }),
        ]),
      }),
    ]),
  });
  for (const [asked, length] of [
    [undefined, 14],
    [false, 14],
    [true, 10],
  ] as const) {
    const page = await api.classify.getClassifyJobResultPage(8, { truncateStructuredLabels: asked });
    const [only] = lengths.parse(page).result;
    expect(only.sample.structuredLabels.length).toBe(length);
    expect(only.sample.structuredLabelsList.length).toBe(length);
    expect(only.classifications[0].expectedLabels).toEqual(parts.slice(0, length));
    expect(only.classifications[0].somethingLong.length).toBe(14);
  }
});
