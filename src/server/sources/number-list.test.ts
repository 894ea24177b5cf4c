/** Numbers that are put into a list come out of it as they were, near one another or not. */
import { array, assert, constantFrom, double, maxSafeInteger, nat, oneof, property } from 'fast-check';
import { expect, it } from 'vitest';
import { NumberList } from './number-list';

const far = [0, -1, 0.5, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1), Infinity, NaN];

it('gives back what was put in', () => {
  const numbers = oneof(nat(), maxSafeInteger(), double(), constantFrom(...far));
  assert(
    property(array(numbers, { maxLength: 200 }), (given) => {
      const list = new NumberList();
      for (const number of given) list.push(number);
      expect(list.length).toBe(given.length);
      // A list tells 0 from −0 as little as the ids and places in it do.
      expect(given.map((_number, at) => list.at(at))).toEqual(given.map((number) => number + 0));
      expect(list.at(given.length)).toBeNaN();
    }),
  );
});

it('holds more than a block, with one far number in the middle', () => {
  const list = new NumberList();
  const numbers = Array.from({ length: 100_000 }, (_number, at) =>
    at === 50_000 ? 2 ** 50 : 7e9 + at * 100,
  );
  for (const number of numbers) list.push(number);
  expect(numbers.every((number, at) => list.at(at) === number)).toBe(true);
});
