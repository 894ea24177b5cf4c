/** The positions of a sample's windows on the time axis, and the cells that represent them. */
import type { WindowPrediction } from '../../../domain/windows';
import { shareIn } from '../../charts/number-range';

/** The part of the axis that belongs to a window, in milliseconds; overlapping windows divide their overlap. */
export interface WindowPlace {
  index: number;
  from: number;
  to: number;
}

/** One cell of the track, in pixels from its left: a window, or several that are too narrow to distinguish. */
export interface TrackCell {
  left: number;
  right: number;
  windows: number;
  /** The index of its first window. */
  index: number;
  /** The most frequent value of its windows. */
  expected: string | null;
  said: string | null;
  wrong: number;
  notJudged: number;
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

class Tally {
  readonly #counts = new Map<string | null, number>();

  add(label: string | null): void {
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  most(): string | null {
    let most: { label: string | null; count: number } = { label: null, count: 0 };
    for (const [label, count] of this.#counts) if (count > most.count) most = { label, count };
    return most.label;
  }
}

/** The cell of consecutive windows. */
function cellOf(group: readonly { window: WindowPrediction; index: number; left: number; right: number }[]) {
  const expected = new Tally();
  const said = new Tally();
  let wrong = 0;
  let notJudged = 0;
  let left = Infinity;
  let right = -Infinity;
  for (const { window, ...place } of group) {
    expected.add(window.expected);
    said.add(window.prediction);
    if (window.correct === false) wrong += 1;
    if (window.correct === null) notJudged += 1;
    left = Math.min(left, place.left);
    right = Math.max(right, place.right);
  }
  const windows = group.length;
  const index = group[0]?.index ?? 0;
  return { left, right, windows, index, expected: expected.most(), said: said.most(), wrong, notJudged };
}

/**
 * The cells of the windows within a time range, over `width` pixels. Neighbours are combined until a cell extends
 * `least` pixels beyond the previous cells, so that all cells are visible.
 */
export function trackCells(
  windows: readonly WindowPrediction[],
  places: readonly WindowPlace[],
  [from, to]: readonly [from: number, to: number],
  width: number,
  least = 3,
): TrackCell[] {
  if (!(to > from) || !(width > 0)) return [];
  const pixels = (ms: number) => shareIn([from, to], ms) * width;
  const cells: TrackCell[] = [];
  let group: { window: WindowPrediction; index: number; left: number; right: number }[] = [];
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
