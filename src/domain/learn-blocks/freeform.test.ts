/** The rule of freeform blocks and label maps: key by key, judged where a value is expected. */
import { expect, test } from 'vitest';
import type { Classification } from '../../contract/result-page';
import { classificationOf, entryOf, predictionOf } from '../entry-fixtures';
import { unknownReasons } from '../outcome';
import { defaultOutcomeRules } from '../outcome-rules';
import { windowPredictions } from './registry';

const judge = (block: Partial<Classification>, labels?: Record<string, unknown>, type = 'vlm') =>
  windowPredictions(
    entryOf({ labelMap: labels === undefined ? undefined : { labels } }, [classificationOf(type, block)]),
    defaultOutcomeRules,
  )[0];

test('every key is shown, those with an expected value are judged', () => {
  expect(judge({ labelMapResult: [{ colour: 'red', size: 'big' }] }, { colour: 'red' })).toMatchObject({
    prediction: 'colour: red, size: big',
    correct: true,
    keys: [
      { key: 'colour', value: 'red', expected: 'red', correct: true },
      { key: 'size', value: 'big', expected: null, correct: null },
    ],
  });
});

test('one wrong key makes the window wrong', () => {
  const labels = { colour: 'red', size: 'small' };
  expect(judge({ labelMapResult: [{ colour: 'red', size: 'big' }] }, labels)?.correct).toBe(false);
});

test('without expected values it cannot be judged', () => {
  expect(judge({ labelMapResult: [{ colour: 'red' }] })).toMatchObject({
    correct: null,
    unknownReason: unknownReasons.noExpectedValues,
  });
});

test("a window's own label map goes before the sample's", () => {
  const expectedLabels = [
    { startIndex: 0, endIndex: 0, label: 'x', labelMap: { type: 'key-values', labels: { colour: 'blue' } } },
  ];
  const block = { labelMapResult: [{ colour: 'blue' }], expectedLabels };
  expect(judge(block, { colour: 'red' })?.correct).toBe(true);
});

test('label maps are freeform whatever the type of the block', () => {
  const block = { labelMapResult: [{ colour: 'red' }], result: [{ red: 0.8 }] };
  expect(judge(block, { colour: 'red' }, 'keras')).toMatchObject({
    prediction: 'colour: red',
    correct: true,
  });
});

test('raw numbers of a block that we do not know are shown; numbers beyond 0 to 1 are no confidence', () => {
  expect(judge({ result: [{ a: 3.5, b: -1 }] }, undefined, 'brand-new')).toMatchObject({
    prediction: 'a: 3.5, b: -1',
    confidence: null,
    correct: null,
  });
  expect(judge({ result: [{ a: 0.25, b: 0.75 }] }, undefined, 'brand-new')?.confidence).toBe(0.75);
});

test('the names of keys may be anything, and values other than text are shown as JSON', () => {
  const given: Record<string, unknown> = JSON.parse('{"__proto__":"x","list":[1,2]}');
  const expected: Record<string, unknown> = JSON.parse('{"__proto__":"y"}');
  expect(judge({ labelMapResult: [given] }, expected)?.keys).toEqual([
    { key: '__proto__', value: 'x', expected: 'y', correct: false },
    { key: 'list', value: '[1,2]', expected: null, correct: null },
  ]);
  expect(judge({ labelMapResult: [{ constructor: 'x' }] }, {})?.correct).toBeNull();
});

test("the job's own label map stands in where the block has none", () => {
  const entry = entryOf(
    { labelMap: { labels: { colour: 'red' } } },
    [classificationOf('vlm')],
    [predictionOf({ labelMapPredictions: { colour: 'red' } })],
  );
  expect(windowPredictions(entry, defaultOutcomeRules)).toMatchObject([
    { prediction: 'colour: red', correct: true },
  ]);
});
