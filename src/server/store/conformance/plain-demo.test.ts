/** The judge on the demo projects: the figures that an independent computation found in their records. */
import { describe, expect, it } from 'vitest';
import { emptyQuery } from '../../../contract/query';
import type { SampleEntry } from '../../../contract/result-page';
import { matrixOf } from '../plain-loop-matrix';
import { keptBut } from '../plain-loop-query';
import { plainSummary } from '../plain-loop-summary';
import type { PlainSample } from '../plain-loop-values';
import { queryOf } from '../store-door';
import { demoEntries, judgedSample } from './entry-fixtures';
import { boxRates, precisionOf, recallOf } from './plain-rates';

const outcomesByJob = (entries: readonly SampleEntry[]) =>
  entries.map(({ predictions }) => {
    const judged = predictions.map(({ predictionCorrect }) => predictionCorrect);
    return judged.includes(false) ? 'incorrect' : judged.includes(true) ? 'correct' : 'unknown';
  });

const matrixCells = (samples: readonly PlainSample[]) => matrixOf(keptBut(samples, emptyQuery), {}).matrix;

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
  const entries = demoEntries('digit-scenes', variant);
  const samples = entries.map(judgedSample);

  it('has the matrix of boxes', () => {
    const cells = matrixCells(samples);
    const count = (expected: string | null, said: string | null) =>
      cells.find((cell) => cell.expected === expected && cell.said === said)?.count ?? 0;
    const columns = [...digits, null];
    expect(digits.map((expected) => columns.map((said) => count(expected, said)))).toEqual(truths);
    expect(digits.map((said) => count(null, said))).toEqual(nothingThere);
    expect(count(null, null)).toBe(0);
  });

  it('has the surplus hits, and all true boxes', () => {
    const cells = matrixOf(keptBut(samples, queryOf('verdict=surplus')), {}).matrix;
    expect(digits.map((digit) => cells.find(({ said }) => said === digit)?.count ?? 0)).toEqual(surplus);
    expect(digits.map((digit) => recallOf(samples, emptyQuery, digit).of)).toEqual([266, 268, 263, 260]);
  });

  it('calls the pictures without a box on either side correct', () => {
    const empty = samples.filter(({ verdicts }) => verdicts.length === 0);
    expect(empty).toHaveLength(42);
    expect(new Set(empty.map(({ outcome, numbers }) => `${outcome} ${numbers.get('wrong')}`))).toEqual(
      new Set(['correct 0']),
    );
  });

  it('agrees with the job on every outcome', () => {
    expect(samples.map(({ outcome }) => outcome)).toEqual(outcomesByJob(entries));
  });

  it('computes the same boxes without the predictions', () => {
    const computed = entries.map((entry) => judgedSample({ ...entry, predictions: [] }));
    expect(matrixCells(computed)).toEqual(matrixCells(samples));
    expect(computed.map(({ outcome }) => outcome)).toEqual(samples.map(({ outcome }) => outcome));
  });
});

it('has the F1 over boxes of digits in scenes, int8', () => {
  const samples = demoEntries('digit-scenes', 'int8').map(judgedSample);
  expect(boxRates(samples, emptyQuery).f1.toFixed(3)).toBe('0.684');
});

describe.each([
  { variant: 'float32', right: 919, share: '88.03', precision: [516, 550], decided: 94 },
  { variant: 'int8', right: 921, share: '88.22', precision: [517, 551], decided: 93 },
])('pedometer, $variant', ({ variant, right, share, precision, decided }) => {
  const entries = demoEntries('pedometer', variant);
  const samples = entries.map(judgedSample);

  it('has the windows that are right', () => {
    const { verdicts, judgedWithoutOutcomeFilter } = plainSummary('', samples, emptyQuery);
    expect(verdicts.judgedWithoutOutcomeFilter).toMatchObject({ correct: right, incorrect: 1044 - right });
    expect(((100 * right) / 1044).toFixed(2)).toBe(share);
    expect(judgedWithoutOutcomeFilter).toEqual({ correct: 62, incorrect: 42, unknown: 16 });
  });

  it('has the precision of a class over judged windows', () => {
    expect(Object.values(precisionOf(samples, emptyQuery, 'not walking'))).toEqual(precision);
  });

  it('has the samples without an uncertain window', () => {
    expect(samples.filter(({ verdicts }) => verdicts.every(({ said }) => said !== 'uncertain'))).toHaveLength(
      decided,
    );
  });

  it('computes the same words, results and outcomes without the predictions', () => {
    const words = (of: typeof samples) =>
      of.flatMap(({ verdicts }) => verdicts.map(({ said, result, kind }) => [said, result, kind]));
    const computed = entries.map((entry) => judgedSample({ ...entry, predictions: [] }));
    expect(words(computed)).toEqual(words(samples));
    expect(computed.map(({ outcome }) => outcome)).toEqual(outcomesByJob(entries));
  });
});

describe.each(['int8', 'float32'])('handwritten digits, %s', (variant) => {
  it('computes what the job said, and its outcomes', () => {
    const entries = demoEntries('digits', variant).slice(0, 1000);
    const computed = entries.map((entry) => judgedSample({ ...entry, predictions: [] }));
    expect(computed.map(({ verdicts }) => verdicts[0]?.said)).toEqual(
      entries.map(({ predictions }) => predictions[0]?.prediction),
    );
    expect(computed.map(({ outcome }) => outcome)).toEqual(outcomesByJob(entries));
  });
});
