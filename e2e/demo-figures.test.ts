/** The figures of the demo projects, which an independent computation found in their records, as the API gives them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summarySchema } from '../src/contract/summary';
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

const digits = ['2', '4', '7', '8'];

describe.each([
  {
    variant: 'int8',
    truths: [
      [157, 4, 7, 19, 79],
      [10, 172, 3, 8, 75],
      [10, 5, 160, 8, 80],
      [16, 4, 0, 174, 66],
    ],
    nothingThere: [70, 22, 17, 22],
    surplus: [4, 1, 0, 1],
  },
  {
    variant: 'float32',
    truths: [
      [156, 4, 7, 18, 81],
      [9, 172, 2, 9, 76],
      [10, 5, 160, 9, 79],
      [17, 3, 0, 174, 66],
    ],
    nothingThere: [68, 24, 19, 22],
    surplus: [5, 1, 0, 1],
  },
])('digits in scenes, $variant', ({ variant, truths, nothingThere, surplus }) => {
  test('the matrix of boxes', async () => {
    const { matrix, facets } = await summaryOf(3, { variant, unit: 'verdicts' });
    const count = (expected: string | null, said: string | null) =>
      matrix.find((cell) => cell.expected === expected && cell.said === said)?.count ?? 0;
    expect(digits.map((expected) => [...digits, null].map((said) => count(expected, said)))).toEqual(truths);
    expect(digits.map((said) => count(null, said))).toEqual(nothingThere);
    expect(count(null, null)).toBe(0);
    const trueBoxes = (digit: string) =>
      facets['expected']?.values.find(({ value }) => value === digit)?.count;
    expect(digits.map(trueBoxes)).toEqual([266, 268, 263, 260]);
  });

  test('the surplus hits', async () => {
    const hits = digits.map(async (expected) => {
      const { verdicts } = await summaryOf(3, { variant, verdict: 'surplus', expected });
      return verdicts.matching;
    });
    expect(await Promise.all(hits)).toEqual(surplus);
  });

  test('the pictures without a box on either side are correct', async () => {
    const { facets } = await summaryOf(3, { variant });
    expect(facets['verdict']?.missing).toBe(42);
    const correct = await summaryOf(3, { variant, outcome: 'correct', maxWrong: '0.0001' });
    expect(correct.facets['verdict']?.missing).toBe(42);
  });
});

test.each([
  { variant: 'float32', right: 919, precision: [516, 550], decided: 94 },
  { variant: 'int8', right: 921, precision: [517, 551], decided: 93 },
])('the windows of the pedometer, $variant', async ({ variant, right, precision, decided }) => {
  const { verdicts, matrix } = await summaryOf(1, { variant });
  const { correct, incorrect } = verdicts.judgedWithoutOutcomeFilter;
  expect([correct, correct + incorrect]).toEqual([right, 1044]);
  const said = matrix.filter((cell) => cell.said === 'not walking');
  const judged = said.reduce((sum, cell) => sum + cell.judged, 0);
  const hits = said.find(({ expected }) => expected === 'not walking')?.judged;
  expect([hits, judged]).toEqual(precision);
  expect((await summaryOf(1, { variant, 'not.said': 'uncertain' })).matching).toBe(decided);
});
