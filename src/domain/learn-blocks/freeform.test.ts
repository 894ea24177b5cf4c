/** The rule of freeform blocks and label maps: judged key by key, if a value is expected. */
import { expect, test } from 'vitest';
import type { Classification } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf } from '../fixtures/entry-fixtures';
import { unknownReasons } from '../outcome';
import { defaultOutcomeRules } from '../outcome-rules';
import { verdictsOf } from '../verdicts';
import { entryWindows } from '../windows';

const entryWith = (block: Partial<Classification>, labels?: Record<string, unknown>, type = 'vlm') =>
  entryOf({ labelMap: labels === undefined ? undefined : { labels } }, [classificationOf(type, block)]);

const judge = (...given: Parameters<typeof entryWith>) =>
  entryWindows(entryWith(...given), defaultOutcomeRules)[0];

const keysOf = (...given: Parameters<typeof entryWith>) =>
  verdictsOf(entryWith(...given), defaultOutcomeRules).map(({ key, expected, said, result, kind }) => [
    key,
    expected,
    said,
    result,
    kind,
  ]);

test('every key is shown, those with an expected value are judged', () => {
  const given: Parameters<typeof entryWith> = [
    { labelMapResult: [{ colour: 'red', size: 'big' }] },
    { colour: 'red' },
  ];
  expect(judge(...given)).toMatchObject({ prediction: 'colour: red, size: big', correct: true });
  expect(keysOf(...given)).toEqual([
    ['colour', 'colour: red', 'colour: red', 'correct', null],
    ['size', null, 'size: big', 'unknown', null],
  ]);
});

test('a key that is expected but not predicted is missed', () => {
  expect(keysOf({ labelMapResult: [{ colour: 'red' }] }, { colour: 'red', size: 'big' })).toEqual([
    ['colour', 'colour: red', 'colour: red', 'correct', null],
    ['size', 'size: big', null, 'incorrect', 'missed'],
  ]);
  expect(keysOf({ labelMapResult: [{ size: null }] }, { size: 'big' })).toEqual([
    ['size', 'size: big', null, 'incorrect', 'missed'],
  ]);
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

test("a window's own label map takes precedence over the sample's", () => {
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

test('raw numbers of an unknown block are shown; numbers beyond 0 to 1 are no confidence', () => {
  expect(judge({ result: [{ a: 3.5, b: -1 }] }, undefined, 'brand-new')).toMatchObject({
    prediction: 'a: 3.5, b: -1',
    confidence: null,
    correct: null,
  });
  expect(judge({ result: [{ a: 0.25, b: 0.75 }] }, undefined, 'brand-new')?.confidence).toBe(0.75);
});

test('keys may have any name, and values other than text are shown as JSON', () => {
  const given: Record<string, unknown> = JSON.parse('{"__proto__":"x","list":[1,2]}');
  const expected: Record<string, unknown> = JSON.parse('{"__proto__":"y"}');
  expect(keysOf({ labelMapResult: [given] }, expected)).toEqual([
    ['__proto__', '__proto__: y', '__proto__: x', 'incorrect', 'confused'],
    ['list', null, 'list: [1,2]', 'unknown', null],
  ]);
  expect(judge({ labelMapResult: [{ constructor: 'x' }] }, {})?.correct).toBeNull();
});

test("the job's own label map is used if the block has none", () => {
  const entry = entryOf(
    { labelMap: { labels: { colour: 'red' } } },
    [classificationOf('vlm')],
    [predictionOf({ labelMapPredictions: { colour: 'red' } })],
  );
  expect(entryWindows(entry, defaultOutcomeRules, 'rules')).toMatchObject([
    { prediction: 'colour: red', correct: true },
  ]);
});
