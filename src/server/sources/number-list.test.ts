/** Numbers that are put into a list come out of it as they were, near one another or not. */
import { array, assert, constantFrom, double, maxSafeInteger, nat, oneof, property } from 'fast-check';
import { expect, it } from 'vitest';
import { NumberList } from './number-list';

const far = [0, -1, 0.5, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1), Infinity, NaN];

it('gives back what was put in', () => {
  const numbers = oneof(nat(), maxSafeInteger(), double(), constantFrom(...far));
  assert(
    property(array(numbers, { maxLength: 3000 }), (given) => {
      const list = new NumberList();
      for (const number of given) list.push(number);
      expect(list.length).toBe(given.length);
      expect(given.map((_number, at) => list.at(at))).toEqual(given);
      expect(list.at(given.length)).toBeNaN();
    }),
  );
});
