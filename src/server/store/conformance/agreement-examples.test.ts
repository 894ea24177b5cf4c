/** The smallest records on which the rules and the reference once disagreed, with the correct result of each. */
import { describe, expect, it } from 'vitest';
import type { Classification, PredictionRecord, SampleEntry } from '../../../contract/schemas/result-page';
import { sampleFacts } from '../../../domain/sample-values';
import { disagreements } from './agreement';
import { madeBlock, madeEntry } from './fixtures/entry-fixtures';

const threshold = (value: number, key = 'min_score') => ({ thresholds: [{ key, value }] });
const keras = (id: number, result: Classification['result'], more: Partial<Classification> = {}) =>
  madeBlock(id, 'keras', { result, ...more });
const said = (prediction: string, more: Partial<PredictionRecord> = {}): Partial<PredictionRecord> => ({
  prediction,
  predictionCorrect: true,
  ...more,
});
const labelled = (...labels: string[]) =>
  labels.map((label, at) => ({ startIndex: at * 100, endIndex: at * 100 + 99, label }));
const ab = { a: 0.75, b: 0.25 };
const onOff = { on: 0.5, off: 0.5 };

/**
 * The verdicts as `block.window: expected > said, kind or result`, by the rules; the reference must agree with
 * them.
 */
function rowsOf(entry: SampleEntry): string[] {
  expect(disagreements(entry)).toEqual([]);
  return sampleFacts(entry).verdicts.map(
    ({ block, window, expected, said: word, kind, result }) =>
      `${block}.${window}: ${expected} > ${word}, ${kind ?? result}`,
  );
}

function valuesOf(entry: SampleEntry) {
  expect(disagreements(entry)).toEqual([]);
  const { values } = sampleFacts(entry);
  return { ...values, outcome: values.outcome.main, prediction: values.prediction.main };
}

describe('the expected value', () => {
  it('is the label that the job compared with, before that of the block', () => {
    const block = keras(3, [ab], { expectedLabels: labelled('b') });
    expect(rowsOf(madeEntry({ id: 1, label: 'c' }, [block], [said('a', { label: 'a' })]))).toEqual([
      '3.0: a > a, correct',
    ]);
  });

  it('and the predicted one are nothing if the text is empty', () => {
    const entry = madeEntry({ id: 1, label: '' }, [keras(3, [ab])], [said('', { predictionCorrect: false })]);
    expect(rowsOf(entry)).toEqual(['3.0: null > null, missed']);
    expect(valuesOf(entry).prediction).toBeNull();
  });

  it('is unknown after the end of a truncated list, if labels change within the sample', () => {
    const structuredLabels = labelled('a', 'b', 'a');
    const block = keras(3, [ab, ab, ab], { expectedLabels: labelled('a', 'b') });
    expect(rowsOf(madeEntry({ id: 1, label: 'a', structuredLabels }, [block]))).toEqual([
      '3.0: a > a, correct',
      '3.1: b > a, confused',
      '3.2: null > a, unknown',
    ]);
    expect(rowsOf(madeEntry({ id: 1, label: 'a' }, [block]))).toContain('3.2: a > a, correct');
  });
});

describe('joining', () => {
  it('gives a block no verdict if the job only has a prediction for the other block', () => {
    const entry = madeEntry({ id: 1, label: 'a' }, [keras(3, [ab]), keras(4, [onOff])], [said('on')]);
    expect(rowsOf(entry)).toEqual(['4.0: a > on, correct']);
    expect(valuesOf(entry).confidence).toBe(0.5);
  });

  it('assigns as many as windows and blocks in order, even without starts', () => {
    const blocks = [keras(3, [ab, ab]), keras(4, [onOff, onOff])];
    const predictions = ['on', 'a', 'b', 'off'].map((word) => said(word));
    expect(rowsOf(madeEntry({ id: 1, label: 'a' }, blocks, predictions))).toEqual([
      '3.0: a > a, correct',
      '4.0: a > on, correct',
      '3.1: a > b, correct',
      '4.1: a > off, correct',
    ]);
  });

  it('assigns words to their blocks before the rest, also by start, with the interval of the sample', () => {
    const expectedLabels = labelled('a', 'a');
    const blocks = [keras(3, [ab, ab], { expectedLabels }), keras(4, [onOff, onOff])];
    const predictions = ['uncertain', 'a', 'on'].map((word, at) =>
      said(word, { startMs: at < 2 ? 1000 : 7000 }),
    );
    expect(rowsOf(madeEntry({ id: 1, label: 'a', intervalMs: 10 }, blocks, predictions))).toEqual([
      '3.1: a > a, correct',
      '4.1: a > uncertain, correct',
      '4.2: a > on, correct',
    ]);
  });

  it('assigns boxes to the block that finds boxes', () => {
    const finder = madeBlock(4, 'keras-object-detection', { structuredResult: [{ boxes: [], scores: [] }] });
    const box = { label: 'b', x: 0, y: 0, width: 0.5, height: 0.5, score: 0.9 };
    const entry = madeEntry(
      { id: 1, label: 'b', boundingBoxes: [] },
      [madeBlock(3, 'vlm', { labelMapResult: [{}] }), finder],
      [said('b', { boundingBoxes: [box] })],
    );
    expect(rowsOf(entry)).toEqual(['4.0: null > b, false']);
  });

  it('keeps predictions of a record without blocks, and counts blocks without an id from 1', () => {
    expect(rowsOf(madeEntry({ id: 1, label: 'a' }, [], [said('a')]))).toEqual(['-1.0: a > a, correct']);
    const block = { ...keras(3, [ab]), learnBlock: { type: 'keras' } };
    expect(rowsOf(madeEntry({ id: 1, label: 'a' }, [block]))).toEqual(['1.0: a > a, correct']);
  });

  it('chooses the earliest of equally frequent predictions, even if it has no window', () => {
    const block = keras(3, [ab, ab, ab], { expectedLabels: labelled('a', 'a', 'a'), intervalMs: 10 });
    const predictions = [said('late', { startMs: 1000 }), said('early', { startMs: 500 })];
    expect(valuesOf(madeEntry({ id: 1, label: 'a' }, [block], predictions)).prediction).toBe('early');
  });
});

describe('classes', () => {
  const kmeans = (result: Classification['result']) =>
    madeBlock(4, 'anomaly', { result, ...threshold(0.5, 'min_anomaly_score') });

  it('are those of all windows, even if one has no score', () => {
    const entry = madeEntry({ id: 1, label: 'b' }, [keras(3, [{ a: 0.75 }, ab])]);
    expect(rowsOf(entry)).toEqual(['3.0: b > a, confused', '3.1: b > a, confused']);
  });

  it('may match "no anomaly" next to an anomaly block', () => {
    const rows = (label: string, score: number) =>
      rowsOf(madeEntry({ id: 1, label }, [keras(3, [ab]), kmeans([{ anomaly: score }])]));
    expect(rows('no anomaly', 0.5)).toEqual(['3.0: no anomaly > a, correct']);
    expect(rows('no anomaly', 0.75)).toEqual(['3.0: no anomaly > anomaly, anomaly']);
    expect(rows('anomaly', 0.5)).toEqual(['3.0: anomaly > a, confused']);
    expect(rowsOf(madeEntry({ id: 1, label: 'no anomaly' }, [keras(3, [ab])]))).toEqual([
      '3.0: no anomaly > a, unknown',
    ]);
  });

  it('may include the score of the only anomaly block', () => {
    const entry = madeEntry({ id: 1, label: 'a' }, [keras(3, [{ ...ab, anomaly: 2 }]), kmeans([])]);
    expect(rowsOf(entry)).toEqual(['3.0: a > anomaly, anomaly']);
    expect(valuesOf(entry).anomaly).toBe(2);
  });

  it('include "anomaly" if the scores sum to 1 with it, within 0.02 and rounding', () => {
    const entry = madeEntry({ id: 1, label: 'a' }, [keras(3, [{ anomaly: 0.5, a: 0.52 }]), kmeans([])]);
    expect(valuesOf(entry)).toMatchObject({ anomaly: null, confidence: 0.52 });
  });

  it("are called an anomaly by the job's own grid, if the block has none", () => {
    const block = madeBlock(4, 'keras-visual-anomaly', { result: [{}], ...threshold(0.5) });
    const entry = madeEntry(
      { id: 1, label: 'anomaly' },
      [block],
      [said('anomaly', { anomalyScores: [[3]] })],
    );
    expect(sampleFacts(entry).verdicts[0]?.score).toBe(3);
    expect(rowsOf(entry)).toEqual(['4.0: anomaly > anomaly, correct']);
  });
});

describe('numbers', () => {
  const regression = (result: Classification['result'], maximum = 0.1) =>
    madeBlock(3, 'keras-regression', { result, ...threshold(maximum, 'max_absolute_error') });

  it('are several if the value is not alone, except for the score of an anomaly block', () => {
    const entry = madeEntry({ id: 1, label: '2' }, [regression([{ value: 2, size: 1 }])], [said('2')]);
    expect(valuesOf(entry)).toMatchObject({ error: null, outcome: 'correct' });
    expect(valuesOf(madeEntry({ id: 1, label: '2' }, [regression([{ value: 2, anomaly: 1 }])])).error).toBe(
      0,
    );
  });

  it('may be off by the maximum error plus rounding', () => {
    expect(rowsOf(madeEntry({ id: 1, label: '0.2' }, [regression([{ value: 0.3 }])]))).toEqual([
      '3.0: null > null, correct',
    ]);
  });
});

describe('keys', () => {
  const labelMap = { labels: { colour: 'red' } };

  it('that are expected are missed if nothing is predicted', () => {
    expect(rowsOf(madeEntry({ id: 1, labelMap }, [madeBlock(3, 'vlm', {})], [said('a cat')]))).toEqual([
      '3.0: colour: red > null, missed',
    ]);
  });

  it('that are neither predicted nor expected leave the text of the job, or nothing', () => {
    const block = madeBlock(3, 'vlm', { labelMapResult: [{}] });
    expect(rowsOf(madeEntry({ id: 1, label: 'x' }, [block], [said('a cat')]))).toEqual([
      '3.0: x > a cat, correct',
    ]);
    expect(rowsOf(madeEntry({ id: 1, label: 'x' }, [block]))).toEqual([]);
    expect(valuesOf(madeEntry({ id: 1, label: 'x' }, [block])).outcome).toBe('unknown');
  });
});

describe('boxes', () => {
  const picture = { id: 1, label: 'a', imageDimensions: { width: 100, height: 100 } };
  const finder = (boxes: number[][], more: Partial<Classification> = {}) =>
    madeBlock(3, 'keras-object-detection', {
      structuredResult: [{ boxes, labels: boxes.map(() => 'a'), scores: boxes.map(() => 0.5) }],
      ...more,
    });
  const truth = { label: 'a', x: 10, y: 10, width: 20, height: 20 };
  const boxesOf = (entry: SampleEntry) => {
    expect(disagreements(entry)).toEqual([]);
    return sampleFacts(entry).verdicts.map(({ kind, boxError, overlap }) => ({ kind, boxError, overlap }));
  };

  it('without a known truth have no verdict if none was predicted', () => {
    const entry = madeEntry(picture, [finder([])]);
    expect(rowsOf(entry)).toEqual([]);
    expect(valuesOf(entry)).toMatchObject({ outcome: 'unknown', prediction: '-', f1: null, wrong: null });
  });

  it('without labels cannot be compared', () => {
    const block = finder([], { structuredResult: [{ boxes: [[0.1, 0.1, 0.2, 0.2]], scores: [0.5] }] });
    const entry = madeEntry({ ...picture, boundingBoxes: [truth] }, [block]);
    expect(rowsOf(entry)).toEqual([]);
    expect(valuesOf(entry)).toMatchObject({ outcome: 'unknown', prediction: null, f1: null });
  });

  it('may be in pixels', () => {
    const entry = madeEntry({ ...picture, boundingBoxes: [truth] }, [finder([[10, 10, 20, 20]])]);
    expect(rowsOf(entry)).toEqual(['3.0: a > a, correct']);
  });

  it('of FOMO are kept above the threshold only', () => {
    const fomo = { objectDetectionLastLayer: 'fomo', ...threshold(0.5) };
    const entry = madeEntry({ ...picture, boundingBoxes: [truth] }, [finder([[0.1, 0.1, 0.2, 0.2]], fomo)]);
    expect(rowsOf(entry)).toEqual(['3.0: a > null, missed']);
    expect(valuesOf(entry).f1).toBe(0);
  });

  it('that are false have no overlap if an empty list says that nothing is there', () => {
    const entry = madeEntry({ ...picture, boundingBoxes: [] }, [finder([[0.1, 0.1, 0.2, 0.2]])]);
    expect(boxesOf(entry)).toEqual([{ kind: 'false', boxError: 'background', overlap: null }]);
  });

  it('that overlap a truth of their label badly are classified so, whatever else they cover', () => {
    const other = { ...truth, label: 'b', y: 12 };
    const shifted = { ...truth, y: 28 };
    const said12 = finder([[0.1, 0.12, 0.2, 0.2]]);
    const errorsOf = (...truths: (typeof truth)[]) =>
      boxesOf(madeEntry({ ...picture, boundingBoxes: truths }, [said12])).flatMap(
        ({ boxError }) => boxError ?? [],
      );
    expect(errorsOf(other)).toEqual(['class']);
    expect(errorsOf(other, shifted)).toEqual(['localisation']);
  });

  it('are those of the job if it lists none, which leaves no confidence', () => {
    const entry = madeEntry(
      { ...picture, boundingBoxes: [] },
      [finder([[0.1, 0.1, 0.2, 0.2]])],
      [said('-', { boundingBoxes: [] })],
    );
    expect(rowsOf(entry)).toEqual([]);
    expect(valuesOf(entry)).toMatchObject({ outcome: 'correct', confidence: null, wrong: 0 });
  });
});
