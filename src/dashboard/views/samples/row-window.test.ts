/** Every row can be reached, by the bar and by the wheel, however many there are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorOf, baseAt, maxSlots, pagesOf, slotCount } from './row-window';

const rows = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 5_000_000 }));
const visible = fc.integer({ min: 1, max: 60 });

describe('row window', () => {
  test('a table that fits has a slot for each row and never a base', () => {
    expect(slotCount(12)).toBe(12);
    expect(baseAt(7, maxSlots, 20)).toBe(0);
    expect(anchorOf(7, 500, 20)).toEqual({ slot: 7, base: 0 });
  });

  test('the ends of the bar are the ends of the table', () => {
    fc.assert(
      fc.property(rows, visible, (count, seen) => {
        const slots = slotCount(count);
        expect(baseAt(0, count, seen)).toBe(0);
        if (slots > seen) expect(baseAt(slots - seen, count, seen) + slots).toBe(count);
      }),
    );
  });

  test('an anchored row is exactly at the top, and its slot exists', () => {
    fc.assert(
      fc.property(rows, visible, fc.double({ min: 0, max: 1, noNaN: true }), (count, seen, share) => {
        const row = Math.floor(share * Math.max(0, count - seen));
        const { slot, base } = anchorOf(row, count, seen);
        expect(base + slot).toBe(row);
        expect(base).toBeGreaterThanOrEqual(0);
        expect(base).toBeLessThanOrEqual(count - slotCount(count));
        expect(slot).toBeGreaterThanOrEqual(0);
        expect(slot).toBeLessThan(Math.max(1, slotCount(count)));
      }),
      { numRuns: 1000 },
    );
  });

  test('pages of rows, against a plain loop', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(300), fc.integer({ min: 1, max: 100 }), (first, more, size) => {
        const wanted = new Set<number>();
        for (let row = first; row <= first + more; row += 1) wanted.add(Math.floor(row / size));
        expect(pagesOf(first, first + more, size)).toEqual([...wanted]);
      }),
    );
  });
});
