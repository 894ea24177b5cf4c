/** Every parameter, through the official client where it knows it, against the plain loops of the oracle. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EdgeImpulseApi } from 'edge-impulse-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { get, upload } from './api-door';
import { madePage, madeRun, seededRandom } from './made-runs';
import { officialNames, officialQuery } from './official-query';
import { factsOf, filterNames, matching, pageOf, passes, type Facts, type Parameters } from './oracle';
import { pick, randomFilters, randomSort, randomStretch } from './random-queries';
import { runCommand } from './run-command';
import { startServer, type RunningServer } from './start-server';
import { givenSeed } from './test-seed';

const seed = givenSeed ?? 20_261_124;
const projectId = 7;

/** The runs of the project: which one a query means is part of what is tested. */
const runs = [
  { impulseId: 1, variant: 'float32', entries: madeRun(seed, 1500) },
  { impulseId: 1, variant: 'int8', entries: madeRun(seed + 1, 300) },
  { impulseId: 4, variant: 'float32', entries: madeRun(seed + 2, 200) },
].map((run) => ({ ...run, facts: run.entries.map(factsOf) }));

const pageSchema = z.object({
  totalCount: z.int(),
  result: z.array(z.looseObject({ sampleId: z.int() })),
  predictions: z.array(z.looseObject({ sampleId: z.int() })),
});

let server: RunningServer;
let api: EdgeImpulseApi;

beforeAll(async () => {
  server = await startServer(['--no-demo']);
  api = new EdgeImpulseApi({ endpoint: server.address });
  for (const { impulseId, variant, entries } of runs) {
    const file = join(server.folder, `made-${impulseId}-${variant}.json`);
    await writeFile(file, madePage(entries));
    const args = ['--project', String(projectId), '--impulse', String(impulseId), '--variant', variant];
    const end = await runCommand(['import', file, ...args, '--data', server.folder]);
    expect(end.errors + end.output).toContain(`${entries.length.toLocaleString('en')} samples`);
    expect(end.code).toBe(0);
  }
});
afterAll(() => server.stop());

/** The samples of the run that a query means; unset: impulse 1, and float32, which came first. */
function runOf({ impulseId = '1', variant = 'float32' }: Parameters): Facts[] | undefined {
  return runs.find((run) => String(run.impulseId) === impulseId && run.variant === variant)?.facts;
}

/** The page as the oracle has it: ids, count and predictions. */
function expectedPage(parameters: Parameters) {
  const { total, rows } = pageOf(runOf(parameters) ?? [], parameters);
  return {
    totalCount: total,
    ids: rows.map(({ id }) => id),
    predictions: rows.flatMap(({ entry }) => entry.predictions),
  };
}

const asCompared = ({ totalCount, result, predictions }: z.infer<typeof pageSchema>) => ({
  totalCount,
  ids: result.map(({ sampleId }) => sampleId),
  predictions,
});

async function officialPage(parameters: Parameters) {
  const page = await api.classify.getClassifyJobResultPage(projectId, officialQuery(parameters));
  return asCompared(pageSchema.parse(page));
}

async function fetchedPage(parameters: Parameters) {
  const answer = await get(server.address, `/v1/api/${projectId}/classify/all/result/page`, parameters);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return asCompared(pageSchema.parse(answer.body));
}

/** How often each filter was asked for, and how often it alone kept some samples but not all. */
class Telling {
  readonly #counts = new Map<string, number>();
  #between = 0;

  add(all: readonly Facts[], parameters: Parameters): void {
    for (const name of filterNames) {
      const text = parameters[name];
      if (text === undefined) continue;
      const kept = all.filter((facts) => passes(facts, name, text)).length;
      if (kept > 0 && kept < all.length) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
    const kept = matching(all, parameters).length;
    if (kept > 0 && kept < all.length) this.#between += 1;
  }

  expectAtLeast(names: readonly string[], times: number, between: number): void {
    const rarely = names.filter((name) => (this.#counts.get(name) ?? 0) < times);
    expect(rarely, 'filters that were hardly tested').toEqual([]);
    expect(this.#between, 'queries that kept some samples, but not all').toBeGreaterThan(between);
  }
}

const officialFilters = filterNames.filter((name) => officialNames.some((official) => official === name));

/** The run that a random query asks for. */
function randomRun(random: () => number): Record<string, string> {
  const chance = random();
  if (chance < 0.6) return {};
  if (chance < 0.8) return { variant: pick(random, ['int8', 'float32']), impulseId: '1' };
  return pick<Record<string, string>>(random, [
    { variant: 'int8' },
    { impulseId: '1' },
    { impulseId: '4', variant: 'float32' },
  ]);
}

test(
  '1,000 random queries through the official client give what the plain loops give',
  { timeout: 180_000 },
  async () => {
    const telling = new Telling();
    for (let index = 0; index < 1000; index++) {
      const random = seededRandom(seed + index);
      const chosen = randomRun(random);
      const all = runOf(chosen) ?? [];
      const filters = randomFilters(random, all, officialFilters);
      if ('dataType' in filters) filters['dataType'] = pick(random, ['audio', 'image']);
      const parameters = { ...chosen, ...filters, ...randomStretch(random) };
      telling.add(all, parameters);
      const where = `SECOND_LOOK_SEED=${seed}, query ${index}: ${JSON.stringify(parameters)}`;
      const page = await officialPage(parameters).catch((error: unknown) => error);
      expect(page, where).toEqual(expectedPage(parameters));
    }
    telling.expectAtLeast(officialFilters, 20, 600);
  },
);

test(
  '1,000 random queries with our own parameters beside them, and every order',
  { timeout: 180_000 },
  async () => {
    const telling = new Telling();
    for (let index = 0; index < 1000; index++) {
      const random = seededRandom(seed + 5000 + index);
      const chosen = randomRun(random);
      const all = runOf(chosen) ?? [];
      const filters = randomFilters(random, all);
      const sort: Record<string, string> = random() < 0.6 ? { sort: randomSort(random) } : {};
      const parameters = { ...chosen, ...filters, ...sort, ...randomStretch(random) };
      telling.add(all, parameters);
      const where = `SECOND_LOOK_SEED=${seed}, query ${index}: ${JSON.stringify(parameters)}`;
      expect(await fetchedPage(parameters), where).toEqual(expectedPage(parameters));
    }
    telling.expectAtLeast(filterNames, 10, 600);
  },
);

test('pages laid end to end are the whole list, in its order', async () => {
  const whole = expectedPage({ sort: 'device,-confidence', limit: '100000' });
  const ids: number[] = [];
  for (let offset = 0; offset < whole.totalCount; offset += 333) {
    const page = await fetchedPage({ sort: 'device,-confidence', limit: '333', offset: String(offset) });
    ids.push(...page.ids);
  }
  expect(ids).toEqual(whole.ids);
});

describe('which run a query means', () => {
  test('a run can be named by its id', async () => {
    const projectSchema = z.object({
      project: z.object({
        runs: z.array(z.object({ id: z.string(), impulseId: z.int(), variant: z.string() })),
      }),
    });
    const answer = await get(server.address, `/v1/api/${projectId}/second-look/project`);
    const { project } = projectSchema.parse(answer.body);
    expect(project.runs.length).toBe(runs.length);
    for (const { id, impulseId, variant } of project.runs) {
      const page = await fetchedPage({ run: id });
      expect(page).toEqual(expectedPage({ impulseId: String(impulseId), variant }));
    }
  });

  test('a run that is not there is named in the error, which the client throws', async () => {
    await expect(officialPage({ variant: 'akida' })).rejects.toThrow(/akida/);
    await expect(officialPage({ impulseId: '99' })).rejects.toThrow(/99/);
    await expect(api.classify.getClassifyJobResultPage(12345)).rejects.toThrow(/12345/);
  });
});

test('truncateStructuredLabels cuts the three lists to their first ten entries and nothing else', async () => {
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
