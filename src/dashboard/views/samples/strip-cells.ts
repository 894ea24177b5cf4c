/** Merges windows into as many cells as a strip has room for; a cell is wrong if any of its windows is. */
import type { WindowPrediction } from '../../../domain/windows';

export interface StripCell {
  expected: string | null;
  said: string | null;
  isWrong: boolean;
}

/** At most `most` cells. A merged cell shows its first wrong window, so that no error is hidden. */
export function stripCells(windows: readonly WindowPrediction[], most: number): StripCell[] {
  const count = Math.min(windows.length, most);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * windows.length) / count);
    const to = Math.floor(((index + 1) * windows.length) / count);
    const merged = windows.slice(from, to);
    const shown = merged.find(({ correct }) => correct === false) ?? merged[0];
    return {
      expected: shown?.expected ?? null,
      said: shown?.prediction ?? null,
      isWrong: shown?.correct === false,
    };
  });
}
