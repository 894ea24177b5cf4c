/** Counts in bins as bars: the selected range in a strong colour, a part of each bar in the colour of errors. */
import { useMemo } from 'react';
import { barsPath, shareOf, type Axis, type Stretch } from './histogram-scale';
import classes from './histogram.module.css';

export interface HistogramProps {
  axis: Axis;
  counts: readonly number[];
  /** The highlighted part of each count; all zero if there is none. */
  parts: readonly number[];
  chosen: Stretch;
  /** A bin in words, for the tooltip. */
  binWords: (bin: number) => string;
}

const width = 232;
const height = 36;

/**
 * Heights proportional to the square root of the counts: models are mostly certain, and on a linear scale that one
 * bar would hide the others, which matter most. Every non-empty bar is visible.
 */
function heightsOf(counts: readonly number[]): number[] {
  const most = Math.max(0, ...counts);
  return counts.map((count) => (count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * height)));
}

export function Histogram({ axis, counts, parts, chosen, binWords }: HistogramProps) {
  const { min, max } = chosen;
  const paths = useMemo(() => {
    const bars = heightsOf(counts);
    // Within a bar the scale is linear: half of it is half of its count.
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
