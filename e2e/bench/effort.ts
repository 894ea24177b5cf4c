/** How often each part of the benchmark is measured: in the full benchmark, and in the quick one. */

export interface Effort {
  imports: number;
  /** Filter states, offsets and sorts. */
  states: number;
  /** Starts with a new data folder. */
  starts: number;
  /** In each of the lists: clicks on values of one facet, and of another. */
  clicks: readonly [number, number];
  /** Pixels per turn of the wheel in each pass; the first pass is only a warm-up. */
  goes: readonly number[];
  /** Turns of the wheel in each pass. */
  turns: number;
  /** Jumps of the scroll bar. */
  jumps: number;
}

export const wholeEffort: Effort = {
  imports: 3,
  states: 60,
  starts: 3,
  clicks: [5, 3],
  // Slow, fast, and back again.
  goes: [120, 120, 400, -400, 1200, -1200, 120],
  turns: 60,
  jumps: 12,
};

export const quickEffort: Effort = {
  imports: 1,
  states: 25,
  starts: 1,
  clicks: [3, 2],
  goes: [120, 120, 1200, -400],
  turns: 30,
  jumps: 6,
};
