/**
 * The lines of a signal over time, drawn by uPlot: zoomed by dragging, with the selected window in the background.
 * uPlot receives positions from 0 to 1 and all ticks, since its own search for ticks may never end
 * (leeoniya/uPlot#1084).
 */
import 'uplot/dist/uPlot.min.css';
import { useElementSize } from '@mantine/hooks';
import { memo, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import type { Signal } from '../../../contract/schemas/sample-answers';
import { shareIn, ticksIn, valueIn, type NumberRange } from '../../charts/number-range';
import { usePaintedScheme } from '../../charts/painted-scheme';
import { axisNumbers, axisTimes, signalAxes, timeSteps } from './signal-axes';
import { signalShares, type SignalShares } from './signal-shares';
import classes from './signal.module.css';

export interface SignalChartProps {
  signal: Signal;
  hidden: ReadonlySet<number>;
  /** The visible range of the time axis, in milliseconds. */
  range: NumberRange;
  /** The selected window. */
  band: readonly [fromMs: number, toMs: number] | null;
  /** The playback position of a sound. */
  playheadMs: number | null;
  onZoom: (range: readonly [fromMs: number, toMs: number] | null) => void;
  onPick: (ms: number) => void;
  /** Called with the values under the cursor, one per sensor; `null` when it leaves. */
  onPoint: (values: readonly (number | null)[] | null) => void;
}

const chartHeight = 168;
/** The range of every scale of the chart. */
const whole: NumberRange = [0, 1];

const secondsOf = ([fromMs, toMs]: NumberRange): NumberRange => [fromMs / 1000, toMs / 1000];

/** The values that uPlot's callbacks read when they run, so that a change does not require a new chart. */
type Latest = Omit<SignalChartProps, 'hidden'> & { ranges: SignalShares['ranges'] };

function drawBand(chart: uPlot, { band, range }: Latest, colour: string) {
  if (band === null) return;
  const { ctx, bbox } = chart;
  const [left, right] = band.map((ms) => chart.valToPos(shareIn(range, ms), 'x', true));
  if (left === undefined || right === undefined || right <= left) return;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.restore();
}

function drawPlayhead(chart: uPlot, { playheadMs, range }: Latest, colour: string) {
  if (playheadMs === null || playheadMs < range[0] || playheadMs > range[1]) return;
  const { ctx, bbox } = chart;
  const at = chart.valToPos(shareIn(range, playheadMs), 'x', true);
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(at - uPlot.pxRatio, bbox.top, 2 * uPlot.pxRatio, bbox.height);
  ctx.restore();
}

/** Round numbers of the data as the ticks of an axis whose own numbers go from 0 to 1. */
function ticksOf(
  space: number,
  range: () => NumberRange,
  words: (values: readonly number[], step: number) => string[],
  steps: readonly number[] = [],
): Pick<uPlot.Axis, 'space' | 'splits' | 'values'> {
  // uPlot passes one step of the axis and its pixels, whose ratio gives the length of the axis.
  const ticks = (step: number, pixels: number) =>
    ticksIn(range(), Math.max(1, Math.floor(pixels / step / space)), steps);
  return {
    space,
    splits: (_chart, _axis, _low, _high, step, pixels) =>
      ticks(step, pixels).values.map((value) => shareIn(range(), value)),
    values: (_chart, _splits, _axis, pixels, step) => {
      const { values, step: apart } = ticks(step, pixels);
      return words(values, apart);
    },
  };
}

function axesOf(
  sensors: Signal['sensors'],
  ink: string,
  line: string,
  latest: { current: Latest },
): uPlot.Axis[] {
  const font = '11px Inter, system-ui, sans-serif';
  const grid = { stroke: line, width: 1 };
  const base = { stroke: ink, font, ticks: { show: false } };
  const { units, insets } = signalAxes(sensors);
  return [
    {
      ...base,
      grid: { show: false },
      size: 22,
      gap: 4,
      ...ticksOf(50, () => secondsOf(latest.current.range), axisTimes, timeSteps),
    },
    ...units.slice(0, 2).map((_, place): uPlot.Axis => ({
      ...base,
      scale: `unit-${place}`,
      side: place === 0 ? 3 : 1,
      size: place === 0 ? insets.left : insets.right,
      gap: 4,
      // With two grids in one plot, it would be unclear which line belongs to which axis.
      grid: place === 0 ? grid : { show: false },
      ...ticksOf(26, () => latest.current.ranges[place] ?? whole, axisNumbers),
    })),
  ];
}

function optionsOf(
  sensors: Signal['sensors'],
  width: number,
  style: CSSStyleDeclaration,
  latest: { current: Latest },
): uPlot.Options {
  const colour = (name: string) => style.getPropertyValue(name);
  const { scaleOf, units, insets } = signalAxes(sensors);
  const milliseconds = (chart: uPlot, left: number) =>
    valueIn(latest.current.range, chart.posToVal(left, 'x'));
  const scale: uPlot.Scale = { auto: false, range: () => [...whole] };
  return {
    width,
    height: chartHeight,
    padding: [8, units.length > 1 ? 0 : insets.right, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 5 },
      points: { size: 5 },
      bind: {
        dblclick: () => () => {
          latest.current.onZoom(null);
          return null;
        },
      },
    },
    scales: {
      x: { ...scale, time: false },
      ...Object.fromEntries(scaleOf.map((name) => [name, scale])),
    },
    axes: axesOf(sensors, colour('--dim'), colour('--line'), latest),
    series: [
      {},
      ...sensors.map(({ name }, index) => ({
        label: name,
        scale: scaleOf[index] ?? 'unit-0',
        stroke: colour(`--sensor-${index % 8}`),
        width: 1.2,
        points: { size: 4 },
      })),
    ],
    hooks: {
      drawClear: [(chart) => drawBand(chart, latest.current, colour('--accent-soft'))],
      draw: [(chart) => drawPlayhead(chart, latest.current, colour('--ink'))],
      setSelect: [
        (chart) => {
          const { left, width: wide } = chart.select;
          if (wide < 5) return;
          latest.current.onZoom([milliseconds(chart, left), milliseconds(chart, left + wide)]);
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      setCursor: [
        ({ cursor: { idx } }) =>
          latest.current.onPoint(
            idx === null || idx === undefined
              ? null
              : latest.current.signal.series.map((values) => values[idx] ?? null),
          ),
      ],
      ready: [
        (chart) =>
          chart.over.addEventListener('click', (event) => {
            const { left } = chart.over.getBoundingClientRect();
            latest.current.onPick(milliseconds(chart, event.clientX - left));
          }),
      ],
    },
  };
}

/** The chart itself; it is recreated only when its sensors or colours change. */
const Plot = memo(function Plot({ width, ...props }: SignalChartProps & { width: number }) {
  const { signal, hidden, range } = props;
  const { data, ranges } = useMemo(() => signalShares(signal, hidden, range), [signal, hidden, range]);
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef({ ...props, width, data, ranges });

  useLayoutEffect(() => {
    latest.current = { ...props, width, data, ranges };
  });

  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    const { current: start } = latest;
    const style = getComputedStyle(place.current);
    const made = new uPlot(
      optionsOf(start.signal.sensors, start.width, style, latest),
      start.data,
      place.current,
    );
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setSize({ width, height: chartHeight });
  }, [width]);

  useEffect(() => {
    chart.current?.setData(data);
  }, [data]);

  useEffect(() => {
    signal.sensors.forEach((_, index) => chart.current?.setSeries(index + 1, { show: !hidden.has(index) }));
  }, [hidden, signal.sensors]);

  // The chart's hooks draw the window and the playback line, from `latest`.
  useEffect(() => {
    chart.current?.redraw(false, false);
  });

  return <div ref={place} />;
});

export function SignalChart(props: SignalChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const scheme = usePaintedScheme();
  // Other sensors or another theme require a new chart; everything else updates the existing one.
  const key = JSON.stringify([scheme, props.signal.sensors]);
  return (
    <div ref={ref} className={classes['chart']} style={{ height: chartHeight }}>
      {width > 0 && <Plot key={key} {...props} width={width} />}
    </div>
  );
}
