/** Describes a part of a recording in words that group samples into slices; everything is computed from the data. */
import { rms } from './pedometer-features';
import type { Reading, Stretch } from './pedometer-recordings';

export const stretchTraits = ({ recording, start, readings }: Stretch): Record<string, string> => ({
  recording: recording.name,
  starts_at: `${(start / 100).toFixed(0)} s`,
  movement: movement(readings),
  rhythm: rhythm(readings),
  held: held(readings),
  repeated_readings: repeats(readings),
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const strength = ([x, y, z]: Reading): number => Math.sqrt(x * x + y * y + z * z);

/** Root mean square of the acceleration, in m/s². */
function movement(readings: readonly Reading[]): string {
  const value = rms(readings.map(strength));
  return value < 0.25 ? 'still' : value < 2 ? 'gentle' : value < 4 ? 'brisk' : 'violent';
}

/** Steps (or shakes) per second: the lag with the highest autocorrelation of the acceleration's magnitude. */
function rhythm(readings: readonly Reading[]): string {
  const lengths = readings.map(strength);
  const middle = mean(lengths);
  const centred = lengths.map((value) => value - middle);
  const power = centred.reduce((sum, value) => sum + value * value, 0);
  let best = 0;
  let bestLag = 0;
  for (let lag = 33; lag <= 125; lag++) {
    let sum = 0;
    for (let i = lag; i < centred.length; i++) sum += (centred[i] ?? 0) * (centred[i - lag] ?? 0);
    if (sum / power <= best) continue;
    best = sum / power;
    bestLag = lag;
  }
  if (best < 0.3) return 'none';
  const hertz = 100 / bestLag;
  return hertz < 1.4 ? 'under 1.4 Hz' : hertz < 2.2 ? '1.4 to 2.2 Hz' : 'over 2.2 Hz';
}

/** How far the device is tilted forwards or backwards, on average. */
function held(readings: readonly Reading[]): string {
  const degrees = (Math.abs(mean(readings.map((reading) => reading[4]))) * 180) / Math.PI;
  return degrees < 10 ? 'flat' : degrees < 25 ? 'tilted' : 'steep';
}

/**
 * Some recordings were written faster than the sensor measured, so that about every second reading repeats the
 * previous one.
 */
function repeats(readings: readonly Reading[]): string {
  const same = readings.filter((reading, i) => {
    const before = readings[i - 1];
    return before && before[0] === reading[0] && before[1] === reading[1] && before[2] === reading[2];
  });
  return same.length > readings.length / 5 ? 'many' : 'few or none';
}
