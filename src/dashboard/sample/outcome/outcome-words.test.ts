/** Tests of the outcome's sentences for each learn block. */
import { describe, expect, test } from 'vitest';
import type { SampleEntry } from '../../../contract/schemas/result-page';
import {
  classificationOf,
  entryOf,
  predictionOf,
  thresholdOf,
} from '../../../domain/fixtures/entry-fixtures';
import { sampleOutcome } from '../../../domain/outcome';
import { defaultOutcomeRules } from '../../../domain/outcome-rules';
import { sampleFacts } from '../../../domain/sample-values';
import { entryWindows } from '../../../domain/windows';
import { outcomeWords } from './outcome-words';

function sentence(entry: SampleEntry): string {
  const windows = entryWindows(entry);
  const facts = sampleFacts(entry);
  const outcome = sampleOutcome(facts.windows);
  const { verdicts, unknownReason } = facts;
  const judged = { entry, verdicts, windows, shown: windows[0], outcome, rules: defaultOutcomeRules };
  const { title, parts } = outcomeWords(judged, unknownReason);
  return `${title} ${parts.map((part) => (typeof part === 'string' ? part : `*${part.label}*`)).join('')}`;
}

const scores = (...results: Record<string, number>[]) => classificationOf('keras', { result: results });

describe('classification', () => {
  test('states the prediction, its score, and the expectation', () => {
    const entry = entryOf(
      { label: 'wave' },
      [scores({ idle: 0.61, wave: 0.39 })],
      [predictionOf({ prediction: 'idle', label: 'wave', predictionCorrect: false })],
    );
    expect(sentence(entry)).toBe('Incorrect. Said *idle* at 0.61, expected *wave*.');
  });

  test('says that it is as expected', () => {
    const entry = entryOf(
      { label: 'wave' },
      [scores({ idle: 0.07, wave: 0.93 })],
      [predictionOf({ prediction: 'wave', label: 'wave', predictionCorrect: true })],
    );
    expect(sentence(entry)).toBe('Correct. Said *wave* at 0.93, as expected.');
  });

  test('explains an uncertain prediction by its best score', () => {
    const entry = entryOf(
      { label: 'wave' },
      [scores({ idle: 0.52, wave: 0.48 })],
      [predictionOf({ prediction: 'uncertain', label: 'wave', predictionCorrect: false })],
    );
    expect(sentence(entry)).toBe(
      'Incorrect. Said *uncertain*, since the best score was only 0.52, expected *wave*.',
    );
  });

  const windowsOf = (...said: (string | null)[]) =>
    entryOf(
      { label: 'running' },
      [],
      said.map((prediction, second) =>
        predictionOf({ prediction, label: 'running', predictionCorrect: prediction === 'running' }, second),
      ),
    );

  test('counts the wrong windows', () => {
    const said = ['stairs', 'running', 'stairs', 'stairs', 'stairs', 'running', 'stairs'];
    expect(sentence(windowsOf(...said))).toBe(
      'Incorrect. Said *stairs* in 5 of 7 windows, expected *running*.',
    );
  });

  test('names the two most frequent mistakes and counts the others', () => {
    expect(sentence(windowsOf('idle', 'stairs', 'idle', 'running'))).toBe(
      'Incorrect. Said *idle* in 2 and *stairs* in 1 of 4 windows, expected *running*.',
    );
    expect(sentence(windowsOf('idle', 'idle', 'idle', 'stairs', 'stairs', 'a', null))).toBe(
      'Incorrect. Said *idle* in 3, *stairs* in 2 and something else in 2 of 7 windows, expected *running*.',
    );
  });

  test('says that all windows are right, and how many could not be judged', () => {
    expect(sentence(windowsOf('running', 'running'))).toBe(
      'Correct. Said *running* in all 2 windows, as expected.',
    );
    const { result } = windowsOf();
    const predictions = [
      predictionOf({ prediction: 'running', label: 'running', predictionCorrect: true }),
      predictionOf({ prediction: 'idle' }, 1),
    ];
    expect(sentence({ result, predictions })).toBe(
      'Correct. Said *running* in the 1 of 2 windows that can be judged, as expected.',
    );
  });

  test('names no expected label if windows have several', () => {
    const entry = entryOf(
      {},
      [],
      [
        predictionOf({ prediction: 'a', label: 'b', predictionCorrect: false }),
        predictionOf({ prediction: 'a', label: 'c', predictionCorrect: false }, 1),
      ],
    );
    expect(sentence(entry)).toBe('Incorrect. Said *a* in 2 of 2 windows, where other labels were expected.');
  });

  test('ends an unknown outcome with its reason', () => {
    const entry = entryOf({ label: 'skip' }, [scores({ idle: 0.9, wave: 0.1 })]);
    expect(sentence(entry)).toBe(
      "Unknown. Said *idle* at 0.90, expected *skip*. The label is none of the model's classes.",
    );
    expect(sentence(entryOf({}, []))).toBe('Unknown. The run has no predictions for this sample.');
  });
});

test('regression says by how much it is off and what is allowed', () => {
  const entry = entryOf({ label: '21' }, [
    classificationOf('keras-regression', {
      result: [{ value: 23.4 }],
      thresholds: [thresholdOf('max_error', 2, 'Maximum error')],
    }),
  ]);
  expect(sentence(entry)).toBe('Incorrect. Said 23.4, expected 21: off by 2.4, allowed 2.');
});

test('regression states a finite error for the largest numbers', () => {
  const entry = (values: readonly number[]) =>
    entryOf({ label: '-1.7e308' }, [
      classificationOf('keras-regression', {
        result: values.map((value) => ({ value })),
        thresholds: [thresholdOf('max_error', Number.MAX_VALUE, 'Maximum error')],
      }),
    ]);
  expect(sentence(entry([1.7e308]))).toBe(
    'Correct. Said 1.7e+308, expected -1.7e+308: off by 1.798e+308, allowed 1.798e+308.',
  );
  expect(sentence(entry([1.7e308, 1]))).toContain('by 1.798e+308 at most');
});

test('regression over several windows says the worst error', () => {
  const entry = entryOf({ label: '21' }, [
    classificationOf('keras-regression', {
      result: [{ value: 20 }, { value: 25.5 }],
      thresholds: [thresholdOf('max_error', 2, 'Maximum error')],
    }),
  ]);
  expect(sentence(entry)).toBe('Incorrect. Off by too much in 1 of 2 windows, by 4.5 at most, allowed 2.');
});

test('an anomaly block says its score', () => {
  const entry = entryOf({ label: 'no anomaly' }, [
    classificationOf('anomaly', {
      result: [{ anomaly: 0.45 }],
      thresholds: [thresholdOf('min_anomaly_score', 0.3)],
    }),
  ]);
  expect(sentence(entry)).toBe('Incorrect. Said *anomaly* at anomaly score 0.45, expected *no anomaly*.');
});

describe('object detection', () => {
  const box = { label: 'bolt', x: 10, y: 10, width: 20, height: 20 };
  const found = { label: 'bolt', x: 0.1, y: 0.1, width: 0.2, height: 0.2, score: 0.9 };
  const entry = (boundingBoxes: (typeof box)[], boxes: (typeof found)[]) =>
    entryOf(
      { boundingBoxes, imageDimensions: { width: 100, height: 100 } },
      [classificationOf('keras-object-detection')],
      [predictionOf({ boundingBoxes: boxes, predictionCorrect: false, f1Score: 0.5 })],
    );

  test('counts found and false boxes', () => {
    const missed = { ...box, x: 60 };
    const wrong = { ...found, x: 0.3, y: 0.7 };
    expect(sentence(entry([box, missed], [found, wrong]))).toBe(
      'Incorrect. Found 1 of 2 boxes, 1 false, F1 0.50.',
    );
    expect(sentence(entry([box], [found]))).toBe('Incorrect. Found 1 of 1 box, none false, F1 0.50.');
  });

  test('says when there was nothing to find', () => {
    expect(sentence(entry([], [found]))).toBe('Incorrect. There was nothing to find; 1 false box, F1 0.50.');
  });
});

test('freeform counts its keys', () => {
  const entry = entryOf({ labelMap: { labels: { light: 'on', door: 'shut' } } }, [
    classificationOf('keras-freeform', { labelMapResult: [{ light: 'on', door: 'open', note: 'x' }] }),
  ]);
  expect(sentence(entry)).toBe('Incorrect. 1 of 2 values are as expected.');
});
