/** The positions of a sample's windows on the time axis, and the cells that represent them in a strip or track. */
import type { WindowPrediction } from '../../domain/windows';
import { shareIn, type NumberRange } from './number-range';

/** The part of the axis that belongs to a window, in milliseconds; overlapping windows divide their overlap. */
export interface WindowPlace {
  index: number;
  from: number;
  to: number;
}

/** One cell, in pixels from the left: a window, or several that are too narrow to distinguish. */
export interface WindowCell {
  left: number;
  right: number;
  windows: number;
  /** The index of its first window. */
  index: number;
  /** The most frequent pair of its wrong windows, so that no error is hidden; of all its windows if none is wrong. */
  expected: string | null;
  said: string | null;
  wrong: number;
  notJudged: number;
}

/** The part of the time axis that contains all windows and the whole sample, in milliseconds. */
export function windowsRange(windows: readonly WindowPrediction[], lengthMs: number | null): NumberRange {
  let from = 0;
  let to = lengthMs ?? 0;
  for (const { startMs, endMs } of windows) {
    from = Math.min(from, startMs ?? 0);
    to = Math.max(to, endMs ?? startMs ?? 0);
  }
  return [from, to > from ? to : windows.length];
}

/** The positions of all windows in ascending order; evenly spread over `lengthMs` if the run does not state them. */
export function windowPlaces(windows: readonly WindowPrediction[], lengthMs: number): WindowPlace[] {
  const timed = windows.flatMap(({ startMs, endMs }, index) =>
    startMs === null ? [] : [{ index, start: startMs, end: Math.max(startMs, endMs ?? startMs) }],
  );
  if (timed.length < windows.length) {
    const step = (lengthMs > 0 ? lengthMs : windows.length) / windows.length;
    return windows.map((_, index) => ({ index, from: index * step, to: (index + 1) * step }));
  }
  timed.sort((a, b) => a.start - b.start || a.index - b.index);
  return timed.map(({ index, start, end }, at) => {
    const before = timed[at - 1];
    const after = timed[at + 1];
    const from = before !== undefined && before.end > start ? before.end / 2 + start / 2 : start;
    const to = after !== undefined && after.start < end ? end / 2 + after.start / 2 : end;
    return { index, from, to: Math.max(from, to) };
  });
}

/** The window at a moment, otherwise the nearest one; `undefined` if there are no windows. */
export function placeAt(places: readonly WindowPlace[], ms: number): WindowPlace | undefined {
  let nearest: { place: WindowPlace; distance: number } | undefined;
  for (const place of places) {
    const distance = Math.max(place.from - ms, ms - place.to, 0);
    if (nearest === undefined || distance < nearest.distance) nearest = { place, distance };
  }
  return nearest?.place;
}

/** Finds the most frequent pair of expected and predicted label; of equally frequent ones, the first to be so. */
class PairTally {
  readonly #counts = new Map<string | null, Map<string | null, number>>();
  #count = 0;
  #most: { expected: string | null; said: string | null } = { expected: null, said: null };

  add({ expected, prediction: said }: WindowPrediction): void {
    const counts = this.#counts.get(expected) ?? new Map<string | null, number>();
    const count = (counts.get(said) ?? 0) + 1;
    this.#counts.set(expected, counts.set(said, count));
    if (count <= this.#count) return;
    this.#count = count;
    this.#most = { expected, said };
  }

  most = () => this.#most;
}

interface PlacedWindow {
  window: WindowPrediction;
  index: number;
  left: number;
  right: number;
}

/** The cell of consecutive windows. */
function cellOf(group: readonly PlacedWindow[]): WindowCell {
  const ofAll = new PairTally();
  const ofWrong = new PairTally();
  let wrong = 0;
  let notJudged = 0;
  let left = Infinity;
  let right = -Infinity;
  for (const { window, ...place } of group) {
    ofAll.add(window);
    if (window.correct === false) {
      ofWrong.add(window);
      wrong += 1;
    }
    if (window.correct === null) notJudged += 1;
    left = Math.min(left, place.left);
    right = Math.max(right, place.right);
  }
  const index = group[0]?.index ?? 0;
  const { expected, said } = (wrong > 0 ? ofWrong : ofAll).most();
  return { left, right, windows: group.length, index, expected, said, wrong, notJudged };
}

/**
 * The cells of the windows within a time range, over `width` pixels. Neighbours are combined until a cell extends
 * `least` pixels beyond the previous cells, so that all cells are visible.
 */
export function windowCells(
  windows: readonly WindowPrediction[],
  places: readonly WindowPlace[],
  [from, to]: NumberRange,
  width: number,
  least = 3,
): WindowCell[] {
  if (!(to > from) || !(width > 0)) return [];
  const pixels = (ms: number) => shareIn([from, to], ms) * width;
  const cells: WindowCell[] = [];
  let group: PlacedWindow[] = [];
  let reached = 0;
  for (const place of places) {
    const window = windows[place.index];
    if (window === undefined || place.to < from || place.from > to) continue;
    // A window that only touches the range from outside is not in it.
    if ((place.to === from || place.from === to) && place.to > place.from) continue;
    const [left, right] = [pixels(place.from), pixels(place.to)];
    group.push({ window, index: place.index, left, right });
    // Long windows that start one after another may each cover the whole track.
    if (right - Math.max(reached, group[0]?.left ?? 0) < least) continue;
    cells.push(cellOf(group));
    group = [];
    reached = right;
  }
  if (group.length > 0) cells.push(cellOf(group));
  return cells;
}
