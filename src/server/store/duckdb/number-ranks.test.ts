import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankNumbers } from './number-ranks';
import { NumberTable } from './number-table';

/** The same by plain loops. */
function plainRanks(numbers: readonly number[]): { different: number[]; ranks: number[] } {
  const different: number[] = [];
  for (const number of numbers)
    if (!Number.isNaN(number) && !different.includes(number)) different.push(number);
  different.sort((a, b) => a - b);
  return { different, ranks: numbers.map((number) => different.indexOf(number) + 1) };
}

function ranked(numbers: readonly number[]) {
  const { different, ranks } = rankNumbers(Float64Array.from(numbers));
  return { different: [...different], ranks: [...ranks] };
}

// As they come out of the spools: −0 is 0 there.
const finite = fc.double({ noDefaultInfinity: true }).map((number) => number + 0);
const few = fc.constantFrom(-1e300, -2.5, 0, 5e-324, 0.1, 0.30000000000000004, 1, 2 ** 53, Number.NaN);

describe('rankNumbers', () => {
  it.each([
    ['any numbers', finite],
    ['few that come again and again', few],
    ['both', fc.oneof({ weight: 9, arbitrary: few }, finite)],
  ])('says where each of %s lies among the different ones', (_what, number) => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 200, size: 'max' }), (numbers) => {
        expect(ranked(numbers)).toEqual(plainRanks(numbers));
      }),
    );
  });

  it('knows numbers that rise, numbers that do not, and none', () => {
    expect(ranked([1, 1, Number.NaN, 3])).toEqual({ different: [1, 3], ranks: [1, 1, 0, 2] });
    expect(ranked([3, 1, 2])).toEqual({ different: [1, 2, 3], ranks: [3, 1, 2] });
    expect(ranked([Number.NaN])).toEqual({ different: [], ranks: [0] });
    expect(ranked([])).toEqual({ different: [], ranks: [] });
  });

  it('ranks as many different ones as make its table grow several times', () => {
    const numbers = Array.from({ length: 200_000 }, (_number, row) => ((row * 7919) % 40_009) / 1000);
    const { different, ranks } = rankNumbers(Float64Array.from(numbers));
    expect([...different]).toEqual(Array.from({ length: 40_009 }, (_number, at) => at / 1000));
    expect(ranks.every((rank, row) => different[rank - 1] === numbers[row])).toBe(true);
  });
});

describe('NumberTable', () => {
  it('gives up past as many different numbers as it is to hold', () => {
    const table = new NumberTable(100, 2);
    expect([5, 7, 5, 9, 7].map((number) => table.placeOf(number))).toEqual([1, 2, 1, 0, 2]);
    expect([...table.numbers]).toEqual([5, 7]);
    const part = new NumberTable(100, 2.5);
    expect([5, 7, 9, 11].map((number) => part.placeOf(number))).toEqual([1, 2, 0, 0]);
  });

  it('gives up where finding a slot takes too many steps, as with numbers chosen to meet in one', () => {
    const numbers = Array.from({ length: 1000 }, (_number, at) => at);
    const places = (steps: number) => {
      const table = new NumberTable(steps, numbers.length);
      return numbers.map((number) => table.placeOf(number));
    };
    expect(places(1000)).toEqual(numbers.map((number) => number + 1));
    expect(places(0)).toContain(0);
  });
});
