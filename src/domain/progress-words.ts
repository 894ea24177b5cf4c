/** How far a piece of work over samples is, in the words of the terminal and of the screen. */

export interface Progress {
  samples: number;
  /** Samples that were read for it so far, where that runs ahead of the work; unset: none. */
  samplesRead?: number;
  /** How much of the work is done, 0 to 1. */
  share: number;
}

/** How fast it went on average, and how long it will take at that; `null` where that cannot be told yet. */
export interface Pace {
  /** Samples a second. */
  rate: number;
  /** Samples a second, of those that were read for it. */
  readRate: number;
  /** Seconds. */
  timeLeft: number | null;
}

/** The pace of a work that has taken so many seconds. */
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

/** Such as `50 % · 45,000 samples · 30,000/s · 2 s left`; `45,000 samples read` as long as nothing is done with them. */
export function progressWords(progress: Progress & Pace): string {
  const { samples, samplesRead = 0, share, rate, readRate, timeLeft } = progress;
  const words = [`${Math.floor(share * 100)} %`];
  if (samples > 0) words.push(`${number(samples)} samples`, `${number(rate)}/s`);
  else if (samplesRead > 0) words.push(`${number(samplesRead)} samples read`, `${number(readRate)}/s`);
  if (timeLeft !== null) words.push(`${duration(timeLeft)} left`);
  return words.join(' · ');
}
