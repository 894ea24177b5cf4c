/** A signal as shares of its chart's ranges: uPlot draws numbers from 0 to 1, whatever the data are; pure. */
import type { Signal } from '../../contract/sample-answers';
import { rangeOf, shareIn, widened, type NumberRange } from '../charts/number-range';
import { signalAxes } from './signal-axes';

export interface SignalShares {
  /** The range of each unit's axis, in the order of the units. */
  ranges: readonly NumberRange[];
  /** The times, then a list for each sensor; times before and after the chart lie below 0 and above 1. */
  data: [times: number[], ...sensors: (number | null)[][]];
}

/** Room above and below the lines. */
const room = 0.1;

/** The range of an axis: room around the values, but none beyond 0 for values that are all on one side of it. */
function axisRange(lists: readonly (readonly (number | null)[])[]): NumberRange {
  const [lowest, highest] = rangeOf(...lists);
  const [low, high] = widened([lowest, highest], room);
  return [lowest >= 0 ? Math.max(0, low) : low, highest <= 0 ? Math.min(0, high) : high];
}

/** The shares of a signal in a stretch of time. The axes hold what is seen: the sensors not hidden, in the stretch. */
export function signalShares(
  { times, series, sensors }: Signal,
  hidden: ReadonlySet<number>,
  [from, to]: NumberRange,
): SignalShares {
  // With one point more on each side, to which the lines at the edges go.
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
