/** Strict reading and shortest printing of numbers in a query string. */

/** The number that a decimal text stands for, or `undefined`: no hex, no blanks, nothing past what a number holds. */
export function numberFromText(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

/** The shortest text that reads back as the same number. */
export function textFromNumber(value: number): string {
  return String(value).replace('e+', 'e');
}
