/** One row of the benchmark's table. */

export interface MeasuredRow {
  what: string;
  unit: 'ms' | 'MB' | 'kB' | 'samples/s';
  /** The most that is allowed, or the least where more is better; absent: told for its own sake. */
  goal?: { most: number } | { least: number };
  median: number;
  /** How many measurements the median is of. */
  times: number;
  /** The 95th percentile, where there are enough. */
  p95?: number;
  /** The typed-array floor for the same, and what the ratio to it may be at most. */
  floor?: { median: number; ratio: number; most?: number };
  note?: string;
}

/** Whether it reached its goal and its ratio; `undefined` where it has none. */
export function isReached({ goal, median, floor }: MeasuredRow): boolean | undefined {
  if (goal === undefined) return undefined;
  const reachesGoal = 'most' in goal ? median <= goal.most : median >= goal.least;
  return reachesGoal && (floor?.most === undefined || floor.ratio <= floor.most);
}
