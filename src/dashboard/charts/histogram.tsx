/** Counts in bins as bars: the chosen stretch in the strong colour, a part of each bar in the colour of what is bad. */
import { useMemo } from 'react';
import { barsPath, shareOf, type Axis, type Stretch } from './histogram-scale';
import classes from './histogram.module.css';

export interface HistogramProps {
  axis: Axis;
  counts: readonly number[];
  /** The part of each count that is set off; all zero where there is none. */
  parts: readonly number[];
  chosen: Stretch;
  /** A bin in words, for the mouse. */
  binWords: (bin: number) => string;
}

const width = 232;
const height = 36;

/**
 * Heights by the square root of the counts: models are mostly sure, and on a straight scale that one bar would leave
 * nothing of the others, which are what people look for. Every bar that is not empty can be seen.
 */
function heightsOf(counts: readonly number[]): number[] {
  const most = Math.max(0, ...counts);
  return counts.map((count) => (count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * height)));
}

export function Histogram({ axis, counts, parts, chosen, binWords }: HistogramProps) {
  const { min, max } = chosen;
  const paths = useMemo(() => {
    const bars = heightsOf(counts);
    // Within a bar the scale is straight: half of it is half of its count.
    const bad = bars.map((bar, at) => bar * Math.min(1, (parts[at] ?? 0) / Math.max(1, counts[at] ?? 0)));
    const stretch = [
      min === undefined ? 0 : shareOf(axis, min),
      max === undefined ? 1 : shareOf(axis, max),
    ] as const;
    return {
      all: barsPath(bars, width, height),
      chosen: barsPath(bars, width, height, stretch),
      bad: barsPath(bad, width, height, stretch),
    };
  }, [axis, counts, parts, min, max]);
  const slot = width / counts.length;
  return (
    <svg
      className={classes['picture']}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path className={classes['off']} d={paths.all} />
      <path className={classes['on']} d={paths.chosen} />
      <path className={classes['bad']} d={paths.bad} />
      {counts.map((_count, bin) => (
        <rect key={bin} className={classes['hit']} x={bin * slot} width={slot} height={height}>
          <title>{binWords(bin)}</title>
        </rect>
      ))}
    </svg>
  );
}
