/** The strip loses no wrong window, however many are merged. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowOf } from '../../../domain/fixtures/entry-fixtures';
import { stripCells } from './strip-cells';

const window = (correct: boolean | null, index: number) =>
  windowOf({
    startMs: index,
    endMs: index + 1,
    expected: 'walk',
    prediction: correct === false ? 'run' : 'walk',
    correct,
  });

const verdicts = fc.array(fc.constantFrom(true, false, null), { maxLength: 200 });

test('if all windows fit, each has its cell', () => {
  fc.assert(
    fc.property(verdicts, (list) => {
      const cells = stripCells(list.map(window), 200);
      expect(cells.map(({ isWrong }) => isWrong)).toEqual(list.map((correct) => correct === false));
    }),
  );
});

test('after merging, a wrong window is still visible, at its position, with its prediction', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 200 }), fc.nat(), (count, seed) => {
      const wrong = seed % count;
      const list = Array.from({ length: count }, (_, index) => window(index !== wrong, index));
      const cells = stripCells(list, 24);
      expect(cells).toHaveLength(24);
      const seen = cells.flatMap(({ isWrong, said }, index) => (isWrong ? [{ index, said }] : []));
      expect(seen).toEqual([{ index: expect.any(Number), said: 'run' }]);
      expect(Math.abs((seen[0]?.index ?? -9) - (wrong * 24) / count)).toBeLessThanOrEqual(1);
    }),
  );
});
