/** Thins a signal to what a chart can show: the extremes of buckets, in the order in which they came. */

export interface ThinSignal {
  /** The index of each point's reading, rising. */
  indexes: number[];
  /** One list per sensor; `null` where a value is missing. */
  series: (number | null)[][];
  /** Whether the points are extremes of buckets rather than every value. */
  isThinned: boolean;
}

/** Takes values of readings `from` up to and without `to`, in any order, and gives at most `points` points. */
export interface SignalThinner {
  add: (index: number, sensor: number, value: number) => void;
  finish: () => ThinSignal;
}

const orNull = (value: number) => (Number.isFinite(value) ? value : null);

function everyValue(from: number, length: number, sensors: number): SignalThinner {
  const values = Array.from({ length: sensors }, () => new Float64Array(length).fill(Number.NaN));
  return {
    add: (index, sensor, value) => {
      const list = values[sensor];
      if (list !== undefined) list[index - from] = value;
    },
    finish: () => ({
      indexes: Array.from({ length }, (_, index) => from + index),
      series: values.map((list) => Array.from(list, orNull)),
      isThinned: false,
    }),
  };
}

/**
 * A thinner for so many readings and sensors. Where all fit, it gives them all. Else each bucket of readings becomes
 * two points, at its first and its last reading, with the sensor's lowest and highest value in the order in which
 * these came: a spike stays to be seen, however narrow.
 */
export function createThinner({
  from,
  to,
  sensors,
  points,
}: {
  from: number;
  to: number;
  sensors: number;
  points: number;
}): SignalThinner {
  const length = Math.max(0, to - from);
  if (length <= points) return everyValue(from, length, sensors);
  const buckets = Math.max(1, Math.floor(points / 2));
  const cells = buckets * sensors;
  const lowest = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
  const highest = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
  const lowestAt = new Float64Array(cells);
  const highestAt = new Float64Array(cells);
  // Whole numbers over whole numbers, so that both ways round alike.
  const startOf = (bucket: number) => from + Math.ceil((bucket * length) / buckets);
  const bucketOf = (index: number) => Math.floor(((index - from) * buckets) / length);

  return {
    add: (index, sensor, value) => {
      if (!Number.isFinite(value)) return;
      const cell = bucketOf(index) * sensors + sensor;
      if (value < (lowest[cell] ?? 0)) {
        lowest[cell] = value;
        lowestAt[cell] = index;
      }
      if (value > (highest[cell] ?? 0)) {
        highest[cell] = value;
        highestAt[cell] = index;
      }
    },
    finish: () => {
      const indexes: number[] = [];
      const series: (number | null)[][] = Array.from({ length: sensors }, () => []);
      for (let bucket = 0; bucket < buckets; bucket++) {
        const first = startOf(bucket);
        const last = startOf(bucket + 1) - 1;
        indexes.push(first, last);
        for (const [sensor, list] of series.entries()) {
          const cell = bucket * sensors + sensor;
          const low = orNull(lowest[cell] ?? Number.NaN);
          const high = orNull(highest[cell] ?? Number.NaN);
          if ((lowestAt[cell] ?? 0) <= (highestAt[cell] ?? 0)) list.push(low, high);
          else list.push(high, low);
        }
      }
      return { indexes, series, isThinned: true };
    },
  };
}
