/** One row of the benchmark's table. */

export interface MeasuredRow {
  what: string;
  unit: 'ms' | 's' | 'MB' | 'kB';
  /** The most that is allowed; absent: only the ratio to the floor counts, or the row is for information. */
  goal?: { most: number };
  median: number;
  /** How many measurements the median is of. */
  times: number;
  /** The 95th percentile, where there are enough. */
  p95?: number;
  /** The typed-array floor for the same, and what the ratio to it may be at most. */
  floor?: { median: number; ratio: number; most?: number };
  note?: string;
}

/** Whether it reached its goal and its ratio; `undefined` where it has neither. */
export function isReached({ goal, median, floor }: MeasuredRow): boolean | undefined {
  if (goal === undefined && floor?.most === undefined) return undefined;
  const reachesGoal = goal === undefined || median <= goal.most;
  return reachesGoal && (floor?.most === undefined || floor.ratio <= floor.most);
}
