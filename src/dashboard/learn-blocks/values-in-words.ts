/** Values of models in words. */

/** A value with as many digits as tell something. */
export function formatValue(value: number): string {
  const digits = value.toPrecision(4);
  const rounded = Number(digits);
  // The largest numbers are rounded to more than a number can hold.
  return Number.isFinite(rounded) ? String(rounded) : digits;
}
