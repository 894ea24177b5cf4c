/** Converts two seconds of accelerometer readings into the features that the two learn blocks of the demo use. */
import type { Reading } from './pedometer-recordings';

export const windowLength = 200;
const windowStep = 100;

/** In Hz. Two seconds resolve frequencies half a hertz apart; above 5 Hz steps have little energy. */
const frequencies = Array.from({ length: 10 }, (_, i) => (i + 1) / 2);

const waves = frequencies.map((hertz) =>
  Array.from({ length: windowLength }, (_, t) => {
    const turn = (2 * Math.PI * hertz * t) / 100;
    return { cos: Math.cos(turn), sin: Math.sin(turn) };
  }),
);

export const featureCount = 3 + frequencies.length;

/** The first readings of the windows of a sample: every second, as long as two seconds remain. */
export const windowStarts = (length: number): number[] =>
  Array.from({ length: Math.floor((length - windowLength) / windowStep) + 1 }, (_, i) => i * windowStep);

/**
 * The strength of each axis, and how the movement's strength is distributed over the frequencies. All are
 * logarithms, since a shaken device is a hundred times stronger than a carried one.
 */
export function windowFeatures(readings: readonly Reading[]): number[] {
  const axes = [0 as const, 1 as const, 2 as const].map((axis) => readings.map((reading) => reading[axis]));
  const strengths = axes.map((values) => Math.log10(0.02 + rms(values)));
  const length = readings.map(([x, y, z]) => Math.sqrt(x * x + y * y + z * z));
  const mean = length.reduce((sum, value) => sum + value, 0) / length.length;
  const powers = waves.map((wave) => {
    let real = 0;
    let imaginary = 0;
    wave.forEach(({ cos, sin }, t) => {
      const value = (length[t] ?? mean) - mean;
      real += value * cos;
      imaginary += value * sin;
    });
    return Math.log10(0.001 + (real * real + imaginary * imaginary) / windowLength ** 2);
  });
  return [...strengths, ...powers];
}

export const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Returns a function that standardises features by their mean and standard deviation over the training windows. */
export function standardiser(rows: readonly number[][]): (row: readonly number[]) => number[] {
  const columns = rows[0]?.map((_, i) => {
    const values = rows.map((row) => row[i] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = rms(values.map((value) => value - mean));
    return { mean, spread: spread > 0 ? spread : 1 };
  });
  return (row) => row.map((value, i) => (value - (columns?.[i]?.mean ?? 0)) / (columns?.[i]?.spread ?? 1));
}
