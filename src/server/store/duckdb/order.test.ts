/** Rows come in the order that a plain sort gives, whether an order is kept ready or ranks are counted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SortKey } from '../../../contract/fields';
import { keyOrder, sortRows } from './order';
import { allRows, without } from './row-bits';

const keys = ['label', 'confidence', 'length'] as const satisfies readonly SortKey[];
const rowCount = 60;
const ranks = fc
  .array(fc.nat(6), { minLength: rowCount, maxLength: rowCount })
  .map((all) => Uint32Array.from(all));
const sort = fc.uniqueArray(
  fc.record({ key: fc.constantFrom(...keys, 'id' as const), descending: fc.boolean() }),
  {
    maxLength: 4,
    selector: ({ key }) => key,
  },
);

test('rows are sorted like an array', async () => {
  const columns = fc.record({ label: ranks, confidence: ranks, length: ranks });
  await fc.assert(
    fc.asyncProperty(columns, sort, fc.subarray([...keys]), fc.nat(), async (byKey, terms, ready, mask) => {
      const ranksOf = (key: SortKey) =>
        new Map<SortKey, Uint32Array>(
          Object.entries(byKey).flatMap(([name, all]) => {
            const known = keys.find((candidate) => candidate === name);
            return known === undefined ? [] : [[known, all] as const];
          }),
        ).get(key) ?? new Uint32Array(rowCount);
      const bits = without(allRows(rowCount), Uint32Array.of(mask, mask >>> 3));
      const sorted = await sortRows(bits, terms, {
        ranks: (key) => Promise.resolve(ranksOf(key)),
        order: (key) =>
          Promise.resolve(ready.some((name) => name === key) ? keyOrder(ranksOf(key), 6) : undefined),
      });
      const rows = Array.from({ length: rowCount }, (_row, at) => at).filter(
        (row) => !(((row < 32 ? mask : mask >>> 3) >>> (31 - (row % 32))) & 1),
      );
      const compare = (a: number, b: number) => {
        for (const { key, descending } of terms) {
          const [left = 0, right = 0] = key === 'id' ? [a + 1, b + 1] : [ranksOf(key)[a], ranksOf(key)[b]];
          if ((left === 0) !== (right === 0)) return left === 0 ? 1 : -1;
          if (left !== right) return descending ? right - left : left - right;
        }
        return a - b;
      };
      expect([...sorted]).toEqual(rows.sort(compare));
    }),
  );
});
