/** How far a reading is, for who looks on: one line that changes on a terminal, now and then a plain line elsewhere. */
import type { Writer } from './terminal';

export interface Progress {
  samples: number;
  /** How much of the work is done, 0 to 1. */
  share: number;
}

const terminalPause = 100;
const plainPause = 5000;

const number = (value: number) => Math.round(value).toLocaleString('en');

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A progress as a sentence, after so many seconds. */
export function progressWords({ samples, share }: Progress, seconds: number): string {
  const words = [`${Math.floor(share * 100)} %`];
  if (samples > 0)
    words.push(`${number(samples)} samples`, `${number(samples / Math.max(seconds, 0.001))}/s`);
  if (share > 0.02 && share < 1 && seconds >= 1)
    words.push(`${duration((seconds * (1 - share)) / share)} left`);
  return words.join(' · ');
}

export interface ProgressLine {
  show: (progress: Progress) => void;
  /** Leaves the line for what is written next. */
  end: () => void;
}

/** A line on a stream; `now` gives milliseconds. */
export function progressLine(
  stream: Writer,
  verb: string,
  now: () => number = () => performance.now(),
): ProgressLine {
  const start = now();
  const isTerminal = stream.isTTY === true;
  let last = isTerminal ? -Infinity : start;
  let isShown = false;
  return {
    show(progress) {
      const time = now();
      if (time - last < (isTerminal ? terminalPause : plainPause)) return;
      last = time;
      const line = `${verb}: ${progressWords(progress, (time - start) / 1000)}`;
      if (isTerminal) stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
      else stream.write(`${line}\n`);
      isShown = true;
    },
    end() {
      if (isTerminal && isShown) stream.write('\r\u001b[2K');
    },
  };
}
