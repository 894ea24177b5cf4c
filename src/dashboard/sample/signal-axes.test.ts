/** Tests of a signal's axes. */
import { expect, test } from 'vitest';
import { axisNumber, signalAxes, unitWords } from './signal-axes';

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
  expect(axisNumber(0.1 + 0.2)).toBe('0.3');
  expect(axisNumber(-32_768)).toBe('-32.8k');
  expect(axisNumber(5000)).toBe('5k');
});
