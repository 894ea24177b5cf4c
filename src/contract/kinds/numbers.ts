/** Strict parsing and shortest printing of numbers in a query string. */

/**
 * The number in a decimal text. `undefined` for anything else: no hex, no blanks, nothing beyond the range of a
 * number.
 */
export function numberFromText(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

/** The shortest text that parses to the same number. */
export function textFromNumber(value: number): string {
  return String(value).replace('e+', 'e');
}
