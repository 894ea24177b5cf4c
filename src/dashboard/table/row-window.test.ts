/** Every row can be reached, with the scroll bar and the wheel, however many there are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evenNumber } from '../../domain/fixtures/number-fixtures';
import {
  anchorOf,
  baseAt,
  endSlots,
  jumpPixels,
  maxSlots,
  pagesOf,
  rowHeight,
  slotCount,
} from './row-window';

const rows = fc.oneof(
  fc.integer({ min: 1, max: 500 }),
  fc.integer({ min: maxSlots - 50, max: maxSlots + 50 }),
  fc.integer({ min: 1, max: 20_000_000 }),
  fc.constantFrom(1_000_000, 10_000_000),
);
const fits = evenNumber({ min: 1, max: 60 });
const share = evenNumber({ min: 0, max: 1 });

/** The slot at the top when the scroll bar is at its end. */
const lastSlot = (count: number, seen: number) => Math.max(0, slotCount(count) - seen);

describe('row window', () => {
  test('a table that fits has a slot for each row and never a base', () => {
    expect(slotCount(12)).toBe(12);
    expect(baseAt(7, { rows: maxSlots, fits: 20.5 })).toBe(0);
    expect(anchorOf(7, { rows: 500, fits: 20.5 })).toEqual({ slot: 7, base: 0 });
  });

  test('the ends of the scroll bar are the ends of the table, to the last pixel', () => {
    fc.assert(
      fc.property(rows, fits, (count, seen) => {
        const extent = { rows: count, fits: seen };
        expect(baseAt(0, extent)).toBe(0);
        expect(anchorOf(0, extent)).toEqual({ slot: 0, base: 0 });
        const last = lastSlot(count, seen);
        const bottom = baseAt(last, extent) + last + Math.min(seen, count);
        expect(bottom).toBeCloseTo(count, 6);
        expect(anchorOf(count, extent).slot).toBeCloseTo(last, 6);
      }),
    );
  });

  test('an anchored row is exactly at the top, and the scroll bar follows', () => {
    fc.assert(
      fc.property(rows, fits, share, fc.constantFrom(0, 0.25), (count, seen, part, cut) => {
        const row = Math.min(Math.floor(part * count) + cut, Math.max(0, count - seen));
        const { slot, base } = anchorOf(row, { rows: count, fits: seen });
        expect(base + slot).toBeCloseTo(row, 6);
        expect(Number.isInteger(base)).toBe(true);
        expect(base).toBeGreaterThanOrEqual(0);
        expect(base).toBeLessThanOrEqual(count - slotCount(count));
        expect(slot).toBeGreaterThanOrEqual(0);
        expect(slot).toBeLessThanOrEqual(lastSlot(count, seen) + 1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([1_000_000, 10_000_000])('each of %d rows can be put at the top, to the pixel', (count) => {
    const seen = 17.3;
    const extent = { rows: count, fits: seen };
    // Low enough for every browser: Firefox limits an element to about 17.8 million pixels.
    expect(slotCount(count) * rowHeight).toBeLessThan(17_000_000);
    const last = Math.floor(count - seen);
    const places = new Set([0, 1, endSlots - 1, endSlots, maxSlots - 1, maxSlots, last - endSlots, last]);
    // A prime stride covers every remainder of the pages and of the scale.
    for (let row = 0; row < last; row += 7919) places.add(row);
    for (const row of places) {
      const { slot, base } = anchorOf(row, extent);
      // The browser rounds the scroll position in pixels; the row drawn there is exact.
      expect(base + Math.round(slot * rowHeight) / rowHeight).toBe(row);
      expect(slot).toBeLessThanOrEqual(lastSlot(count, seen) + 1e-6);
    }
    expect(places.size).toBeGreaterThan(100);
  });

  test('the scroll bar stays where it was dragged to', () => {
    fc.assert(
      fc.property(rows, fits, share, (count, seen, part) => {
        const extent = { rows: count, fits: seen };
        const slot = part * lastSlot(count, seen);
        expect(Math.abs(anchorOf(baseAt(slot, extent) + slot, extent).slot - slot)).toBeLessThan(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('a pixel further moves by as many rows as share one, none skipped up to 4 million', () => {
    fc.assert(
      fc.property(rows, fits, share, (count, seen, part) => {
        const extent = { rows: count, fits: seen };
        const pixels = Math.floor(part * lastSlot(count, seen) * rowHeight);
        const baseOf = (top: number) => baseAt(top / rowHeight, extent);
        const rowsOfPixel = (count - slotCount(count)) / ((maxSlots - seen - 2 * endSlots) * rowHeight);
        const moved = baseOf(pixels + 1) - baseOf(pixels);
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved).toBeLessThanOrEqual(Math.ceil(rowsOfPixel));
        if (count <= 4_000_000) expect(moved).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('at rest there is room to scroll on, as much as there are rows or the unscaled ends contain', () => {
    fc.assert(
      fc.property(rows, fits, share, (count, seen, part) => {
        const most = Math.max(0, count - seen);
        const row = part * most;
        const { slot } = anchorOf(row, { rows: count, fits: seen });
        expect(slot).toBeGreaterThanOrEqual(Math.min(row, endSlots) - 1);
        expect(lastSlot(count, seen) - slot).toBeGreaterThanOrEqual(Math.min(most - row, endSlots) - 1);
      }),
    );
  });

  test('a turn of the wheel and a page are no jump of a scaled scroll bar, a pixel of the bar is', () => {
    const extent = { rows: 1_000_000, fits: 15.5 };
    const screen = extent.fits * rowHeight;
    const pixelOfBar = (maxSlots * rowHeight) / screen;
    expect(jumpPixels(extent)).toBeGreaterThan(3 * screen);
    expect(jumpPixels(extent)).toBeLessThan(pixelOfBar);
  });

  test('pages of rows, compared with a plain loop', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(300), fc.integer({ min: 1, max: 100 }), (first, more, size) => {
        const wanted = new Set<number>();
        for (let row = first; row <= first + more; row += 1) wanted.add(Math.floor(row / size));
        expect(pagesOf(first, first + more, size)).toEqual([...wanted]);
      }),
    );
  });
});
