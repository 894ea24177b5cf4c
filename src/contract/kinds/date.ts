/** The kind of filter that limits a date by a lower and an upper bound: ISO 8601, UTC if no zone is given. */
import type { DateField } from '../field';
import type { Kind } from './kind';

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Milliseconds since 1970 of an ISO 8601 date or time, UTC if it has no zone; `undefined` if the text is neither. */
export function millisecondsFromIso(text: string): number | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const offset = offsetMinutes(match[8]);
  if (year === undefined || month === undefined || day === undefined || offset === undefined)
    return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000 + 1e-6);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, fraction);
  // `Date` rolls a day or month that is out of range over into the next one.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.getTime() - offset * 60_000;
}

/** The shortest ISO text of a moment: midnight UTC is a plain date, and zero milliseconds are left out. */
export function isoFromMilliseconds(time: number): string {
  const iso = new Date(time).toISOString();
  if (iso.endsWith('T00:00:00.000Z')) return iso.slice(0, -'T00:00:00.000Z'.length);
  return iso.replace(/(:00)?\.000Z$/, 'Z');
}

/** A moment in words, UTC. */
const inWords = (time: number) => isoFromMilliseconds(time).replace('T', ' ').replace('Z', ' UTC');

export const date: Kind<'date'> = {
  parse(field, read, problems) {
    const [min, max] = field.parameters.map((parameter) => {
      const text = read(parameter);
      if (text === undefined) return undefined;
      const value = millisecondsFromIso(text);
      if (value === undefined) {
        problems.push({
          parameter,
          message: `"${parameter}" must be an ISO 8601 date such as 2024-12-31 or 2024-12-31T08:00:00Z`,
        });
      }
      return value;
    });
    if (min === undefined && max === undefined) return undefined;
    return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  },
  print(field, { min, max }) {
    const [minName, maxName] = field.parameters;
    const printed: [string, string][] = [];
    if (min !== undefined) printed.push([minName, isoFromMilliseconds(min)]);
    if (max !== undefined) printed.push([maxName, isoFromMilliseconds(max)]);
    return printed;
  },
  sentence(field: DateField, { min, max }) {
    if (min !== undefined && max !== undefined)
      return `${field.title} after ${inWords(min)}, before ${inWords(max)}`;
    if (min !== undefined) return `${field.title} after ${inWords(min)}`;
    return max === undefined ? field.title : `${field.title} before ${inWords(max)}`;
  },
  parameters(field) {
    const [min, max] = field.parameters;
    const schema = { type: 'string', format: 'date-time' };
    return [
      {
        name: min,
        schema,
        description: `${field.title} after this moment. ${field.help}`,
        example: '2024-01-01',
      },
      {
        name: max,
        schema,
        description: `${field.title} before this moment. ${field.help}`,
        example: '2024-12-31T00:00:00Z',
      },
    ];
  },
};
