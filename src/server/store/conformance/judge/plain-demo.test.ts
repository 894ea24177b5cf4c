/** The reference on the demo projects: the figures of an independent computation from their records. */
import { describe, expect, it } from 'vitest';
import { emptyQuery } from '../../../../contract/query';
import type { SampleEntry } from '../../../../contract/schemas/result-page';
import {
  boxF1,
  digits,
  emptyPictures,
  sceneFigures,
  trueBoxes,
  windowFigures,
} from '../../../../domain/fixtures/demo-figures-fixtures';
import { matrixOf } from './plain-loop-matrix';
import { keptBut } from './plain-loop-query';
import { plainSummary } from './plain-loop-summary';
import type { PlainSample } from './plain-loop-values';
import { queryOf } from '../store-door';
import { demoEntries, judgedSample } from '../fixtures/entry-fixtures';
import { boxRates, precisionOf, recallOf } from './plain-rates';

const outcomesByJob = (entries: readonly SampleEntry[]) =>
  entries.map(({ predictions }) => {
    const judged = predictions.map(({ predictionCorrect }) => predictionCorrect);
    return judged.includes(false) ? 'incorrect' : judged.includes(true) ? 'correct' : 'unknown';
  });

const matrixCells = (samples: readonly PlainSample[]) => matrixOf(keptBut(samples, emptyQuery), {}).matrix;

describe.each(sceneFigures)('digits in scenes, $variant', ({ variant, matrix, surplus }) => {
  const entries = demoEntries('digit-scenes', variant);
  const samples = entries.map(judgedSample);

  it('has the matrix of boxes', () => {
    const cells = matrixCells(samples);
    const count = (expected: string | null, said: string | null) =>
      cells.find((cell) => cell.expected === expected && cell.said === said)?.count ?? 0;
    const sides = [...digits, null];
    expect(sides.map((expected) => sides.map((said) => count(expected, said)))).toEqual(matrix);
  });

  it('has the surplus hits, and all true boxes', () => {
    const cells = matrixOf(keptBut(samples, queryOf('verdict=surplus')), {}).matrix;
    expect(digits.map((digit) => cells.find(({ said }) => said === digit)?.count ?? 0)).toEqual(surplus);
    expect(digits.map((digit) => recallOf(samples, emptyQuery, digit).of)).toEqual(trueBoxes);
  });

  it('considers the pictures without any boxes correct', () => {
    const empty = samples.filter(({ verdicts }) => verdicts.length === 0);
    expect(empty).toHaveLength(emptyPictures);
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
  expect(boxRates(samples, emptyQuery).f1.toFixed(3)).toBe(String(boxF1));
});

describe.each(windowFigures)('pedometer, $variant', ({ variant, right, judged, precision, decided }) => {
  const entries = demoEntries('pedometer', variant);
  const samples = entries.map(judgedSample);

  it('has the correct windows', () => {
    const { verdicts, judgedWithoutOutcomeFilter } = plainSummary('', samples, emptyQuery);
    expect(verdicts.judgedWithoutOutcomeFilter).toMatchObject({ correct: right, incorrect: judged - right });
    expect(judgedWithoutOutcomeFilter).toEqual({ correct: 62, incorrect: 42, unknown: 16 });
  });

  it('has the precision of a class over judged windows', () => {
    expect(Object.values(precisionOf(samples, emptyQuery, 'not walking'))).toEqual([
      precision.hits,
      precision.said,
    ]);
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
  it("computes the job's predictions and outcomes", () => {
    const entries = demoEntries('digits', variant).slice(0, 1000);
    const computed = entries.map((entry) => judgedSample({ ...entry, predictions: [] }));
    expect(computed.map(({ verdicts }) => verdicts[0]?.said)).toEqual(
      entries.map(({ predictions }) => predictions[0]?.prediction),
    );
    expect(computed.map(({ outcome }) => outcome)).toEqual(outcomesByJob(entries));
  });
});
