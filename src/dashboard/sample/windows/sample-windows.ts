/** Selects the window of a sample that the panel shows. */
import type { WindowPrediction } from '../../../domain/windows';

/** The index of the window in the URL, otherwise of the first wrong one, otherwise 0. */
export function chosenWindow(windows: readonly WindowPrediction[], asked: number | undefined): number {
  if (asked !== undefined && asked < windows.length) return asked;
  return Math.max(
    0,
    windows.findIndex(({ correct }) => correct === false),
  );
}
