/** Formats numbers, lengths and dates. */
import type { Interval } from '../../domain/metrics/intervals';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

// A narrow no-break space keeps a number and its unit on one line.
const thin = '\u202f';

/** Larger numbers have more digits than are readable. */
const longest = 1e15;

/** A count with thousands separators. */
export const formatCount = (count: number) =>
  Math.abs(count) < longest ? grouped.format(count) : count.toExponential(2);

/** A number from 0 to `most`, rounded, but to a limit of the scale only if it is exactly there. */
function rounded(value: number, most: number, digits: number): string {
  const step = 10 ** -digits;
  const least = value > 0 ? step : 0;
  return Math.min(Math.max(value, least), value < most ? most - step : most).toFixed(digits);
}

/** A share from 0 to 1 as a percentage with one decimal, 0 and 100 only if exact; a dash if there is none. */
export const formatShare = (share: number | null) =>
  share === null || !Number.isFinite(share) ? '–' : `${rounded(share * 100, 100, 1)}${thin}%`;

/** A rate from 0 to 1 with three decimals, 0 and 1 only if exact; a dash if there is none. */
export const formatRate = (rate: number | null) => (rate === null ? '–' : rounded(rate, 1, 3));

/**
 * Both ends with the given digits, rounded outward; with more digits if an end would be rounded to a limit of the
 * scale.
 */
function endsInWords({ low, high }: Interval, scale: number, digits: number): string {
  // Products such as 0.07 × 100 have an error in the last digit.
  const noise = 1e-9;
  const outward = (end: number, round: (value: number) => number, sign: 1 | -1): string => {
    for (let more = digits; ; more++) {
      const value = round(end * scale * 10 ** more + sign * noise) / 10 ** more;
      const isLimit = (value <= 0 && end > 0) || (value >= scale && end < 1);
      if (!isLimit || more === digits + 4) return value.toFixed(more);
    }
  };
  return `${outward(low, Math.floor, 1)} to ${outward(high, Math.ceil, -1)}`;
}

/** In an interval narrower than this, an additional digit distinguishes the ends from the rate. */
const narrow = 0.02;

/** An interval of a share as percentages, such as "50 to 69 %". */
export const formatShareInterval = (interval: Interval) =>
  `${endsInWords(interval, 100, interval.high - interval.low < narrow ? 1 : 0)}${thin}%`;

/** An interval of a rate, such as "0.64 to 0.73". */
export const formatRateInterval = (interval: Interval) =>
  endsInWords(interval, 1, interval.high - interval.low < narrow ? 3 : 2);

/** A score with two decimals; with more digits if it is large. */
export function formatScore(score: number | null): string {
  if (score === null) return '–';
  return Math.abs(score) >= 1000 ? formatCount(score) : score.toFixed(2);
}

/** A length in milliseconds, formatted as milliseconds, seconds or minutes. */
export function formatLength(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  if (milliseconds < 1000) return `${Number(milliseconds.toFixed(1))}${thin}ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)}${thin}s`;
  const minutes = Math.floor(milliseconds / 60_000);
  return `${minutes}${thin}min ${Math.round((milliseconds % 60_000) / 1000)}${thin}s`;
}

/** The day of a moment, UTC. */
export const formatDate = (milliseconds: number | null) =>
  milliseconds === null ? '–' : day.format(milliseconds);

/** A moment with its time, UTC. */
export const formatMoment = (milliseconds: number) => moment.format(milliseconds);

/** A moment as ISO 8601; empty if there is none. */
export const dateIso = (milliseconds: number | null) =>
  milliseconds === null ? '' : new Date(milliseconds).toISOString();

/** A value of a model or a sensor with four significant digits. */
export function formatValue(value: number): string {
  const digits = value.toPrecision(4);
  const plain = Number(digits);
  // Rounding the largest numbers may overflow.
  return Number.isFinite(plain) ? String(plain) : digits;
}
