/** How often each part of the benchmark is measured: on a million samples, and where an answer within a minute counts. */

export interface Effort {
  imports: number;
  /** Filter states, offsets and sorts. */
  states: number;
  /** Starts on a fresh data folder. */
  starts: number;
  /** In each of the lists, on values of one facet and of another. */
  clicks: readonly [number, number];
  /** Pixels of each turn of the wheel, go after go; the first go only warms up. */
  goes: readonly number[];
  /** Of the wheel, in each go. */
  turns: number;
  /** Of the scroll bar. */
  jumps: number;
}

export const wholeEffort: Effort = {
  imports: 3,
  states: 60,
  starts: 3,
  clicks: [5, 3],
  // Slow, quick, back again.
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
