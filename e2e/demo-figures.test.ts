/** The figures of the demo projects, which an independent computation found in their records, as the API gives them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summarySchema } from '../src/contract/summary';
import {
  digits,
  emptyPictures,
  sceneFigures,
  trueBoxes,
  windowFigures,
} from '../src/domain/demo-figures-fixtures';
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

  test('the pictures without a box on either side are correct', async () => {
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
