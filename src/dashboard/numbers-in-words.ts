/** Numbers, lengths and dates as people read them. */

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

/** Above this a number has more digits than anyone reads. */
const longest = 1e15;

/** A count with its thousands parted. */
export const formatCount = (count: number) =>
  Math.abs(count) < longest ? grouped.format(count) : count.toExponential(2);

/** A share from 0 to 1 as a percentage with one decimal; a dash where there is none. */
export const formatShare = (share: number | null) =>
  share === null || !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(1)}${thin}%`;

/** A score with two decimals, more digits where it is large. */
export function formatScore(score: number | null): string {
  if (score === null) return '–';
  return Math.abs(score) >= 1000 ? formatCount(score) : score.toFixed(2);
}

/** A length in milliseconds as milliseconds, seconds or minutes. */
export function formatLength(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  if (milliseconds < 1000) return `${Number(milliseconds.toFixed(1))}${thin}ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)}${thin}s`;
  const minutes = Math.floor(milliseconds / 60_000);
  return `${minutes}${thin}min ${Math.round((milliseconds % 60_000) / 1000)}${thin}s`;
}

/** A moment as its day, UTC. */
export const formatDate = (milliseconds: number | null) =>
  milliseconds === null ? '–' : day.format(milliseconds);

/** A moment with its time, UTC. */
export const formatMoment = (milliseconds: number) => moment.format(milliseconds);

/** A moment as ISO 8601; empty where there is none. */
export const dateIso = (milliseconds: number | null) =>
  milliseconds === null ? '' : new Date(milliseconds).toISOString();
