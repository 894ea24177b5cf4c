/** How far a reading is, for who looks on: one line that changes on a terminal, now and then a plain line elsewhere. */
import { paceOf, progressWords, type Progress } from '../../domain/progress-words';
import type { Writer } from './terminal';

const terminalPause = 100;
const plainPause = 5000;

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
      const line = `${verb}: ${progressWords({ ...progress, ...paceOf(progress, (time - start) / 1000) })}`;
      if (isTerminal) stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
      else stream.write(`${line}\n`);
      isShown = true;
    },
    end() {
      if (isTerminal && isShown) stream.write('\r\u001b[2K');
    },
  };
}
