/** The rows of a facet: their order does not depend on the filters, and selected values are always visible. */
import { describe, expect, it } from 'vitest';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import type { Facet } from '../../../contract/schemas/summary';
import { facetRows, matchingRows, shortRows, unlistedCount, valueWords } from './facet-rows';

const facet = (
  counts: readonly (readonly [value: ChoiceValue, count: number])[],
  distinct = counts.length,
): Facet => ({
  values: counts.map(([value, count]) => ({ value, count, of: count, judged: count, incorrect: 0 })),
  distinct,
  missing: 0,
});
const whole = facet([
  ['walking', 30],
  ['idle', 20],
  ['stairs', 10],
]);
const inOrder = (rows: readonly { value: ChoiceValue }[]) => rows.map(({ value }) => value);

describe('facetRows', () => {
  it('keeps the order of the whole run, with the current counts', () => {
    const now = facet([
      ['stairs', 9],
      ['idle', 3],
    ]);
    expect(facetRows(whole, now, []).map(({ value, count }) => [value, count])).toEqual([
      ['walking', 0],
      ['idle', 3],
      ['stairs', 9],
    ]);
  });

  it('appends values that only occur under the filters, then selected values that no sample has', () => {
    expect(inOrder(facetRows(whole, facet([['rare', 1]]), ['gone', 'idle']))).toEqual([
      'walking',
      'idle',
      'stairs',
      'rare',
      'gone',
    ]);
  });

  it('does not show a zero for a count that is only not listed', () => {
    expect(facetRows(whole, facet([['idle', 3]], 200), [])[0]).toMatchObject({
      value: 'walking',
      count: null,
    });
    expect(facetRows(whole, undefined, [])[0]?.count).toBeNull();
  });

  it('keeps options in their declared order: all if they are few, otherwise those that occur or are selected', () => {
    expect(
      inOrder(facetRows(facet([['correct', 3]]), undefined, [], ['incorrect', 'correct', 'unknown'])),
    ).toEqual(['incorrect', 'correct', 'unknown']);
    const types = ['timeseries', 'audio', 'image', 'video', 'table'];
    expect(inOrder(facetRows(facet([['image', 3]]), undefined, ['audio'], types))).toEqual([
      'audio',
      'image',
    ]);
  });

  it('treats a label named __proto__ like any other', () => {
    expect(facetRows(undefined, facet([['__proto__', 2]]), [])[0]).toMatchObject({
      value: '__proto__',
      count: 2,
    });
  });
});

describe('shortRows', () => {
  const many = facet(Array.from({ length: 20 }, (_, at) => [`value ${at}`, 20 - at]));
  it('shows the first eight, and the selected ones in addition', () => {
    const rows = shortRows(facetRows(many, many, []), (value) => value === 'value 15');
    expect(inOrder(rows)).toEqual([...Array.from({ length: 8 }, (_, at) => `value ${at}`), 'value 15']);
  });

  it('prefers values that have samples now, still in the order of the run', () => {
    const now = facet([
      ['value 12', 4],
      ['value 3', 1],
    ]);
    const rows = inOrder(shortRows(facetRows(many, now, []), () => false));
    expect(rows).toContain('value 12');
    expect(rows).toHaveLength(8);
    expect(rows.indexOf('value 3')).toBeLessThan(rows.indexOf('value 12'));
  });
});

it('has words for null, by which it is found, and distinguishes it from the same text', () => {
  const rows = facetRows(
    facet([
      ['null', 3],
      [null, 2],
    ]),
    undefined,
    [],
  );
  expect(rows.map(({ value }) => valueWords(value, 'nothing said'))).toEqual(['null', 'nothing said']);
  expect(inOrder(matchingRows(rows, 'Nothing', 'nothing said'))).toEqual([null]);
  expect(valueWords('', 'nothing said')).toBe('(empty)');
});

it('finds values in any case and composition', () => {
  const rows = facetRows(
    facet([
      ['Cafe\u0301', 1],
      ['idle', 1],
    ]),
    undefined,
    [],
  );
  expect(inOrder(matchingRows(rows, ' CAFÉ '))).toEqual(['Cafe\u0301']);
});

it('counts the values that the summary does not list', () => {
  expect(unlistedCount(facet([['a', 1]], 340))).toBe(339);
  expect(unlistedCount(undefined)).toBe(0);
});
