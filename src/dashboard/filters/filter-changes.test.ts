/** How clicks change filters. */
import { expect, it } from 'vitest';
import { boundsOrNothing, excluded, toggled, withFilter } from './filter-changes';

const choice = (chosen: readonly string[], leftOut: readonly string[] = []) => ({ chosen, leftOut });

it('ticks and unticks among alternatives', () => {
  expect(toggled(choice([]), 'idle', false)).toEqual(choice(['idle']));
  expect(toggled(choice(['idle']), 'wave', false)).toEqual(choice(['idle', 'wave']));
  expect(toggled(choice(['idle', 'wave']), 'idle', false)).toEqual(choice(['wave']));
});

it('replaces the other value if only one is allowed', () => {
  expect(toggled(choice(['valid']), 'invalid', true)).toEqual(choice(['invalid']));
  expect(toggled(choice(['invalid']), 'invalid', true)).toEqual(choice([]));
});

it('excludes one value after another, and removes each exclusion', () => {
  const idle = excluded(choice([]), 'idle');
  expect(idle).toEqual(choice([], ['idle']));
  expect(excluded(idle, 'wave')).toEqual(choice([], ['idle', 'wave']));
  expect(excluded(excluded(idle, 'wave'), 'idle')).toEqual(choice([], ['wave']));
  expect(toggled(idle, 'idle', false)).toEqual(choice([]));
});

it('never both selects and excludes a value', () => {
  expect(excluded(choice(['idle', 'wave']), 'wave')).toEqual(choice(['idle'], ['wave']));
  expect(toggled(choice(['idle'], ['wave']), 'wave', false)).toEqual(choice(['idle']));
});

it('treats null as a value that differs from its text', () => {
  expect(toggled({ chosen: ['null'], leftOut: [] }, null, false).chosen).toEqual(['null', null]);
  expect(excluded({ chosen: ['null', null], leftOut: [] }, null)).toEqual({
    chosen: ['null'],
    leftOut: [null],
  });
});

it('sets and clears one filter and leaves the others', () => {
  const filters = { outcome: ['incorrect'], confidence: { max: 0.6 } };
  expect(withFilter(filters, 'confidence', { min: 0.2 })).toEqual({
    outcome: ['incorrect'],
    confidence: { min: 0.2 },
  });
  expect(withFilter(filters, 'outcome', undefined)).toEqual({ confidence: { max: 0.6 } });
});

it('keeps existing bounds, including zero', () => {
  expect(boundsOrNothing({ min: 0, max: undefined })).toEqual({ min: 0 });
  expect(boundsOrNothing({})).toBeUndefined();
});
