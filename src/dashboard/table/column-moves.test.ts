/** Moving columns keeps every column, and puts the moved one at the requested position. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptPlaces, movedBy, movedTo, nextFocus } from './column-moves';

const ids = fc.uniqueArray(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 8 });

test('a moved column takes the position of the other, and the rest keep their order', () => {
  fc.assert(
    fc.property(ids, fc.nat(), fc.nat(), (list, from, to) => {
      const id = list[from % list.length] ?? '';
      const target = list[to % list.length] ?? '';
      const next = movedTo(list, id, target);
      expect(next.indexOf(id)).toBe(list.indexOf(target));
      expect(next.filter((other) => other !== id)).toEqual(list.filter((other) => other !== id));
    }),
  );
});

test('a step swaps neighbours; at the ends nothing moves', () => {
  expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(movedBy(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(movedBy(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(movedBy(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});

test('a hidden column keeps its position in the menu, and the visible ones keep their order', () => {
  fc.assert(
    fc.property(ids, fc.infiniteStream(fc.boolean()), (list, coins) => {
      const shown = list.filter(() => coins.next().value).toReversed();
      const placed = keptPlaces(list, shown);
      expect(placed.toSorted()).toEqual(list.toSorted());
      expect(placed.filter((id) => shown.includes(id))).toEqual(shown);
      for (const [index, id] of list.entries()) if (!shown.includes(id)) expect(placed[index]).toBe(id);
    }),
  );
  expect(keptPlaces(['a', 'b'], ['b', 'new'])).toEqual(['a', 'b', 'new']);
});

test('arrow keys stop at the ends, other keys are ignored', () => {
  expect(nextFocus('ArrowRight', 1, 3)).toBe(2);
  expect(nextFocus('ArrowRight', 2, 3)).toBe(2);
  expect(nextFocus('ArrowLeft', 0, 3)).toBe(0);
  expect(nextFocus('Home', 2, 3)).toBe(0);
  expect(nextFocus('End', 0, 3)).toBe(2);
  expect(nextFocus('Enter', 0, 3)).toBeUndefined();
});
