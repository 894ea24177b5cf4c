/** One row of the benchmark's table. */

export interface MeasuredRow {
  what: string;
  unit: 'ms' | 's' | 'MB' | 'kB';
  /** The maximum allowed value; absent: only the ratio to the floor counts, or the row is informational. */
  goal?: { most: number };
  median: number;
  /** The number of measurements. */
  times: number;
  /** The 95th percentile, if there are enough measurements. */
  p95?: number;
  /** The typed-array floor for the same work, and the maximum allowed ratio to it. */
  floor?: { median: number; ratio: number; most?: number };
  note?: string;
}

/** Whether it met its goal and its ratio; `undefined` if it has neither. */
export function isReached({ goal, median, floor }: MeasuredRow): boolean | undefined {
  if (goal === undefined && floor?.most === undefined) return undefined;
  const reachesGoal = goal === undefined || median <= goal.most;
  return reachesGoal && (floor?.most === undefined || floor.ratio <= floor.most);
}
