/** The progress of work over samples, as text for the terminal and the dashboard. */

export interface Progress {
  samples: number;
  /** The number of samples read so far, if reading runs ahead of the work; unset: none. */
  samplesRead?: number;
  /** The share of the work that is done, 0 to 1. */
  share: number;
}

/** The average speed and the remaining time at that speed; `null` if it cannot be estimated yet. */
export interface Pace {
  /** Samples per second. */
  rate: number;
  /** Samples read per second. */
  readRate: number;
  /** Seconds. */
  timeLeft: number | null;
}

/** The pace of work that has taken the given number of seconds. */
export function paceOf({ samples, samplesRead = 0, share }: Progress, seconds: number): Pace {
  const canTell = share > 0.02 && share < 1 && seconds >= 1;
  const taken = Math.max(seconds, 0.001);
  return {
    rate: samples / taken,
    readRate: samplesRead / taken,
    timeLeft: canTell ? (seconds * (1 - share)) / share : null,
  };
}

const number = (value: number) => Math.round(value).toLocaleString('en');

function duration(exact: number): string {
  const seconds = Math.ceil(exact);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * For example `50 % · 45,000 samples · 30,000/s · 2 s left`, or `45,000 samples read` before any of them is
 * processed.
 */
export function progressWords(progress: Progress & Pace): string {
  const { samples, samplesRead = 0, share, rate, readRate, timeLeft } = progress;
  const words = [`${Math.floor(share * 100)} %`];
  if (samples > 0) words.push(`${number(samples)} samples`, `${number(rate)}/s`);
  else if (samplesRead > 0) words.push(`${number(samplesRead)} samples read`, `${number(readRate)}/s`);
  if (timeLeft !== null) words.push(`${duration(timeLeft)} left`);
  return words.join(' · ');
}
