/** Everything except the rows, under random queries in both units, compared with the plain-loop store. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { printQuery, type Query } from '../src/contract/query';
import { summarySchema } from '../src/contract/schemas/summary';
import type { SummaryChoice } from '../src/contract/schemas/summary-parts';
import {
  choicesOf,
  queriesOf,
  randomCases,
} from '../src/server/store/conformance/fixtures/arbitrary-queries';
import { nearly } from '../src/server/store/conformance/store-door';
import { get, upload } from './api-door';
import { comparedSummary, judgeOf, type Judge, type Parameters } from './judge';
import { judgedDemos, randomLines } from './judged-runs';
import { madeLines, madeRun } from './made-runs';
import { startServer, untilDemoIsReady, type RunningServer } from './start-server';
import { givenSeed } from './test-seed';

type Summary = z.infer<typeof summarySchema>;

const seed = givenSeed ?? 20_261_125;

/** The runs that are imported for this test, by project. */
const imported = [
  { project: 7, name: 'a made run', lines: madeLines(madeRun(seed, 300)) },
  { project: 8, name: 'a random run', lines: randomLines(seed, 60) },
  { project: 9, name: 'a larger random run', lines: randomLines(seed + 1, 140) },
];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await untilDemoIsReady(server.address);
  for (const { project, name, lines } of imported) {
    const { status, text } = await upload(server.address, project, [
      { name: `${name}.jsonl`, content: lines },
    ]);
    expect(status, text).toBe(200);
  }
});
afterAll(() => server.stop());

async function summaryOf(project: number, parameters: Parameters): Promise<Summary> {
  const answer = await get(server.address, `/v1/api/${project}/second-look/summary`, parameters);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return summarySchema.parse(answer.body);
}

const summaryUnder = (parameters: Parameters) => summaryOf(7, parameters);

/** A query and a choice as parameter texts, without paging. */
function parametersOf(query: Query, { parts, unit, matrix, group }: SummaryChoice): Record<string, string> {
  const pairs = printQuery({ ...query, sort: [], limit: 100, offset: 0 });
  if (parts !== undefined && parts.size > 0) pairs.push(['parts', JSON.stringify([...parts])]);
  if (unit === 'verdicts') pairs.push(['unit', unit]);
  if (matrix.block !== undefined) pairs.push(['matrix.block', matrix.block]);
  if (matrix.key !== undefined) pairs.push(['matrix.key', matrix.key]);
  if (group !== undefined) pairs.push(['group', group]);
  return Object.fromEntries(pairs);
}

/** Sends random queries; returns how many of them kept some samples, but not all. */
async function expectSummaries(
  { project, said, judge }: { project: number; said: Parameters; judge: Judge },
  count: number,
): Promise<number> {
  const asked = fc.sample(fc.tuple(queriesOf(judge.facts, judge.trials), choicesOf(judge.facts)), {
    numRuns: count,
    seed,
  });
  let between = 0;
  for (const [query, choice] of asked) {
    const parameters = parametersOf(query, choice);
    const expected = judge.summary(parameters);
    if (expected.matching > 0 && expected.matching < judge.samples.length) between += 1;
    const where = `SECOND_LOOK_SEED=${seed}, project ${project}: ${JSON.stringify(parameters)}`;
    expect(comparedSummary(await summaryOf(project, { ...said, ...parameters })), where).toEqual({
      ...expected,
      headline: nearly(expected.headline),
    });
  }
  return between;
}

const count = randomCases(100, 300);

test.each(imported)(
  `${count} random summaries of $name`,
  { timeout: 180_000 },
  async ({ project, lines }) => {
    const between = await expectSummaries({ project, said: {}, judge: judgeOf(lines) }, count);
    expect(between, 'queries that kept some samples, but not all').toBeGreaterThan(count / 5);
  },
);

describe('random summaries of the demo projects', () => {
  test.each(judgedDemos())(
    'project $project, $said',
    { timeout: 180_000 },
    async ({ project, said, judge }) => {
      await expectSummaries({ project, said: said[0] ?? {}, judge }, judge.samples.length > 1000 ? 10 : 40);
    },
  );
});

test('without filters there is a facet of every choice and a histogram of every range', async () => {
  const summary = await summaryUnder({});
  for (const name of ['outcome', 'label', 'prediction', 'said', 'expected', 'verdict', 'block', 'device']) {
    expect(summary.facets[name]?.values.length, name).toBeGreaterThan(1);
  }
  const histograms = ['confidence', 'anomaly', 'f1', 'wrong', 'worst', 'score', 'margin', 'error', 'length'];
  expect(Object.keys(summary.histograms)).toEqual(expect.arrayContaining(histograms));
});

test('a selected value that no sample has any more is still listed, so that it can be removed', async () => {
  const parameters = { devices: '["belt-03","nowhere"]', filename: 'no such file' };
  const { facets: given } = await summaryUnder(parameters);
  const values = given['device']?.values.map(({ value }) => value);
  expect(values).toEqual(expect.arrayContaining(['belt-03', 'nowhere']));
});

test('error rates ignore the outcome filter, counts do not', async () => {
  const summary = await summaryUnder({ outcome: 'correct', dataType: 'image' });
  const [some] = summary.facets['device']?.values ?? [];
  expect(summary.outcomes.incorrect).toBe(0);
  expect(some?.incorrect).toBeGreaterThan(0);
  expect(some?.judged).toBeGreaterThan(some?.count ?? 0);
});

test('the requested parts equal those of the whole, and the others are empty', async () => {
  const parameters = { outcome: 'incorrect', maxConfidence: '0.9' };
  const whole = await summaryUnder(parameters);
  const key = whole.metadata[0]?.key ?? '';
  const asked = ['facet:label', 'facet:disabled', 'histogram:confidence', `metadata:${key}`, 'reasons'];
  const some = await summaryUnder({ ...parameters, parts: JSON.stringify(asked) });
  expect(some).toEqual({
    ...whole,
    facets: { label: whole.facets['label'], disabled: whole.facets['disabled'] },
    histograms: { confidence: whole.histograms['confidence'] },
    metadata: whole.metadata.slice(0, 1),
    matrix: [],
    matrixOther: { labels: 0, cells: [] },
    matrixOf: { block: null, key: null },
  });
  const others = await summaryUnder({ ...parameters, parts: '["matrix"]' });
  expect(others).toMatchObject({ matching: whole.matching, matrix: whole.matrix, facets: {}, metadata: [] });
});

test.each(['["facet:absent"]', '["facet:filename"]', '["histogram:label"]', '["all"]', '[1]', '["facet"]'])(
  'the parts %s are refused with the name of the unknown one',
  async (parts) => {
    const answer = await get(server.address, '/v1/api/7/second-look/summary', { parts });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text).toContain(
      JSON.stringify(`"parts" has the unknown part ${parts.slice(1, -1)}`).slice(1, -1),
    );
  },
);

test.each(['', 'x'.repeat(1001)])('group must be a key of 1 to 1,000 characters', async (group) => {
  const answer = await get(server.address, '/v1/api/7/second-look/summary', { group });
  expect(answer.status, answer.text).toBe(400);
  expect(answer.text).toContain('\\"group\\" must be a metadata key of 1 to 1000 characters');
  // A page request may contain it, from the URL of the screen, but ignores it.
  const page = await get(server.address, '/v1/api/7/classify/all/result/page', { group, limit: '1' });
  expect(page.status, page.text).toBe(200);
});

test.each(['', '[]', 'matrix', '{}'])('parts must be a JSON list, which %j is not', async (parts) => {
  const answer = await get(server.address, '/v1/api/7/second-look/summary', { parts });
  expect(answer.status, answer.text).toBe(400);
  expect(answer.text).toContain('\\"parts\\" must');
});
