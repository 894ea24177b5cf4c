/** Parses whole numbers: ids have the same format in a path, a parameter and a flag. */

/**
 * The number from 0 that the digits represent; `undefined` for anything else, or if a double cannot represent it
 * exactly.
 */
export function readWholeNumber(text: string): number | undefined {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
