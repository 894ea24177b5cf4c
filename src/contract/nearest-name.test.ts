/** Finding the nearest known name: one character in three may differ, and the first of equally near names wins. */
import { expect, test } from 'vitest';
import { nearestName } from './nearest-name';

test.each([
  ['label', 'labels'],
  ['Outcome', 'outcome'],
  ['outcom', 'outcome'],
  // Two of six characters differ.
  ['limita', 'limit'],
  ['limxyt', 'limit'],
  // Three of six characters differ.
  ['limxyz', undefined],
  ['not.lables', 'not.labels'],
  ['not.x', 'not.run'],
  ['nothing', undefined],
])('%s: %s', (given, nearest) => {
  expect(nearestName(given, ['labels', 'outcome', 'limit', 'not.labels', 'not.run'])).toBe(nearest);
});

test('the first of equally near names', () => {
  expect(nearestName('minx', ['mina', 'minb'])).toBe('mina');
});
