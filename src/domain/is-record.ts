/** Tells objects with names from other values that JSON can hold. */

/** Whether a value is an object, and neither a list nor `null`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
