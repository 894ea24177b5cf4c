/** How rates and their intervals are formatted. */
import { expect, test } from 'vitest';
import { formatRate, formatRateInterval, formatShare, formatShareInterval } from './numbers-in-words';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test('a rate is 0 or 100 % only if it is exact', () => {
  const shares = [0, 0.0001, 0.0004, 0.5, 0.8803, 0.9994, 0.9997, 1];
  expect(shares.map((share) => plain(formatShare(share)))).toEqual(
    ['0.0', '0.1', '0.1', '50.0', '88.0', '99.9', '99.9', '100.0'].map((share) => `${share} %`),
  );
  expect([0, 0.0001, 0.6843, 0.9999, 1].map(formatRate)).toEqual([
    '0.000',
    '0.001',
    '0.684',
    '0.999',
    '1.000',
  ]);
});

test.each([
  [0.498, 0.687, '49 to 69 %'],
  [0.5, 0.69, '50 to 69 %'],
  [0.07, 0.29, '7 to 29 %'],
  [0.8796, 0.8804, '87.9 to 88.1 %'],
  [0, 0.161, '0 to 17 %'],
  [0.003, 0.161, '0.3 to 17 %'],
  [0.839, 1, '83 to 100 %'],
  [0.9, 0.9951, '90 to 99.6 %'],
  [0.99, 0.99996, '99.0 to 99.996 %'],
])('the interval %d to %d is rounded outward, to no limit that it does not reach', (low, high, words) => {
  expect(plain(formatShareInterval({ low, high }))).toBe(words);
});

test('the interval of a rate without per cent', () => {
  expect(formatRateInterval({ low: 0.6441, high: 0.7234 })).toBe('0.64 to 0.73');
  expect(formatRateInterval({ low: 0.6811, high: 0.6874 })).toBe('0.681 to 0.688');
});
