/** Everything beside the rows, under random filters, against the plain loops of the oracle. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { summaryLimits, summarySchema } from '../src/contract/summary';
import { get, upload } from './api-door';
import { madeLines, madeRun, seededRandom } from './made-runs';
import { compareText, factsOf, matching, type Facts, type Parameters } from './oracle';
import { randomFilters } from './random-queries';
import { startServer, type RunningServer } from './start-server';
import { givenSeed } from './test-seed';

type Summary = z.infer<typeof summarySchema>;

const seed = givenSeed ?? 20_261_125;
const entries = madeRun(seed, 900);
const all = entries.map(factsOf);

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--no-demo']);
  const imported = await upload(server.address, 7, [{ name: 'made.jsonl', content: madeLines(entries) }]);
  expect(imported.status, imported.text).toBe(200);
});
afterAll(() => server.stop());

async function summaryUnder(parameters: Parameters): Promise<Summary> {
  const answer = await get(server.address, '/v1/api/7/second-look/summary', parameters);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return summarySchema.parse(answer.body);
}

const one = (value: string | null) => (value === null ? [] : [value]);

/** Every facet: its own parameters, and the values that a sample counts under. */
const facets: Readonly<
  Record<string, { own: readonly string[]; values: (facts: Facts) => readonly string[] }>
> = {
  outcome: { own: ['outcome'], values: ({ outcome }) => [outcome] },
  label: { own: ['labels'], values: ({ labels }) => labels },
  prediction: { own: ['predictions'], values: ({ predictions }) => predictions },
  expected: { own: ['expected'], values: ({ label }) => one(label) },
  said: { own: ['said'], values: ({ prediction }) => one(prediction) },
  device: { own: ['devices'], values: ({ device }) => one(device) },
  category: { own: ['category'], values: ({ category }) => one(category) },
  dataType: { own: ['dataType'], values: ({ dataType }) => [dataType] },
  signature: { own: ['signatureValidity'], values: ({ signature }) => one(signature) },
  disabled: { own: ['disabled'], values: ({ disabled }) => [String(disabled)] },
};

const histograms: Readonly<
  Record<string, { own: readonly string[]; value: (facts: Facts) => number | null }>
> = {
  confidence: { own: ['minConfidence', 'maxConfidence'], value: ({ confidence }) => confidence },
  anomaly: { own: ['minAnomaly', 'maxAnomaly'], value: ({ anomaly }) => anomaly },
  f1: { own: ['minF1', 'maxF1'], value: ({ f1 }) => f1 },
  length: { own: ['minLength', 'maxLength'], value: ({ length }) => length },
  frequency: { own: ['minFrequency', 'maxFrequency'], value: ({ frequency }) => frequency },
  added: { own: ['minDate', 'maxDate'], value: ({ added }) => added },
  id: { own: ['minId', 'maxId'], value: ({ id }) => id },
};

const isIncorrect = ({ outcome }: Facts) => outcome === 'incorrect';
const isJudged = ({ outcome }: Facts) => outcome !== 'unknown';

function expectFacet(
  facet: Summary['metadata'][number] | NonNullable<Summary['facets'][string]>,
  parameters: Parameters,
  { own, values }: { own: readonly string[]; values: (facts: Facts) => readonly string[] },
  where: string,
): void {
  const counted = matching(all, parameters, own);
  const judged = matching(all, parameters, [...own, 'outcome']);
  const counts = new Map<string, number>();
  for (const value of counted.flatMap(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].sort(([a, left], [b, right]) => right - left || compareText(a, b));
  expect(facet.distinct, `${where}: how many values`).toBe(counts.size);
  const listed = facet.values.filter(({ count }) => count > 0).map(({ value }) => value);
  const most = ordered.slice(0, summaryLimits.facetValues).map(([value]) => value);
  expect(listed.slice(0, most.length), `${where}: most frequent first, ties by text`).toEqual(most);
  expect(facet.missing, `${where}: missing`).toBe(
    counted.filter((facts) => values(facts).length === 0).length,
  );
  for (const { value, ...given } of facet.values) {
    const having = judged.filter((facts) => values(facts).includes(value));
    expect(given, `${where}: ${value}`).toEqual({
      count: counts.get(value) ?? 0,
      judged: having.filter(isJudged).length,
      incorrect: having.filter(isIncorrect).length,
    });
  }
}

function expectHistogram(
  histogram: NonNullable<Summary['histograms'][string]>,
  parameters: Parameters,
  { own, value }: { own: readonly string[]; value: (facts: Facts) => number | null },
  where: string,
): void {
  const { low, high, counts, incorrect, missing } = histogram;
  const counted = matching(all, parameters, own);
  const values = counted.map(value).filter((number) => number !== null);
  const wrong = matching(all, parameters, [...own, 'outcome'])
    .filter(isIncorrect)
    .map(value);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  expect(counts.length).toBeLessThanOrEqual(summaryLimits.bins);
  expect(sum(counts), `${where}: the sum`).toBe(values.length);
  expect(missing, `${where}: missing`).toBe(counted.length - values.length);
  expect(sum(incorrect), `${where}: the incorrect`).toBe(wrong.filter((number) => number !== null).length);
  // A value on an edge between two bins may fall to either side of it by a rounding.
  const width = (high - low) / counts.length;
  counts.forEach((count, bin) => {
    const [from, to] = [low + bin * width, low + (bin + 1) * width];
    const slack = width * 1e-9;
    const surely = values.filter((number) => number > from + slack && number < to - slack).length;
    const perhaps = values.filter((number) => number >= from - slack && number <= to + slack).length;
    expect(count, `${where}: bin ${bin}`).toBeGreaterThanOrEqual(surely);
    expect(count, `${where}: bin ${bin}`).toBeLessThanOrEqual(perhaps);
  });
}

/** How confused a label is: the most incorrect samples that it has with one other label, then all its samples. */
function rankOf(label: string, matched: readonly Facts[]): { worst: number; samples: number } {
  const own = matched.filter((facts) => facts.label === label || facts.prediction === label);
  const confused = new Map<string, number>();
  for (const facts of own.filter(isIncorrect)) {
    if (facts.label === null || facts.prediction === null || facts.label === facts.prediction) continue;
    const pair = JSON.stringify([facts.label, facts.prediction]);
    confused.set(pair, (confused.get(pair) ?? 0) + 1);
  }
  return { worst: Math.max(0, ...confused.values()), samples: own.length };
}

function expectMatrix(summary: Summary, matched: readonly Facts[], where: string): void {
  const labels = new Set(matched.flatMap(({ label, prediction }) => [...one(label), ...one(prediction)]));
  const listed = [...labels]
    .map((label) => ({ label, ...rankOf(label, matched) }))
    .sort((a, b) => b.worst - a.worst || b.samples - a.samples || compareText(a.label, b.label))
    .slice(0, summaryLimits.matrixLabels)
    .map(({ label }) => label);
  const side = (label: string | null) => (label === null || listed.includes(label) ? label : undefined);
  // A side that is not there is left out of the key, where null stays.
  const keyOf = (expected: string | null | undefined, said: string | null | undefined) =>
    JSON.stringify({ expected, said });
  const cells = new Map<string, { count: number; incorrect: number }>();
  for (const facts of matched) {
    const key = keyOf(side(facts.label), side(facts.prediction));
    const cell = cells.get(key) ?? { count: 0, incorrect: 0 };
    cells.set(key, { count: cell.count + 1, incorrect: cell.incorrect + Number(isIncorrect(facts)) });
  }
  const { matrix, matrixOther } = summary;
  const given = [...matrix, ...matrixOther.cells].map(({ expected, said, ...cell }): [string, unknown] => [
    keyOf(expected, said),
    cell,
  ]);
  expect(given.length, `${where}: each cell once`).toBe(new Set(given.map(([key]) => key)).size);
  expect(new Map(given), `${where}: the matrix`).toEqual(cells);
  expect(matrixOther.labels, `${where}: labels not listed`).toBe(labels.size - listed.length);
}

const outcomeCounts = (facts: readonly Facts[]) => ({
  correct: facts.filter(({ outcome }) => outcome === 'correct').length,
  incorrect: facts.filter(isIncorrect).length,
  unknown: facts.filter(({ outcome }) => outcome === 'unknown').length,
});

function expectMetadata(summary: Summary, parameters: Parameters, where: string): void {
  const counted = matching(all, parameters, ['metadata']);
  expect(summary.withoutMetadata, where).toBe(counted.filter(({ metadata }) => metadata.size === 0).length);
  const keys = new Set(all.flatMap(({ metadata }) => [...metadata.keys()]));
  expect(summary.metadataKeys, where).toBe(keys.size);
  expect(new Set(summary.metadata.map(({ key }) => key)), where).toEqual(keys);
  for (const facet of summary.metadata) {
    const values = ({ metadata }: Facts) => {
      const value = metadata.get(facet.key);
      return value === undefined ? [] : [value];
    };
    expectFacet(facet, parameters, { own: ['metadata'], values }, `${where}: metadata ${facet.key}`);
  }
}

function expectSummary(summary: Summary, parameters: Parameters, where: string): void {
  const matched = matching(all, parameters);
  expect(summary.total, where).toBe(all.length);
  expect(summary.matching, where).toBe(matched.length);
  expect(summary.outcomes, where).toEqual(outcomeCounts(matched));
  expect(summary.judgedWithoutOutcomeFilter, where).toEqual(
    outcomeCounts(matching(all, parameters, ['outcome'])),
  );
  const reasons = summary.unknownReasons.reduce((sum, { count }) => sum + count, 0);
  expect(reasons, `${where}: reasons of the unknown`).toBe(summary.outcomes.unknown);
  for (const [name, facet] of Object.entries(summary.facets)) {
    const known = facets[name];
    if (known === undefined) throw new Error(`The oracle does not know the facet ${name}.`);
    expectFacet(facet, parameters, known, `${where}: ${name}`);
  }
  for (const [name, histogram] of Object.entries(summary.histograms)) {
    const known = histograms[name];
    if (known !== undefined) expectHistogram(histogram, parameters, known, `${where}: ${name}`);
  }
  expectMetadata(summary, parameters, where);
  expectMatrix(summary, matched, where);
}

test('without filters there is a facet of every choice and a histogram of every range', async () => {
  const summary = await summaryUnder({});
  for (const name of ['outcome', 'label', 'prediction', 'device', 'category', 'dataType', 'signature']) {
    expect(summary.facets[name]?.values.length, name).toBeGreaterThan(1);
  }
  expect(Object.keys(summary.histograms)).toEqual(expect.arrayContaining(Object.keys(histograms)));
  expectSummary(summary, {}, 'no filters');
});

test('200 random filters', { timeout: 180_000 }, async () => {
  let between = 0;
  for (let index = 0; index < 200; index++) {
    const parameters = randomFilters(seededRandom(seed + index), all);
    const kept = matching(all, parameters).length;
    if (kept > 0 && kept < all.length) between += 1;
    const where = `SECOND_LOOK_SEED=${seed}, query ${index}: ${JSON.stringify(parameters)}`;
    expectSummary(await summaryUnder(parameters), parameters, where);
  }
  expect(between, 'queries that kept some samples, but not all').toBeGreaterThan(120);
});

test('a chosen value that no sample has any more is still listed, so that it can be taken back', async () => {
  const parameters = { devices: '["belt-03","nowhere"]', filename: 'no such file' };
  const { facets: given } = await summaryUnder(parameters);
  const values = given['device']?.values.map(({ value }) => value);
  expect(values).toEqual(expect.arrayContaining(['belt-03', 'nowhere']));
});

test('error rates leave the outcome filter out, counts do not', async () => {
  const summary = await summaryUnder({ outcome: 'correct', dataType: 'image' });
  const [some] = summary.facets['device']?.values ?? [];
  expect(summary.outcomes.incorrect).toBe(0);
  expect(some?.incorrect).toBeGreaterThan(0);
  expect(some?.judged).toBeGreaterThan(some?.count ?? 0);
});

test('the parts that are asked for are those of the whole, and the others are empty', async () => {
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
  });
  const others = await summaryUnder({ ...parameters, parts: '["matrix"]' });
  expect(others).toMatchObject({ matching: whole.matching, matrix: whole.matrix, facets: {}, metadata: [] });
});

test.each(['["facet:nobody"]', '["facet:filename"]', '["histogram:label"]', '["all"]', '[1]', '["facet"]'])(
  'the parts %s are refused with the name of the unknown one',
  async (parts) => {
    const answer = await get(server.address, '/v1/api/7/second-look/summary', { parts });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text).toContain(
      JSON.stringify(`"parts" has the unknown part ${parts.slice(1, -1)}`).slice(1, -1),
    );
  },
);

test.each(['', '[]', 'matrix', '{}'])('parts must be a JSON list, which %j is not', async (parts) => {
  const answer = await get(server.address, '/v1/api/7/second-look/summary', { parts });
  expect(answer.status, answer.text).toBe(400);
  expect(answer.text).toContain('\\"parts\\" must');
});
