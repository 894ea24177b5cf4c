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

/** Heights by count: every bar that is not empty can be seen. */
function heightsOf(counts: readonly number[], most: number): number[] {
  return counts.map((count) => (count === 0 || most === 0 ? 0 : Math.max(1.5, (count / most) * height)));
}

export function Histogram({ axis, counts, parts, chosen, binWords }: HistogramProps) {
  const { min, max } = chosen;
  const paths = useMemo(() => {
    const most = Math.max(0, ...counts);
    const bars = heightsOf(counts, most);
    const bad = heightsOf(parts, most);
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
