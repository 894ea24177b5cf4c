/** Tests of the text for a threshold's value. */
import { expect, test } from 'vitest';
import { thresholdWords } from './threshold-words';

test('a number is a score; a word is shown by its own description if it has one', () => {
  const options = [{ value: 'max', description: 'Highest cell' }];
  expect(thresholdWords({ value: 0.6, options: [] })).toBe('0.60');
  expect(thresholdWords({ value: 'max', options })).toBe('Highest cell');
  expect(thresholdWords({ value: 'median', options })).toBe('median');
  expect(thresholdWords({ value: null, options })).toBe('no value');
});
