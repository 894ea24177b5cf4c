/** Times as ISO 8601 texts of one length, which sort as the times do. */

const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** Milliseconds since 1970 in UTC; the nearest year from 0000 to 9999 where a clock is set past them. */
export function isoTime(milliseconds: number): string {
  return new Date(Math.min(latest, Math.max(earliest, milliseconds))).toISOString();
}
