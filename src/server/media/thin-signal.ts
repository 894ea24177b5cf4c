/** Thins a signal to what a chart can show: the extremes of buckets, in their original order. */

export interface ThinSignal {
  /** The index of each point's reading, ascending. */
  indexes: number[];
  /** One list per sensor; `null` for a missing value. */
  series: (number | null)[][];
  /** Whether the points are extremes of buckets instead of all values. */
  isThinned: boolean;
}

/** Takes consecutive values of one sensor, starting at a reading; their buffer is reused afterwards. */
export type TakeValues = (sensor: number, first: number, values: Float64Array) => void;

/** Readings of all sensors, from `from` to `to`, exclusive. */
export interface Readings {
  from: number;
  to: number;
  sensors: number;
  /** Calls `take` with all of their values, in any order. */
  read: (take: TakeValues) => void;
}

const orNull = (value: number) => (Number.isFinite(value) ? value : null);

/** The values of each sensor; `NaN` if one is missing. */
export function columnsOf({ from, to, sensors, read }: Readings): Float64Array[] {
  const length = Math.max(0, to - from);
  const columns = Array.from({ length: sensors }, () => new Float64Array(length).fill(Number.NaN));
  read((sensor, first, values) => columns[sensor]?.set(values, first - from));
  return columns;
}

/**
 * The readings in at most `points` points. If all readings fit, all are returned. Otherwise each bucket of readings
 * becomes two points, at its first and last reading, with the sensor's lowest and highest value in their original
 * order: spikes remain visible, however narrow.
 */
export function thinSignal(readings: Readings, points: number): ThinSignal {
  const { from, to, sensors, read } = readings;
  const length = Math.max(0, to - from);
  if (length <= points) {
    return {
      indexes: Array.from({ length }, (_, index) => from + index),
      series: columnsOf(readings).map((column) => Array.from(column, orNull)),
      isThinned: false,
    };
  }
  const buckets = Math.max(1, Math.floor(points / 2));
  const cells = buckets * sensors;
  const lowest = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
  const highest = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
  const lowestAt = new Float64Array(cells);
  const highestAt = new Float64Array(cells);
  read((sensor, first, values) => {
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      const index = first + at;
      const cell = Math.floor(((index - from) * buckets) / length) * sensors + sensor;
      if (value < (lowest[cell] ?? 0)) {
        lowest[cell] = value;
        lowestAt[cell] = index;
      }
      if (value > (highest[cell] ?? 0)) {
        highest[cell] = value;
        highestAt[cell] = index;
      }
    }
  });
  // Integer arithmetic, so that both directions round the same.
  const startOf = (bucket: number) => from + Math.ceil((bucket * length) / buckets);
  const indexes: number[] = [];
  const series: (number | null)[][] = Array.from({ length: sensors }, () => []);
  for (let bucket = 0; bucket < buckets; bucket++) {
    indexes.push(startOf(bucket), startOf(bucket + 1) - 1);
    for (const [sensor, list] of series.entries()) {
      const cell = bucket * sensors + sensor;
      const low = orNull(lowest[cell] ?? Number.NaN);
      const high = orNull(highest[cell] ?? Number.NaN);
      if ((lowestAt[cell] ?? 0) <= (highestAt[cell] ?? 0)) list.push(low, high);
      else list.push(high, low);
    }
  }
  return { indexes, series, isThinned: true };
}
