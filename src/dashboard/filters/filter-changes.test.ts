/** Changes of filters by clicks. */
import { expect, it } from 'vitest';
import { boundsOrNothing, excluded, toggled, withFilter } from './filter-changes';

it('ticks and unticks among alternatives, and leaves no empty list', () => {
  expect(toggled(undefined, 'idle', false)).toEqual(['idle']);
  expect(toggled(['idle'], 'wave', false)).toEqual(['idle', 'wave']);
  expect(toggled(['idle', 'wave'], 'idle', false)).toEqual(['wave']);
  expect(toggled(['wave'], 'wave', false)).toBeUndefined();
});

it('takes the place of the other one where only one may be', () => {
  expect(toggled(['valid'], 'invalid', true)).toEqual(['invalid']);
  expect(toggled(['invalid'], 'invalid', true)).toBeUndefined();
});

it('leaves out one value after another, and all others come back when the last one goes', () => {
  const all = ['idle', 'snake', 'wave'];
  expect(excluded(undefined, 'idle', all)).toEqual(['snake', 'wave']);
  expect(excluded(['snake', 'wave'], 'wave', all)).toEqual(['snake']);
  expect(excluded(['snake'], 'wave', all)).toEqual(['snake']);
  expect(excluded(['snake'], 'snake', all)).toEqual(['idle', 'wave']);
});

it('sets and clears one filter and leaves the others', () => {
  const filters = { outcome: ['incorrect'], confidence: { max: 0.6 } };
  expect(withFilter(filters, 'confidence', { min: 0.2 })).toEqual({
    outcome: ['incorrect'],
    confidence: { min: 0.2 },
  });
  expect(withFilter(filters, 'outcome', undefined)).toEqual({ confidence: { max: 0.6 } });
});

it('keeps bounds that are there, zero too', () => {
  expect(boundsOrNothing({ min: 0, max: undefined })).toEqual({ min: 0 });
  expect(boundsOrNothing({})).toBeUndefined();
});
