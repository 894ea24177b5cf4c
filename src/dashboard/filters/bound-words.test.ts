/** Bounds in words, and the step sizes of drags. */
import { expect, it } from 'vitest';
import { fields } from '../../contract/fields';
import { rangeBoundName, rangeStep, rangeValueWords, timeStep } from './bound-words';

it('says whether a bound is inclusive', () => {
  expect(rangeBoundName(fields.length, 'min')).toBe('above');
  expect(rangeBoundName(fields.confidence, 'min')).toBe('at least');
  expect(rangeBoundName(fields.confidence, 'max')).toBe('below');
});

it('shortens values without making different ids equal', () => {
  expect(rangeValueWords(fields.confidence, 0.123456)).toBe('0.123');
  expect(rangeValueWords(fields.id, 104711)).toBe('104711');
  expect(rangeValueWords(fields.length, 14_200)).toBe('14.2\u202fs');
  expect(rangeValueWords(fields.frequency, 62.5)).toBe('62.5\u202fHz');
});

it('steps are integers for integer values, and round numbers otherwise', () => {
  expect(rangeStep(0, 1)).toBe(0.01);
  expect(rangeStep(1, 60)).toBe(1);
  expect(rangeStep(520, 9800)).toBe(50);
});

it('steps through time by days, hours and minutes', () => {
  const day = 86_400_000;
  expect([200 * day, 3 * day, day / 10, 90_000, 3].map(timeStep)).toEqual([
    30 * day,
    day,
    3_600_000,
    60_000,
    1,
  ]);
});
