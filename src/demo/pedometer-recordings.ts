/** Reads the accelerometer recordings of the npm package `pedometer` and cuts them into samples. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Random } from './seeded-random';

export const intervalMs = 10;

export const sensors = [
  { name: 'accX', units: 'm/s2' },
  { name: 'accY', units: 'm/s2' },
  { name: 'accZ', units: 'm/s2' },
  { name: 'yaw', units: 'rad' },
  { name: 'pitch', units: 'rad' },
  { name: 'roll', units: 'rad' },
];

/** One reading of all sensors, in their order. */
export type Reading = [accX: number, accY: number, accZ: number, yaw: number, pitch: number, roll: number];

type Recording = { name: string; label: string; readings: Reading[] };
export type Stretch = { recording: Recording; start: number; readings: Reading[] };

// NotWalking3 is left out: it equals NotWalking1, with angles in radians.
const files = [
  ...[1, 2, 3, 4, 5].map((n) => ({ name: `Walking${n}`, label: 'walking' })),
  ...[1, 2, 4, 5].map((n) => ({ name: `NotWalking${n}`, label: 'not walking' })),
  ...[1, 2].map((n) => ({ name: `Mixed${n}`, label: 'mixed' })),
];

/** Only NotWalking1 has its angles in degrees. */
const degreesIn = new Set(['NotWalking1']);

export function readRecordings(): Recording[] {
  const { resolve } = createRequire(import.meta.url);
  return files.map(({ name, label }) => {
    const text = readFileSync(resolve(`pedometer/test/Data${name}.csv`), 'utf8');
    const angle = degreesIn.has(name) ? Math.PI / 180 : 1;
    const readings = text
      .trim()
      .split('\n')
      .flatMap((line) => readingOf(line, angle));
    return { name, label, readings };
  });
}

/**
 * Three decimals are finer than the sensors' noise, and keep the files small. A row that contains anything but
 * numbers is dropped.
 */
function readingOf(line: string, angle: number): Reading[] {
  const [x, y, z, yaw, pitch, roll] = line.split(',').map(Number);
  const round = (value: number | undefined, factor: number) =>
    Math.round((value ?? NaN) * factor * 1000) / 1000;
  // The package's own example negates the last angle to get the roll.
  const reading: Reading = [
    round(x, 1),
    round(y, 1),
    round(z, 1),
    round(yaw, angle),
    round(pitch, angle),
    round(roll, -angle),
  ];
  return reading.every(Number.isFinite) ? [reading] : [];
}

/**
 * Cuts a recording into samples of 8 to 14 seconds of different lengths; a remainder below 8 s is added to the last
 * one.
 */
export function cut(recording: Recording, random: Random): Stretch[] {
  const stretches: Stretch[] = [];
  const { readings } = recording;
  let start = 0;
  while (start < readings.length) {
    const length = 100 * (8 + random.below(7));
    const end = readings.length - start - length < 800 ? readings.length : start + length;
    stretches.push({ recording, start, readings: readings.slice(start, end) });
    start = end;
  }
  return stretches;
}
