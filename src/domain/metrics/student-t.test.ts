/** The quantile of Student's t, compared with a published table, closed forms, and the integral of the density. */
import { expect, test } from 'vitest';
import { studentT95 } from './student-t';

test('agrees with the table of the NIST/SEMATECH e-Handbook, 1.3.6.7.2, column 0.975', () => {
  const table: [degrees: number, t: number][] = [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [8, 2.306],
    [10, 2.228],
    [20, 2.086],
    [30, 2.042],
    [60, 2.0],
    [99, 1.984],
    [100, 1.984],
  ];
  expect(table.map(([degrees]) => Number(studentT95(degrees).toFixed(3)))).toEqual(table.map(([, t]) => t));
});

test('agrees with the closed forms for 1, 2 and 4 degrees', () => {
  expect(studentT95(1)).toBeCloseTo(Math.tan(0.475 * Math.PI), 9);
  expect(studentT95(2)).toBeCloseTo(0.95 * Math.sqrt(2 / (1 - 0.95 ** 2)), 9);
  const alpha = 1 - 0.95 ** 2;
  const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha);
  expect(studentT95(4)).toBeCloseTo(2 * Math.sqrt(q - 1), 9);
});

/**
 * The probability within ±t by Simpson's rule, over the angle atan(x / √degrees), where the density is a power of
 * the cosine.
 */
function shareByIntegral(t: number, degrees: number): number {
  const simpson = (to: number) => {
    const steps = 4000;
    const width = to / steps;
    let sum = 0;
    for (let at = 0; at <= steps; at++) {
      const weight = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
      sum += weight * Math.cos(at * width) ** (degrees - 1);
    }
    return (sum * width) / 3;
  };
  return simpson(Math.atan(t / Math.sqrt(degrees))) / simpson(Math.PI / 2);
}

test('95 % of the distribution are within it, to nine digits, on both sides of the change of method', () => {
  for (const degrees of [3, 4, 5, 7, 8, 25, 98, 99, 100, 101, 200, 1000]) {
    // The density there is above 0.05 on each side, so an error of 1e-10 in the probability is less than 1e-9 of t.
    expect(Math.abs(shareByIntegral(studentT95(degrees), degrees) - 0.95), `${degrees}`).toBeLessThan(1e-10);
  }
});

test('converges to the normal quantile', () => {
  expect(studentT95(1_000_000_000)).toBeCloseTo(1.959963984540054, 8);
  const values = Array.from({ length: 300 }, (_value, at) => studentT95(at + 1));
  expect(values).toEqual(values.toSorted((a, b) => b - a));
});
