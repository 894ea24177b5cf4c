/** The index of samples compared with a map. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleIndex } from './sample-index';

describe('SampleIndex', () => {
  it('numbers the samples in order, like a map', () => {
    const id = fc.oneof(
      fc.nat(50),
      fc.maxSafeNat(),
      fc.nat(20).map((n) => n * 2 ** 32),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 3000, size: 'max' }), (ids) => {
        const index = new SampleIndex();
        const numbers = new Map<number, number>();
        for (const value of ids) {
          if (!numbers.has(value)) numbers.set(value, numbers.size);
          expect(index.numberOf(value)).toBe(numbers.get(value));
        }
        expect(index.length).toBe(numbers.size);
        for (const [value, number] of numbers) expect(index.idOf(number)).toBe(value);
      }),
      { numRuns: 30 },
    );
  });
});
