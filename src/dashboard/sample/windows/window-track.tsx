/** The windows of a sample on the time axis: expected above, predicted below; selected by click or arrow keys. */
import { useElementSize } from '@mantine/hooks';
import { useLayoutEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { WindowPrediction } from '../../../domain/windows';
import { shareIn } from '../../charts/number-range';
import { usePaintedScheme } from '../../charts/painted-scheme';
import { drawTrack, trackHeight } from './track-canvas';
import { placeAt, windowCells, windowPlaces, type WindowCell } from '../../charts/window-cells';
import type { CellColours } from '../../charts/window-colours';
import { windowSentence } from './window-words';
import classes from './window-track.module.css';

export interface WindowTrackProps {
  windows: readonly WindowPrediction[];
  chosen: number;
  onChoose: (index: number) => void;
  coloursOf: (cell: WindowCell) => CellColours;
  /** The visible time range, in milliseconds, and the sample's whole length. */
  range: readonly [from: number, to: number];
  lengthMs: number;
  /** Space to the left and right, to align the track with the plot area of a chart. */
  insets?: { left: number; right: number };
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

function keyTarget(key: string, chosen: number, last: number): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = steps[key];
  return step === undefined ? null : Math.min(last, Math.max(0, chosen + step));
}

export function WindowTrack(props: WindowTrackProps) {
  const { windows, chosen, onChoose, coloursOf, range, lengthMs, insets = { left: 0, right: 0 } } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  usePaintedScheme();
  const [from, to] = range;
  const places = useMemo(() => windowPlaces(windows, lengthMs), [windows, lengthMs]);
  const cells = useMemo(
    () => windowCells(windows, places, [from, to], width),
    [windows, places, from, to, width],
  );

  // After every render: there are only as many cells as can be seen, and the theme's colours may have changed.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(trackHeight * ratio);
    context.scale(ratio, ratio);
    const style = getComputedStyle(canvas.current);
    const resolve = (colour: string) => (colour.startsWith('--') ? style.getPropertyValue(colour) : colour);
    drawTrack(context, cells, coloursOf, resolve);
  });

  const choose = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const share = width === 0 ? 0 : (event.clientX - left) / width;
    const place = placeAt(places, from + share * (to - from));
    if (place !== undefined && place.index !== chosen) onChoose(place.index);
  };
  const step = (event: KeyboardEvent) => {
    const target = keyTarget(event.key, chosen, windows.length - 1);
    if (target === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // Elsewhere on the page, the same keys move between samples.
    event.stopPropagation();
    if (target !== chosen) onChoose(target);
  };
  const chosenPlace = places.find(({ index }) => index === chosen);
  const current = windows[chosen];
  const percent = (ms: number) => shareIn(range, ms) * 100;
  return (
    <div className={classes['track']}>
      <div
        ref={ref}
        className={classes['cells']}
        style={{ marginLeft: insets.left, marginRight: insets.right }}
        role="slider"
        tabIndex={0}
        aria-label="Window"
        aria-valuemin={1}
        aria-valuemax={windows.length}
        aria-valuenow={chosen + 1}
        aria-valuetext={current && windowSentence(current, chosen, windows.length)}
        onPointerDown={choose}
        onPointerMove={(event) => event.buttons === 1 && choose(event)}
        onKeyDown={step}
      >
        <canvas ref={canvas} className={classes['canvas']} style={{ height: trackHeight }} aria-hidden />
        {chosenPlace !== undefined && chosenPlace.from <= to && chosenPlace.to >= from && (
          <span
            className={classes['chosen']}
            style={{
              left: `${percent(chosenPlace.from)}%`,
              width: `${percent(chosenPlace.to) - percent(chosenPlace.from)}%`,
            }}
          />
        )}
      </div>
      <p className={classes['key']} aria-hidden>
        <span>above: expected</span>
        <span>below: said, hatched where wrong</span>
      </p>
    </div>
  );
}
