/** Passes over numbers and texts find what a filter of an array finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codesFor } from './column-file';
import { hasRow, rowsFromTo, type RowBits } from './row-bits';
import { placeOfLeast, rowsWithin } from './row-scans';
import { encodeTexts, findInBlock } from './text-blocks';

const rowsIn = (bits: RowBits, rows: number) =>
  Array.from({ length: rows }, (_row, row) => row).filter((row) => hasRow(bits, row));

test('rows within a stretch of numbers', () => {
  const anyNumber = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
  fc.assert(
    fc.property(fc.array(anyNumber, { maxLength: 200 }), anyNumber, anyNumber, (numbers, low, high) => {
      const codes = codesFor(numbers.length, Math.max(0, ...numbers));
      codes.set(numbers);
      const expected = numbers.flatMap((number, row) => (number >= low && number <= high ? [row] : []));
      expect(rowsIn(rowsWithin(codes, low, high), numbers.length)).toEqual(expected);
    }),
  );
});

test('rows from one to another', () => {
  const anyRow = fc.integer({ min: 0, max: 200 });
  fc.assert(
    fc.property(anyRow, anyRow, anyRow, (rows, a, b) => {
      const [from, to] = [Math.min(a, rows), Math.min(b, rows)];
      const expected = Array.from({ length: rows }, (_row, row) => row).filter(
        (row) => row >= from && row < to,
      );
      expect(rowsIn(rowsFromTo(rows, from, to), rows)).toEqual(expected);
    }),
  );
});

test('the place of the least number', () => {
  const anyNumber = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(anyNumber), anyNumber, fc.boolean(), (numbers, least, isAbove) => {
      const rising = Float64Array.from(numbers).sort();
      const before = numbers.filter((number) => (isAbove ? number <= least : number < least));
      expect(placeOfLeast(rising, least, isAbove)).toBe(before.length);
    }),
  );
});

test('texts that contain another, whatever stands beside them', () => {
  const anyText = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', 'é', '名', '👍', '\n', '\0'), maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.option(anyText), { maxLength: 60 }),
      anyText.filter((text) => text !== ''),
      (texts, wanted) => {
        const { bytes, lengths } = encodeTexts(texts);
        const found: number[] = [];
        findInBlock(bytes, lengths, wanted, (place) => found.push(place));
        expect(found).toEqual(
          texts.flatMap((text, place) => (text?.includes(wanted) === true ? [place] : [])),
        );
      },
    ),
  );
});
