/** The arrow keys stay in the grid, reach every place, and skip the corner between the two headers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeAfter, type HeatPlace } from './heat-grid-parts';

const size = fc.record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) });
const key = fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End');

test('any sequence of keys stays in the grid', () => {
  fc.assert(
    fc.property(size, fc.array(fc.tuple(key, fc.boolean()), { maxLength: 40 }), (grid, keys) => {
      let place: HeatPlace = { row: 0, column: 0 };
      for (const [name, isWhole] of keys) {
        place = placeAfter(name, isWhole, place, grid) ?? { row: Number.NaN, column: Number.NaN };
        expect(place.row).toBeGreaterThanOrEqual(-1);
        expect(place.row).toBeLessThan(grid.rows);
        expect(place.column).toBeGreaterThanOrEqual(-1);
        expect(place.column).toBeLessThan(grid.columns);
        expect(place.row === -1 && place.column === -1).toBe(false);
      }
    }),
  );
});

test('a step in each direction, the ends, and unrelated keys', () => {
  const grid = { rows: 3, columns: 4 };
  const middle = { row: 1, column: 2 };
  expect(placeAfter('ArrowUp', false, middle, grid)).toEqual({ row: 0, column: 2 });
  expect(placeAfter('ArrowUp', false, { row: 0, column: 2 }, grid)).toEqual({ row: -1, column: 2 });
  expect(placeAfter('ArrowLeft', false, { row: 1, column: 0 }, grid)).toEqual({ row: 1, column: -1 });
  expect(placeAfter('End', true, middle, grid)).toEqual({ row: 2, column: 3 });
  expect(placeAfter('Home', false, middle, grid)).toEqual({ row: 1, column: -1 });
  expect(placeAfter('Enter', false, middle, grid)).toBeUndefined();
});
