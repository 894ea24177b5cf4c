/** The verdicts on the demo projects, compared with figures computed from the records without these rules. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { SampleEntry } from '../contract/schemas/result-page';
import { boxScoresOf } from './matching/box-matching';
import {
  boxF1,
  digits,
  emptyPictures,
  sceneFigures,
  trueBoxes,
  windowFigures,
} from './fixtures/demo-figures-fixtures';
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

describe.each(sceneFigures)('digits in scenes, $variant', ({ variant, matrix, surplus }) => {
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
    expect(digits.map((digit) => paired.filter(({ expected }) => expected === digit).length)).toEqual(
      trueBoxes,
    );
    const empty = facts.filter(({ verdicts }) => verdicts.length === 0);
    expect(empty).toHaveLength(emptyPictures);
    expect(empty.every(({ values }) => values.outcome.main === 'correct' && values.wrong === 0)).toBe(true);
  });
});

test('digits in scenes, int8: F1 over all boxes', async () => {
  const boxes = (await factsOf('digit-scenes', 'int8')).flatMap(({ verdicts }) => verdicts);
  const hits = boxes.filter(({ result }) => result === 'correct').length;
  const wrong = boxes.filter(({ result }) => result === 'incorrect');
  const said = wrong.filter((box) => box.said !== null).length;
  const missed = wrong.filter((box) => box.expected !== null).length;
  expect(boxScoresOf(hits, said, missed).f1).toBeCloseTo(boxF1, 3);
});

test.each(windowFigures)(
  'pedometer, $variant',
  async ({ variant, right, judged: all, precision, decided }) => {
    const facts = await factsOf('pedometer', variant);
    const judged = facts.flatMap(({ verdicts }) => verdicts).filter(({ result }) => result !== 'unknown');
    expect(judged).toHaveLength(all);
    expect(judged.filter(({ result }) => result === 'correct')).toHaveLength(right);
    const notWalking = judged.filter((verdict) => verdict.said === 'not walking');
    expect(notWalking).toHaveLength(precision.said);
    expect(notWalking.filter(({ expected }) => expected === 'not walking')).toHaveLength(precision.hits);
    const withoutDoubt = facts.filter(({ verdicts }) =>
      verdicts.every((verdict) => verdict.said !== 'uncertain'),
    );
    expect(withoutDoubt).toHaveLength(decided);
  },
);
