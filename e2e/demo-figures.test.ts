/** The API's figures for the demo projects, compared with an independent computation from their records. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summarySchema } from '../src/contract/schemas/summary';
import {
  boxF1,
  digits,
  emptyPictures,
  sceneFigures,
  trueBoxes,
  windowFigures,
} from '../src/domain/fixtures/demo-figures-fixtures';
import { get } from './api-door';
import type { Parameters } from './judge';
import { startServer, untilDemoIsReady, type RunningServer } from './start-server';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await untilDemoIsReady(server.address);
});
afterAll(() => server.stop());

async function summaryOf(project: number, parameters: Parameters) {
  const answer = await get(server.address, `/v1/api/${project}/second-look/summary`, parameters);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return summarySchema.parse(answer.body);
}

describe.each(sceneFigures)('digits in scenes, $variant', ({ variant, matrix: boxes, surplus }) => {
  test('the matrix of boxes', async () => {
    const { matrix, facets } = await summaryOf(3, { variant, unit: 'verdicts' });
    const count = (expected: string | null, said: string | null) =>
      matrix.find((cell) => cell.expected === expected && cell.said === said)?.count ?? 0;
    const sides = [...digits, null];
    expect(sides.map((expected) => sides.map((said) => count(expected, said)))).toEqual(boxes);
    const ofLabel = (digit: string) => facets['expected']?.values.find(({ value }) => value === digit)?.count;
    expect(digits.map(ofLabel)).toEqual(trueBoxes);
  });

  test('the surplus hits', async () => {
    const hits = digits.map(async (expected) => {
      const { verdicts } = await summaryOf(3, { variant, verdict: 'surplus', expected });
      return verdicts.matching;
    });
    expect(await Promise.all(hits)).toEqual(surplus);
  });

  test('precision, recall and F1 over boxes, regardless of filters on the outcome', async () => {
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const hits = sum(digits.map((_digit, at) => boxes[at]?.[at] ?? 0));
    const said = sum(boxes.map((row) => sum(row.slice(0, digits.length))));
    const [further, truths] = [sum(surplus), sum(trueBoxes)];
    const { headline } = await summaryOf(3, { variant });
    expect(headline.boxes).toMatchObject({
      hits,
      surplus: further,
      falseAlarms: said - hits,
      misses: truths - hits,
      precision: { value: (hits + further) / (said + further) },
      recall: { value: hits / truths },
      f1: { value: (2 * (hits + further)) / (hits + further + said + truths - hits + further) },
    });
    for (const rate of ['precision', 'recall', 'f1'] as const) {
      const { value, interval } = headline.boxes?.[rate] ?? { value: null, interval: null };
      expect(interval?.low).toBeLessThan(value ?? 0);
      expect(interval?.high).toBeGreaterThan(value ?? 1);
    }
    const filtered = { variant, outcome: 'incorrect', verdict: 'false', 'not.boxError': 'background' };
    expect((await summaryOf(3, filtered)).headline).toEqual(headline);
    if (variant === 'int8') expect(headline.boxes?.f1.value).toBeCloseTo(boxF1, 3);
  });

  test('the pictures without any boxes are correct', async () => {
    const { facets } = await summaryOf(3, { variant });
    expect(facets['verdict']?.missing).toBe(emptyPictures);
    const correct = await summaryOf(3, { variant, outcome: 'correct', maxWrong: '0.0001' });
    expect(correct.facets['verdict']?.missing).toBe(emptyPictures);
  });
});

test.each(windowFigures)(
  'the windows of the pedometer, $variant',
  async ({ variant, right, judged: all, precision, decided }) => {
    const { verdicts, matrix } = await summaryOf(1, { variant });
    const { correct, incorrect } = verdicts.judgedWithoutOutcomeFilter;
    expect([correct, correct + incorrect]).toEqual([right, all]);
    const said = matrix.filter((cell) => cell.said === 'not walking');
    const judged = said.reduce((sum, cell) => sum + cell.judged, 0);
    const hits = said.find(({ expected }) => expected === 'not walking')?.judged;
    expect([hits, judged]).toEqual([precision.hits, precision.said]);
    expect((await summaryOf(1, { variant, 'not.said': 'uncertain' })).matching).toBe(decided);
  },
);

test('the intervals of the pedometer, by sample and by recording', async () => {
  const percent = (interval: { low: number; high: number } | null) =>
    interval && [interval.low, interval.high].map((end) => (end * 100).toFixed(1));
  const bySample = (await summaryOf(1, { variant: 'float32' })).headline;
  expect(bySample).toMatchObject({ group: null, samples: { judged: 104, correct: 62, groups: 104 } });
  expect(percent(bySample.samples.interval)).toEqual(['49.8', '68.7']);
  const byRecording = (await summaryOf(1, { variant: 'float32', group: 'recording' })).headline;
  expect(byRecording.samples).toMatchObject({ judged: 104, correct: 62, groups: 9 });
  expect(percent(byRecording.samples.interval)).toEqual(['30.5', '83.3']);
  expect(byRecording.verdicts).toMatchObject({ judged: 1044, correct: 919, groups: 9 });
  const unknown = (await summaryOf(1, { variant: 'float32', group: 'unused key' })).headline;
  expect(unknown.samples).toEqual({ judged: 104, correct: 62, groups: 0, interval: null });
});
