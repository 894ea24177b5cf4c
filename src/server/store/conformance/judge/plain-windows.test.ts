/** Joining predictions to windows and blocks, and the values of a sample that depend on it. */
import { describe, expect, it } from 'vitest';
import type { PredictionRecord } from '../../../../contract/schemas/result-page';
import { madeBlock, madeEntry } from '../fixtures/entry-fixtures';
import { f1ScaleOf, plainSampleValues } from './plain-sample-values';
import { plainVerdicts } from './plain-verdicts';

const expectedLabels = [0, 100, 200].map((startIndex) => ({
  startIndex,
  endIndex: startIndex + 99,
  label: 'a',
}));
const classifier = (id: number, ...classes: [string, string]) =>
  madeBlock(id, 'keras', {
    result: [0.9, 0.8, 0.7].map((score) => ({ [classes[0]]: score, [classes[1]]: 1 - score })),
    expectedLabels,
    intervalMs: 10,
  });
const said = (startMs: number, prediction: string): Partial<PredictionRecord> => ({
  startMs,
  prediction,
  predictionCorrect: true,
});

function joined(blocks: ReturnType<typeof classifier>[], predictions: Partial<PredictionRecord>[]) {
  const verdicts = plainVerdicts(madeEntry({ id: 1, label: 'a' }, blocks, predictions));
  return verdicts.map(({ block, window, said: word, score }) => [block, window, word, score]);
}

describe('joining', () => {
  it('assigns as many as windows in the order of their starts, whatever the starts are', () => {
    expect(joined([classifier(3, 'a', 'b')], [said(70, 'b'), said(5, 'a'), said(5, 'uncertain')])).toEqual([
      [3, 0, 'a', 0.9],
      [3, 1, 'uncertain', 0.8],
      [3, 2, 'b', 0.7],
    ]);
  });

  it('assigns fewer by their start, within 1 ms, and leaves the other windows without a verdict', () => {
    expect(joined([classifier(3, 'a', 'b')], [said(1999, 'b'), said(1001.5, 'a')])).toEqual([
      [3, 2, 'b', 0.7],
      [3, 3, 'a', null],
    ]);
  });

  it('gives each of two classifiers the predictions with its words, otherwise in order', () => {
    const blocks = [classifier(3, 'a', 'b'), classifier(5, 'on', 'off')];
    const predictions = [
      said(0, 'on'),
      said(0, 'a'),
      said(1000, 'uncertain'),
      said(1000, 'anomaly'),
      said(2000, 'uncertain'),
      said(2000, 'b'),
    ];
    expect(joined(blocks, predictions).sort()).toEqual([
      [3, 0, 'a', 0.9],
      [3, 1, 'uncertain', 0.8],
      [3, 2, 'b', 0.7],
      [5, 0, 'on', 0.9],
      [5, 1, 'anomaly', 0.8],
      [5, 2, 'uncertain', 0.7],
    ]);
  });
});

describe('the values of a sample', () => {
  const valuesOf = (...parameters: Parameters<typeof madeEntry>) => {
    const entry = madeEntry(...parameters);
    return plainSampleValues(entry, plainVerdicts(entry), f1ScaleOf([entry]));
  };

  it('count the scores of windows without a verdict', () => {
    const values = valuesOf({ id: 1, label: 'a' }, [classifier(3, 'a', 'b')], [said(0, 'a')]);
    expect(values).toMatchObject({ confidence: 0.7, margin: 0.8, outcome: 'correct' });
  });

  it('use the error of a regression, and the distance from an anomaly threshold, to find the worst', () => {
    const limit = [{ key: 'max_absolute_error', value: 1 }];
    const regression = madeBlock(3, 'keras-regression', {
      thresholds: limit,
      result: [{ value: 20.5 }, { value: 25 }],
    });
    expect(valuesOf({ id: 1, label: '20' }, [regression])).toMatchObject({
      outcome: 'incorrect',
      wrong: 0.5,
      error: 5,
      worst: 5,
      confidence: null,
    });
    const anomaly = madeBlock(3, 'anomaly', {
      thresholds: [{ key: 'min_anomaly_score', value: 0.5 }],
      result: [{ anomaly: 2 }, { anomaly: -0.25 }, { anomaly: 0.75 }],
    });
    expect(valuesOf({ id: 1, label: 'no anomaly' }, [anomaly])).toMatchObject({
      outcome: 'incorrect',
      wrong: 2 / 3,
      worst: 1.5,
      anomaly: 2,
      confidence: null,
    });
  });

  it("use the job's word for the outcome of boxes, and only that", () => {
    const finder = madeBlock(3, 'keras-object-detection', { structuredResult: [{ boxes: [], scores: [] }] });
    const truth = { boundingBoxes: [{ label: 'a', x: 1, y: 1, width: 2, height: 2 }] };
    const sample = { id: 1, label: 'a', imageDimensions: { width: 10, height: 10 }, ...truth };
    const predictions = [{ startMs: 0, prediction: '-', predictionCorrect: true, boundingBoxes: [] }];
    expect(valuesOf(sample, [finder], predictions)).toMatchObject({
      outcome: 'correct',
      wrong: 1,
      worst: null,
    });
    expect(valuesOf(sample, [finder])).toMatchObject({ outcome: 'incorrect', wrong: 1 });
  });

  it('read F1 scores as 0 to 100 if any is above 1', () => {
    const entry = madeEntry({ id: 1 }, [], [{ f1Score: 60 }, { f1Score: 1 }]);
    expect(plainSampleValues(entry, [], f1ScaleOf([entry])).f1).toBe(0.01);
    expect(valuesOf({ id: 1 }, [], [{ f1Score: 1 }, { f1Score: 0.6 }]).f1).toBe(0.6);
  });
});
