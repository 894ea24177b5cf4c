/** The verdicts on the demo projects, against figures that were computed from the records without these rules. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { SampleEntry } from '../contract/result-page';
import { boxScoresOf } from './box-matching';
import { sampleFacts, type SampleFacts } from './sample-values';

async function factsOf(project: string, variant: string): Promise<SampleFacts[]> {
  const file = new URL(`../demo/data/${project}/${variant}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(await readFile(file))
    .toString('utf8')
    .trim()
    .split('\n');
  const read = (line: string): SampleEntry => JSON.parse(line);
  return lines.map((line) => sampleFacts(read(line)));
}

const digits = ['2', '4', '7', '8'];

describe.each([
  [
    'int8',
    [
      [157, 4, 7, 19, 79],
      [10, 172, 3, 8, 75],
      [10, 5, 160, 8, 80],
      [16, 4, 0, 174, 66],
      [70, 22, 17, 22, 0],
    ],
    [4, 1, 0, 1],
  ],
  [
    'float32',
    [
      [156, 4, 7, 18, 81],
      [9, 172, 2, 9, 76],
      [10, 5, 160, 9, 79],
      [17, 3, 0, 174, 66],
      [68, 24, 19, 22, 0],
    ],
    [5, 1, 0, 1],
  ],
])('digits in scenes, %s', (variant, matrix, surplus) => {
  test('the matrix of boxes, surplus hits, true boxes, and pictures without boxes', async () => {
    const facts = await factsOf('digit-scenes', variant);
    const boxes = facts.flatMap(({ verdicts }) => verdicts);
    const paired = boxes.filter(({ kind }) => kind !== 'surplus');
    const count = (expected: string | null, said: string | null) =>
      paired.filter((box) => box.expected === expected && box.said === said).length;
    const sides = [...digits, null];
    expect(sides.map((expected) => sides.map((said) => count(expected, said)))).toEqual(matrix);
    const extra = (digit: string) =>
      boxes.filter(({ kind, expected }) => kind === 'surplus' && expected === digit).length;
    expect(digits.map(extra)).toEqual(surplus);
    expect(digits.map((digit) => paired.filter(({ expected }) => expected === digit).length)).toEqual([
      266, 268, 263, 260,
    ]);
    const empty = facts.filter(({ verdicts }) => verdicts.length === 0);
    expect(empty).toHaveLength(42);
    expect(empty.every(({ values }) => values.outcome.main === 'correct' && values.wrong === 0)).toBe(true);
  });
});

test('digits in scenes, int8: F1 over all boxes', async () => {
  const boxes = (await factsOf('digit-scenes', 'int8')).flatMap(({ verdicts }) => verdicts);
  const hits = boxes.filter(({ result }) => result === 'correct').length;
  const wrong = boxes.filter(({ result }) => result === 'incorrect');
  const said = wrong.filter((box) => box.said !== null).length;
  const missed = wrong.filter((box) => box.expected !== null).length;
  expect(boxScoresOf(hits, said, missed).f1).toBeCloseTo(0.684, 3);
});

test.each([
  ['float32', 919, 516, 550, 94],
  ['int8', 921, 517, 551, 93],
])('pedometer, %s', async (variant, right, hits, said, certain) => {
  const facts = await factsOf('pedometer', variant);
  const judged = facts.flatMap(({ verdicts }) => verdicts).filter(({ result }) => result !== 'unknown');
  expect(judged).toHaveLength(1044);
  expect(judged.filter(({ result }) => result === 'correct')).toHaveLength(right);
  const notWalking = judged.filter((verdict) => verdict.said === 'not walking');
  expect(notWalking).toHaveLength(said);
  expect(notWalking.filter(({ expected }) => expected === 'not walking')).toHaveLength(hits);
  const withoutDoubt = facts.filter(({ verdicts }) =>
    verdicts.every((verdict) => verdict.said !== 'uncertain'),
  );
  expect(withoutDoubt).toHaveLength(certain);
});
