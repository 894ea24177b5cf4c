/** Tests of a signal's axes. */
import { expect, test } from 'vitest';
import { axisNumbers, axisTimes, hertzWords, signalAxes, unitWords } from './signal-axes';

test('sensors of one unit share a scale, and a second unit gets an axis on the right', () => {
  const one = signalAxes([
    { name: 'x', units: 'm/s2' },
    { name: 'y', units: 'm/s2' },
  ]);
  expect(one.scaleOf).toEqual(['unit-0', 'unit-0']);
  const two = signalAxes([
    { name: 'x', units: 'm/s2' },
    { name: 'yaw', units: 'rad' },
  ]);
  expect(two.scaleOf).toEqual(['unit-0', 'unit-1']);
  expect(two.insets.right).toBeGreaterThan(one.insets.right);
});

test('units and numbers are short', () => {
  expect(unitWords('m/s2')).toBe('m/s²');
  expect(unitWords('CO2 ppm')).toBe('CO2 ppm');
  expect(unitWords('wav')).toBe('');
  expect(axisNumbers([0.1, 0.1 + 0.1, 0.1 + 0.2], 0.1)).toEqual(['0.1', '0.2', '0.3']);
  expect(axisNumbers([0, 0.25], 0.25)).toEqual(['0', '0.25']);
  expect(axisNumbers([-20_000, -10_000, 0], 10_000)).toEqual(['-20k', '-10k', '0']);
  expect(axisNumbers([1000, 1001], 1)).toEqual(['1000', '1001']);
  expect(axisNumbers([0, 0.00025], 0.00025)).toEqual(['0', '2.5e-4']);
  expect(axisNumbers([-1e308, 0, 1e308], 1e308)).toEqual(['-1e308', '0', '1e308']);
  expect(hertzWords(62.5)).toBe('62.5\u202fHz');
  expect(hertzWords(16_000)).toBe('16,000\u202fHz');
});

test('numbers that differ only in late digits are written as the difference from one of them', () => {
  expect(axisNumbers([0.9999998, 1, 1.0000002], 2e-7)).toEqual(['-2e-7', '1', '+2e-7']);
  expect(axisNumbers([101_324.8, 101_325, 101_325.2], 0.2)).toEqual(['-0.2', '101325', '+0.2']);
});

test('times are in seconds, as precise as the axis, or like a clock if they are long', () => {
  expect(axisTimes([0, 10, 20], 10)).toEqual(['0\u202fs', '10\u202fs', '20\u202fs']);
  expect(axisTimes([1, 1.0005], 0.0005)).toEqual(['1\u202fs', '1.0005\u202fs']);
  expect(axisTimes([0, 90, 600, 3949], 1)).toEqual(['0:00', '1:30', '10:00', '1:05:49']);
  expect(axisTimes([0, 5e297], 5e297)).toEqual(['0\u202fs', '5e297\u202fs']);
});
