/** Tests of the texts for windows and time ranges. */
import { expect, test } from 'vitest';
import { windowOf } from '../../../domain/fixtures/entry-fixtures';
import { stretchWords, windowSentence, windowSpanWords } from './window-words';

test('the time of a window is as precise as its length requires', () => {
  expect(windowSpanWords({ startMs: 4000, endMs: 6000 })).toBe('4.0 to 6.0\u202fs');
  expect(windowSpanWords({ startMs: 4000, endMs: 4250 })).toBe('4.00 to 4.25\u202fs');
  expect(windowSpanWords({ startMs: 0, endMs: 500 })).toBe('0 to 500\u202fms');
  expect(windowSpanWords({ startMs: 300, endMs: null })).toBe('at 300\u202fms');
  expect(windowSpanWords({ startMs: null, endMs: null })).toBe('');
});

test('a window is fully described for screen readers', () => {
  const window = windowOf({
    startMs: 0,
    endMs: 2000,
    expected: 'running',
    prediction: 'stairs',
    correct: false,
  });
  expect(windowSentence(window, 2, 7)).toBe(
    'Window 3 of 7, 0.0 to 2.0\u202fs, said stairs, expected running, wrong',
  );
});

test('a range of values includes its last one', () => {
  expect(stretchWords(0, 199, 10)).toBe('0 to 2\u202fs');
  expect(stretchWords(150, 150, 5.03)).toBe('0.75 to 0.76\u202fs');
});

test('a range of values whose end overflows still has an end', () => {
  expect(stretchWords(0, 19, 1e308)).toMatch(/^0 to 1\.797\d+e\+305\u202fs$/);
});
