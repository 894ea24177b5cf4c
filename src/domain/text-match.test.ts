/** How text is folded, searched and sorted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareCodePoints, compareText, containsText, foldText, searchTerms } from './text-match';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'é', 'e\u0301', 'ß', 'İ', 'Σ', '\uffff', '😀', '\u0331', 'H'),
  }),
);

describe('foldText', () => {
  test.each([
    ['WAVE', 'wave'],
    ['Cafe\u0301', 'caf\u00e9'],
    ['CAF\u00c9', 'caf\u00e9'],
    ['H\u0331', '\u1e96'],
    ['', ''],
  ])('folds %j to %j', (text, folded) => expect(foldText(text)).toBe(folded));

  test('folding twice changes nothing', () => {
    fc.assert(fc.property(anyText, (text) => foldText(foldText(text)) === foldText(text)));
  });
});

describe('containsText', () => {
  test.each([
    ['Idle_01.json', 'idle_', true],
    ['idle-01.json', 'idle_', false],
    ['50%', '%', true],
    ['50 percent', '%', false],
    ['Cafe\u0301.wav', 'CAF\u00c9', true],
    ['a*b', 'a*', true],
  ])('%j contains %j: %s', (haystack, needle, found) => expect(containsText(haystack, needle)).toBe(found));

  test('a text contains every substring of itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
        expect(containsText(text, text.slice(from, to).toUpperCase())).toBe(true);
      }),
    );
  });
});

test('search terms are folded and without white space', () => {
  expect(searchTerms('  4711\tIDLE\u00a0 Caf\u00c9\n')).toEqual(['4711', 'idle', 'caf\u00e9']);
  expect(searchTerms(' ')).toEqual([]);
});

describe('the order of text', () => {
  const points = (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0);
  const byPoints = (a: string, b: string) => {
    const [left, right] = [points(a), points(b)];
    for (const [at, point] of left.entries()) {
      const other = right[at];
      if (other === undefined) return 1;
      if (point !== other) return point - other;
    }
    return left.length - right.length;
  };

  test('is by code point: an emoji comes after U+FFFF, which `toSorted` has the other way round', () => {
    expect(['\uffff', '😀'].toSorted()).toEqual(['😀', '\uffff']);
    expect(compareCodePoints('😀', '\uffff')).toBeGreaterThan(0);
  });

  test('agrees with comparing lists of code points', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        (a, b) => Math.sign(compareCodePoints(a, b)) === Math.sign(byPoints(a, b)),
      ),
    );
  });

  test('folds first, then compares the original text', () => {
    expect(['b', 'a', 'B', 'A', 'C'].toSorted(compareText)).toEqual(['A', 'a', 'B', 'b', 'C']);
  });

  test('is a total order', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (a, b, c) => {
        expect(Math.sign(compareText(a, b))).toBe(-Math.sign(compareText(b, a)) + 0);
        expect(compareText(a, b) === 0).toBe(a === b);
        const [x, y, z] = [a, b, c].toSorted(compareText);
        if (x === undefined || y === undefined || z === undefined) throw new Error('three went in');
        expect(compareText(x, y)).toBeLessThanOrEqual(0);
        expect(compareText(x, z)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
