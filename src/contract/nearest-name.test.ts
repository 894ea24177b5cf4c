/** The nearest known name: one character in three may differ, the first of equally near ones is named. */
import { expect, test } from 'vitest';
import { nearestName } from './nearest-name';

test.each([
  ['label', 'labels'],
  ['Outcome', 'outcome'],
  ['outcom', 'outcome'],
  // Two of six characters.
  ['limita', 'limit'],
  ['limxyt', 'limit'],
  // Three of six.
  ['limxyz', undefined],
  ['not.lables', 'not.labels'],
  ['not.x', 'not.run'],
  ['nothing', undefined],
])('%s: %s', (given, nearest) => {
  expect(nearestName(given, ['labels', 'outcome', 'limit', 'not.labels', 'not.run'])).toBe(nearest);
});

test('the first of equally near ones', () => {
  expect(nearestName('minx', ['mina', 'minb'])).toBe('mina');
});
