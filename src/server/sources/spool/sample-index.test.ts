/** The index of samples against a map. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleIndex } from './sample-index';

describe('SampleIndex', () => {
  it('knows the first entry of every sample, as a map does', () => {
    const id = fc.oneof(
      fc.nat(50),
      fc.maxSafeNat(),
      fc.nat(20).map((n) => n * 2 ** 32),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 3000, size: 'max' }), id, (ids, stranger) => {
        const index = new SampleIndex();
        const first = new Map<number, number>();
        ids.forEach((value, entry) => {
          expect(index.add(value)).toBe(!first.has(value));
          if (!first.has(value)) first.set(value, entry);
        });
        for (const [value, entry] of first) expect(index.firstOf(value)).toBe(entry);
        expect(index.firstOf(stranger)).toBe(first.get(stranger) ?? -1);
        expect([index.length, index.distinct]).toEqual([ids.length, first.size]);
        ids.forEach((value, entry) => expect(index.idOf(entry)).toBe(value));
      }),
      { numRuns: 30 },
    );
  });
});
