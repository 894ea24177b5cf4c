/** A click on a column header cycles through ascending, descending and unsorted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortKeys } from '../../contract/fields';
import { nextSort } from './sort-changes';

const key = fc.constantFrom(...sortKeys);
const sort = fc.uniqueArray(fc.record({ key, descending: fc.boolean() }), { selector: (term) => term.key });

describe('sort changes', () => {
  test('a click sorts by the column alone, three clicks remove the sort', () => {
    const first = nextSort([{ key: 'id', descending: true }], 'confidence', false);
    expect(first).toEqual([{ key: 'confidence', descending: false }]);
    const second = nextSort(first, 'confidence', false);
    expect(second).toEqual([{ key: 'confidence', descending: true }]);
    expect(nextSort(second, 'confidence', false)).toEqual([]);
  });

  test('a click with Shift keeps the other columns and their positions', () => {
    fc.assert(
      fc.property(sort, key, (before, clicked) => {
        const after = nextSort(before, clicked, true);
        const others = before.filter((term) => term.key !== clicked);
        expect(after.filter((term) => term.key !== clicked)).toEqual(others);
        const old = before.find((term) => term.key === clicked);
        const now = after.find((term) => term.key === clicked);
        if (old === undefined) expect(after.at(-1)).toEqual({ key: clicked, descending: false });
        else if (old.descending) expect(now).toBeUndefined();
        else expect(after.indexOf(now ?? old)).toBe(before.indexOf(old));
      }),
    );
  });
});
