/** The reference on small inputs from real reports, one fixture file each, with the correct verdicts. */
import { describe, expect, it } from 'vitest';
import { emptyQuery } from '../../../../contract/query';
import type { SampleEntry } from '../../../../contract/schemas/result-page';
import type { Verdict } from '../../../../domain/verdict';
import { fixtureEntries, judgedSample } from '../fixtures/entry-fixtures';
import { matrixOf } from './plain-loop-matrix';
import { keptBut } from './plain-loop-query';
import { plainSampleValues } from './plain-sample-values';
import { plainVerdicts } from './plain-verdicts';

/** The rows of each sample: expected, predicted, and the kind or else the result. */
const rowsOf = (entries: readonly SampleEntry[]) =>
  entries.map((entry) =>
    plainVerdicts(entry).map(({ expected, said, result, kind }) => [expected, said, kind ?? result]),
  );
const valuesOf = (entries: readonly SampleEntry[]) =>
  entries.map((entry) => plainSampleValues(entry, plainVerdicts(entry)));
const withoutPredictions = (entries: readonly SampleEntry[]) =>
  entries.map((entry) => ({ ...entry, predictions: [] }));
const oneRow = (entry: SampleEntry | undefined): Verdict | undefined =>
  entry === undefined ? undefined : plainVerdicts(entry)[0];

describe('a class that is named anomaly', () => {
  it.each(['class-named-anomaly', 'class-named-anomaly-computed'])('is an ordinary class: %s', (name) => {
    const entries = fixtureEntries(name);
    expect(rowsOf(entries)).toEqual([
      [['anomaly', 'anomaly', 'correct']],
      [['normal', 'normal', 'correct']],
      [['anomaly', 'anomaly', 'correct']],
      [['normal', 'anomaly', 'confused']],
    ]);
    const values = valuesOf(entries);
    expect(values.map(({ confidence }) => confidence)).toEqual([0.97, 0.92, 0.7, 0.9]);
    expect(values.map(({ worst }) => worst)).toEqual([null, null, null, 0.9]);
    expect(values.map(({ anomaly }) => anomaly)).toEqual([null, null, null, null]);
    expect(oneRow(entries[3])?.margin).toBeCloseTo(-0.8, 12);
  });

  it('remains one if there is an anomaly block and the scores sum to 1 only with it', () => {
    const [entry] = fixtureEntries('class-named-anomaly-beside-block');
    expect(oneRow(entry)).toMatchObject({ said: 'anomaly', result: 'correct', score: 0.97, top: 'anomaly' });
    expect(valuesOf(fixtureEntries('class-named-anomaly-beside-block'))).toMatchObject([
      { confidence: 0.97, anomaly: -0.3, outcome: 'correct' },
    ]);
  });
});

function raise(): never {
  throw new Error('The fixture is empty');
}

describe('joining', () => {
  it('gives the same rows whatever the order of the predictions', () => {
    const reversed = fixtureEntries('predictions-reversed');
    expect(reversed.map(plainVerdicts)).toEqual(fixtureEntries('predictions-in-order').map(plainVerdicts));
    expect(valuesOf(reversed)).toEqual(valuesOf(fixtureEntries('predictions-in-order')));
    expect(reversed.map(plainVerdicts)[0]?.map(({ said, score }) => [said, score])).toEqual([
      ['idle', 0.9],
      ['wave', 0.8],
      ['idle', 0.7],
      ['wave', 0.65],
    ]);
  });

  it('gives each of two classifiers its own prediction', () => {
    const entries = fixtureEntries('two-classifiers');
    const blocks = entries.map((entry) =>
      plainVerdicts(entry).map(({ block, said, result, score }) => [block, said, result, score]),
    );
    expect(blocks).toEqual([
      [
        [3, 'idle', 'correct', 0.9],
        [5, 'off', 'incorrect', 0.8],
      ],
      [
        [3, 'wave', 'incorrect', 0.6],
        [5, 'on', 'correct', 0.9],
      ],
    ]);
    expect(valuesOf(entries).map(({ outcome, wrong, confidence }) => [outcome, wrong, confidence])).toEqual([
      ['incorrect', 0.5, 0.8],
      ['incorrect', 0.5, 0.6],
    ]);
  });

  it('gives a sample shorter than a window no verdict', () => {
    const entries = fixtureEntries('short-sample');
    expect(rowsOf(entries)).toEqual([
      [['idle', 'idle', 'correct']],
      [],
      [
        ['idle', 'idle', 'correct'],
        ['idle', 'wave', 'confused'],
      ],
    ]);
    expect(valuesOf(entries)[1]).toEqual({
      outcome: 'unknown',
      prediction: null,
      wrong: null,
      margin: null,
      error: null,
      worst: null,
      confidence: null,
      anomaly: null,
      f1: null,
    });
  });

  it('counts a sample of several labels by its windows', () => {
    const { matrix } = matrixOf(keptBut(fixtureEntries('multi-label').map(judgedSample), emptyQuery), {});
    expect(matrix.map(({ expected, said, count, samples }) => [expected, said, count, samples])).toEqual([
      ['extract', 'extract', 2, 2],
      ['grind', 'grind', 3, 2],
      ['idle', 'idle', 8, 3],
      ['pump', 'extract', 2, 2],
      ['pump', 'pump', 1, 1],
    ]);
    expect(valuesOf(fixtureEntries('multi-label')).map(({ outcome, wrong }) => [outcome, wrong])).toEqual([
      ['incorrect', 1 / 6],
      ['incorrect', 1 / 6],
      ['correct', 0],
    ]);
  });

  it('reads the samples of a page whose blocks were left out elsewhere', () => {
    expect(rowsOf(fixtureEntries('partial-blocks'))).toEqual([
      [['idle', 'idle', 'correct']],
      [['idle', 'idle', 'correct']],
    ]);
  });
});

describe('thresholds', () => {
  it('may have no value', () => {
    expect(rowsOf(fixtureEntries('null-threshold'))).toEqual([[['anomaly', 'anomaly', 'correct']]]);
    expect(oneRow(fixtureEntries('null-threshold')[0])?.score).toBe(0.4);
  });

  it('are compared without rounding', () => {
    expect(rowsOf(fixtureEntries('scores-at-thresholds'))).toEqual([
      [['a', 'uncertain', 'uncertain']],
      [['a', 'a', 'correct']],
      [['a', 'anomaly', 'anomaly']],
      [['a', 'a', 'correct']],
      [['a', 'anomaly', 'anomaly']],
      [['b', 'a', 'confused']],
      [['a', 'a', 'correct']],
    ]);
  });

  it('are those of each anomaly block next to a classifier', () => {
    const entries = fixtureEntries('anomaly-beside-classifier');
    const rows = new Map(entries.map(({ result }, at) => [result.sampleId, rowsOf(entries)[at]]));
    const right = [['a', 'a', 'correct']];
    const anomalous = [['a', 'anomaly', 'anomaly']];
    expect([33, 34, 39, 40, 44, 46].map((id) => rows.get(id))).toEqual(
      Array.from({ length: 6 }, () => right),
    );
    expect([35, 38, 42, 43, 47].map((id) => rows.get(id))).toEqual(
      Array.from({ length: 5 }, () => anomalous),
    );
    expect(rows.get(36)).toEqual([['anomaly', 'anomaly', 'correct']]);
    expect(rows.get(37)).toEqual([['anomaly', 'a', 'confused']]);
    expect(rows.get(45)).toEqual([...right, ...right]);
    const ofBoth = entries.filter(({ result }) => result.sampleId >= 46);
    expect(valuesOf(ofBoth).map(({ anomaly }) => anomaly)).toEqual([0.8, 8]);
    const beside = entries.find(({ result }) => result.sampleId === 38) ?? raise();
    expect(plainVerdicts(beside)[0]).toMatchObject({ top: 'a', runnerUp: 'b', score: 0.9 });
  });
});

describe('numbers', () => {
  it('have the result of the job, and an error if a number was expected of one output', () => {
    const entries = fixtureEntries('regression');
    const rows = entries.map((entry) =>
      plainVerdicts(entry).map(({ key, expected, said, result, error }) => [
        key,
        expected,
        said,
        result,
        error,
      ]),
    );
    expect(rows).toEqual([
      [[null, null, null, 'correct', null]],
      [[null, null, null, 'correct', null]],
      [[null, null, null, 'correct', 0]],
    ]);
    expect(matrixOf(keptBut(entries.map(judgedSample), emptyQuery), {}).matrix).toEqual([]);
  });

  it('are judged by their error without the job', () => {
    const entries = fixtureEntries('regression-by-job');
    const values = valuesOf(entries);
    expect(new Set(values.map(({ outcome }) => outcome))).toEqual(new Set(['correct']));
    expect(values[0]?.error).toBeCloseTo(0.37, 12);
    expect(values[0]).toMatchObject({ confidence: null, margin: null, worst: null });
    const computed = withoutPredictions(entries);
    expect(valuesOf(computed).map(({ outcome, error }) => [outcome, error])).toEqual(
      values.map(({ outcome, error }) => [outcome, error]),
    );
  });

  it('are words if they are classes', () => {
    expect(rowsOf(fixtureEntries('numeric-classes'))).toEqual(
      fixtureEntries('numeric-classes').map(({ result }) => [
        [result.sample.label, result.sample.label, 'correct'],
      ]),
    );
  });
});

describe('label maps', () => {
  it('have a verdict for each key, also for one that is expected but not predicted', () => {
    const entries = fixtureEntries('label-maps');
    const rows = new Map(entries.map(({ result }, at) => [result.sampleId, rowsOf(entries)[at]]));
    expect(rows.get(145)).toEqual([
      ['c: red', 'c: red', 'correct'],
      ['n: 2', 'n: 2', 'correct'],
    ]);
    expect(rows.get(146)).toEqual([
      ['c: red', 'c: red', 'correct'],
      ['n: 3', 'n: 2', 'confused'],
    ]);
    expect(rows.get(147)).toEqual([
      ['c: red', 'c: red', 'correct'],
      [null, 'n: 2', 'unknown'],
    ]);
    expect(rows.get(148)).toEqual([
      ['c: red', 'c: red', 'correct'],
      ['n: 2', null, 'missed'],
    ]);
    expect(rows.get(149)).toEqual([[null, 'c: red', 'unknown']]);
    expect(rows.get(150)).toEqual([['n: 2', 'n: 2', 'correct']]);
    expect(rows.get(152)).toEqual([
      [null, 'output1: 0.2', 'unknown'],
      [null, 'output2: 7', 'unknown'],
    ]);
    expect(rows.get(153)).toEqual([['x', 'a cat', 'confused']]);
    expect(valuesOf(entries).slice(0, 5)).toMatchObject([
      { outcome: 'correct', wrong: 0, worst: null },
      { outcome: 'incorrect', wrong: 0.5, worst: null },
      { outcome: 'correct', wrong: 0 },
      { outcome: 'incorrect', wrong: 0.5, worst: null },
      { outcome: 'unknown', wrong: null },
    ]);
  });
});
