/** The worked example of verdicts: every row, every number of its samples. */
import { describe, expect, it } from 'vitest';
import type { SampleEntry } from '../../../../contract/schemas/result-page';
import {
  boatPicture,
  predictedBoatPicture,
  predictedWalkingSample,
  walkingSample,
} from '../fixtures/example-fixtures';
import { plainSampleValues } from './plain-sample-values';
import { comparableVerdict, plainVerdicts } from './plain-verdicts';

const near = (value: number, digits = 9) => expect.closeTo(value, digits);

const valuesOf = (entry: SampleEntry) => plainSampleValues(entry, plainVerdicts(entry));

describe.each([
  ['as the job said it', predictedWalkingSample],
  ['as it is computed', walkingSample],
])('the sample of three windows, %s', (_, entry) => {
  it('has a verdict for each window of the classifier', () => {
    const common = {
      block: 3,
      key: null,
      boxError: null,
      isNumber: false,
      error: null,
      overlap: null,
      distance: null,
      boxSize: null,
    };
    const walking = { ...common, expected: 'walking', unknownReason: null };
    expect(plainVerdicts(entry)).toEqual([
      {
        ...walking,
        window: 0,
        said: 'walking',
        result: 'correct',
        kind: null,
        score: 0.92,
        margin: near(0.84),
        top: 'walking',
        expectedScore: 0.92,
        runnerUp: 'idle',
      },
      {
        ...walking,
        window: 1,
        said: 'uncertain',
        result: 'incorrect',
        kind: 'uncertain',
        score: 0.55,
        margin: near(-0.1),
        top: 'idle',
        expectedScore: 0.45,
        runnerUp: 'walking',
      },
      {
        ...walking,
        window: 2,
        said: 'anomaly',
        result: 'incorrect',
        kind: 'anomaly',
        score: 0.7,
        margin: near(0.4),
        top: 'walking',
        expectedScore: 0.7,
        runnerUp: 'idle',
      },
    ]);
  });

  it('has the values of the sample', () => {
    expect(valuesOf(entry)).toEqual({
      outcome: 'incorrect',
      prediction: 'walking',
      wrong: 2 / 3,
      margin: near(-0.1),
      error: null,
      worst: 0.55,
      confidence: 0.55,
      anomaly: 0.42,
      f1: null,
    });
  });
});

describe.each([
  ['as the job said it', predictedBoatPicture],
  ['as it is computed', boatPicture],
])('the picture, %s', (_, entry) => {
  it('has a verdict for each pair, missed truth and false box', () => {
    const rows = plainVerdicts(entry).map(
      ({ expected, said, result, kind, score, overlap, boxError, boxSize }) => [
        expected,
        said,
        result,
        kind,
        score,
        overlap,
        boxError,
        boxSize,
      ],
    );
    expect(rows).toHaveLength(5);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['boat', 'boat', 'correct', null, 0.9, near(0.905, 3), null, near(0.04)],
        ['bird', 'boat', 'incorrect', 'confused', 0.8, near(0.818, 3), 'class', near(0.04)],
        [null, 'boat', 'incorrect', 'false', 0.7, near(0.681, 3), 'duplicate', near(0.04)],
        [null, 'boat', 'incorrect', 'false', 0.6, near(0.429, 3), 'localisation', near(0.04)],
        ['boat', null, 'incorrect', 'missed', null, null, null, near(0.04)],
      ]),
    );
  });

  it('has the values of the sample', () => {
    expect(valuesOf(entry)).toMatchObject({
      outcome: 'incorrect',
      wrong: 4 / 5,
      margin: null,
      error: null,
      worst: 0.8,
      confidence: 0.9,
      anomaly: null,
    });
  });
});

describe('comparable verdicts', () => {
  it('do not depend on the order', () => {
    expect(comparableVerdict(plainVerdicts(boatPicture).reverse())).toEqual(
      comparableVerdict(plainVerdicts(boatPicture)),
    );
  });

  it('have a reason or none, in any words', () => {
    const withReason = (unknownReason: string | null) =>
      comparableVerdict(plainVerdicts(boatPicture).map((verdict) => ({ ...verdict, unknownReason })));
    expect(withReason('one')).toEqual(withReason('another'));
    expect(withReason('one')).not.toEqual(withReason(null));
  });

  it('differ by the last digit of a number', () => {
    const [first, ...rest] = plainVerdicts(walkingSample);
    expect(first?.score).toBe(0.92);
    const changed = [...rest, ...(first === undefined ? [] : [{ ...first, score: 0.9200000000000002 }])];
    expect(comparableVerdict(changed)).not.toEqual(comparableVerdict(plainVerdicts(walkingSample)));
  });
});
