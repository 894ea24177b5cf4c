/** Whole numbers as texts: ids of projects, impulses and samples read the same in a path, a parameter and a flag. */

/** The number from 0 that the digits stand for; `undefined` for anything else, and where a double would change it. */
export function readWholeNumber(text: string): number | undefined {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
