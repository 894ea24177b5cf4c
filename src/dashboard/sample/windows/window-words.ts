/** Texts for windows and time ranges: which window, when, and its prediction. */
import { isolatedText } from '../../../contract/isolated-text';
import type { WindowPrediction } from '../../../domain/windows';
import { formatCount, formatLength } from '../../ui/numbers-in-words';

/** The time span of a window, such as "4.0 to 6.0 s"; empty if the run does not state it. */
export function windowSpanWords({ startMs, endMs }: Pick<WindowPrediction, 'startMs' | 'endMs'>): string {
  if (startMs === null) return '';
  if (endMs === null || endMs <= startMs) return `at ${formatLength(startMs)}`;
  if (endMs < 1000) return `${Number(startMs.toFixed(1))} to ${formatLength(endMs)}`;
  const digits = endMs - startMs < 1000 ? 2 : 1;
  return `${(startMs / 1000).toFixed(digits)} to ${(endMs / 1000).toFixed(digits)}\u202fs`;
}

/** A sentence with everything about one window, for screen readers. */
export function windowSentence(window: WindowPrediction, index: number, total: number): string {
  const { expected, prediction, correct } = window;
  const verdict = correct === null ? 'not judged' : correct ? 'correct' : 'wrong';
  return [
    `Window ${formatCount(index + 1)} of ${formatCount(total)}`,
    windowSpanWords(window),
    prediction === null ? 'nothing said' : `said ${isolatedText(prediction)}`,
    expected === null ? 'nothing expected' : `expected ${isolatedText(expected)}`,
    verdict,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** A time range in seconds: indexes count values, and both ends are included. */
export function stretchWords(startIndex: number, endIndex: number, intervalMs: number): string {
  const seconds = (index: number) =>
    Number((Math.min(index * intervalMs, Number.MAX_VALUE) / 1000).toFixed(2));
  return `${seconds(startIndex)} to ${seconds(endIndex + 1)}\u202fs`;
}
