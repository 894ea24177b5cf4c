/** The windows that the panel shows, and which of them is chosen. */
import type { SampleEntry } from '../../contract/result-page';
import { windowOf } from '../../domain/learn-blocks/learn-block';
import { mainClassification, windowAnomaly, windowConfidence } from '../../domain/learn-blocks/registry';
import { expectedLabel, windowSpan } from '../../domain/learn-blocks/window-frames';
import { entryWindowCount, entryWindows, type WindowPrediction } from '../../domain/windows';

/**
 * The windows of an entry, and after them those that have scores but no prediction, which no outcome counts but a
 * person may want to see.
 */
export function shownWindows(entry: SampleEntry): WindowPrediction[] {
  const windows = entryWindows(entry);
  const count = entryWindowCount(entry);
  const main = mainClassification(entry);
  const { sample } = entry.result;
  for (let index = windows.length; index < count; index++) {
    const frame = {
      ...windowSpan(main, sample, undefined, index, count),
      expected: expectedLabel(main?.expectedLabels, index, count) ?? sample.label ?? null,
      confidence: windowConfidence(entry, index, undefined),
      anomaly: windowAnomaly(entry, index, undefined),
    };
    windows.push(windowOf(frame, { unknownReason: 'The run has scores of this window, but no prediction' }));
  }
  return windows;
}

/** The index of the window that the URL asks for, else of the first wrong one, else 0. */
export function chosenWindow(windows: readonly WindowPrediction[], asked: number | undefined): number {
  if (asked !== undefined && asked < windows.length) return asked;
  return Math.max(
    0,
    windows.findIndex(({ correct }) => correct === false),
  );
}
