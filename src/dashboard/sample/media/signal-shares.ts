/** Scales a signal to positions in its chart: uPlot draws numbers from 0 to 1, whatever the data. Pure functions. */
import type { Signal } from '../../../contract/schemas/sample-answers';
import { rangeOf, shareIn, widened, type NumberRange } from '../../charts/number-range';
import { signalAxes } from './signal-axes';

export interface SignalShares {
  /** The range of each unit's axis, in the order of the units. */
  ranges: readonly NumberRange[];
  /** The times, then a list for each sensor; times before and after the visible range are below 0 and above 1. */
  data: [times: number[], ...sensors: (number | null)[][]];
}

/** The space above and below the lines. */
const room = 0.1;

/** The range of an axis: space around the values, but not beyond 0 if all values are on one side of it. */
function axisRange(lists: readonly (readonly (number | null)[])[]): NumberRange {
  const [lowest, highest] = rangeOf(...lists);
  const [low, high] = widened([lowest, highest], room);
  return [lowest >= 0 ? Math.max(0, low) : low, highest <= 0 ? Math.min(0, high) : high];
}

/**
 * The positions of a signal in a time range. The axes fit what is visible: the sensors that are not hidden, in the
 * range.
 */
export function signalShares(
  { times, series, sensors }: Signal,
  hidden: ReadonlySet<number>,
  [from, to]: NumberRange,
): SignalShares {
  // With one more point on each side, so that lines reach the edges.
  const start = Math.max(
    0,
    times.findLastIndex((ms) => ms < from),
  );
  const after = times.findIndex((ms) => ms > to);
  const end = after === -1 ? times.length : after + 1;
  const { units } = signalAxes(sensors);
  const ranges = units.map((unit) =>
    axisRange(
      series
        .filter((_, index) => sensors[index]?.units === unit && !hidden.has(index))
        .map((values) => values.slice(start, end)),
    ),
  );
  return {
    ranges,
    data: [
      times.map((ms) => (ms - from) / (to - from)),
      ...series.map((values, index) => {
        const range = ranges[units.indexOf(sensors[index]?.units ?? '')] ?? [0, 1];
        return values.map((value) => (value === null ? null : shareIn(range, value)));
      }),
    ],
  };
}
