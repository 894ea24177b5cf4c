/** Formats values of models. */

/** A value with its significant digits. */
export function formatValue(value: number): string {
  const digits = value.toPrecision(4);
  const rounded = Number(digits);
  // Rounding the largest numbers may overflow.
  return Number.isFinite(rounded) ? String(rounded) : digits;
}
