/** Which window of a sample the panel shows. */
import type { WindowPrediction } from '../../domain/windows';

/** The index of the window that the URL asks for, else of the first wrong one, else 0. */
export function chosenWindow(windows: readonly WindowPrediction[], asked: number | undefined): number {
  if (asked !== undefined && asked < windows.length) return asked;
  return Math.max(
    0,
    windows.findIndex(({ correct }) => correct === false),
  );
}
