/** Shows progress: in a terminal as one line that is redrawn, elsewhere as occasional plain lines. */
import { paceOf, progressWords, type Progress } from '../../domain/progress-words';
import type { Output } from './terminal';

const terminalPause = 100;
const plainPause = 5000;

/** A count with its noun, such as `1,200 samples`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

export interface ProgressLine {
  show: (progress: Progress) => void;
  /** Ends the line before other output. */
  end: () => void;
}

/** A progress line on an output; `now` returns milliseconds. */
export function progressLine(
  output: Output,
  verb: string,
  now: () => number = () => performance.now(),
): ProgressLine {
  const start = now();
  const { isTerminal } = output;
  let last = isTerminal ? -Infinity : start;
  let isShown = false;
  return {
    show(progress) {
      const time = now();
      if (time - last < (isTerminal ? terminalPause : plainPause)) return;
      last = time;
      const line = `${verb}: ${progressWords({ ...progress, ...paceOf(progress, (time - start) / 1000) })}`;
      if (isTerminal) output.redraw(line.slice(0, output.columns - 1));
      else output.line(line);
      isShown = true;
    },
    end() {
      if (isTerminal && isShown) output.redraw('');
    },
  };
}
