/** A histogram with a range selection by mouse, touch or keyboard: drag, click on a bin, or move one of two thumbs. */
import { useThrottledCallback } from '@mantine/hooks';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Histogram, type HistogramProps } from './histogram';
import {
  movedBound,
  sameStretch,
  shareOf,
  stretchBetween,
  stretchOfBin,
  valueAt,
  type Stretch,
} from './histogram-scale';
import classes from './histogram.module.css';

interface HistogramBrushProps extends HistogramProps {
  /** Bounds are multiples of this. */
  step: number;
  /** Whether a lower bound excludes its own value. */
  excludesMin: boolean;
  /** A click on a bin selects a range between multiples of this; absent: exactly the bin. */
  grain?: number;
  /** The names of the two thumbs. */
  thumbNames: readonly [min: string, max: string];
  /** A bound in words; `undefined`: no bound. */
  boundWords: (bound: 'min' | 'max', value: number | undefined) => string;
  /** All changes with the same gesture are combined. */
  onChange: (stretch: Stretch, gesture: string) => void;
}

const bounds = ['min', 'max'] as const;
/** The interval at which a drag is reported, in milliseconds. */
const pace = 100;
/** A pointer that moved less than this is a click, in pixels. */
const slack = 4;

interface Drag {
  /** `null`: a new range is being drawn, starting where the pointer went down. */
  bound: 'min' | 'max' | null;
  startX: number;
  moved: boolean;
}

let gestures = 0;
const newGesture = () => `histogram ${(gestures += 1)}`;

/** Steps by key, as multiples of a step; Home and End move far enough to be clamped to the axis. */
const keySteps: ReadonlyMap<string, number> = new Map([
  ['ArrowRight', 1],
  ['ArrowUp', 1],
  ['ArrowLeft', -1],
  ['ArrowDown', -1],
  ['PageUp', 10],
  ['PageDown', -10],
  ['Home', -Infinity],
  ['End', Infinity],
]);

export function HistogramBrush(props: HistogramBrushProps) {
  const { axis, counts, parts, binWords, chosen, step, excludesMin, thumbNames, boundWords, onChange } =
    props;
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const gesture = useRef('');
  const [draft, setDraft] = useState<Stretch | null>(null);
  const tell = useThrottledCallback(onChange, pace);
  // The draft stays until its last change has arrived, so that the chart does not flicker back.
  if (draft !== null && sameStretch(draft, chosen)) setDraft(null);
  const shown = draft ?? chosen;

  const show = (stretch: Stretch) => {
    if (sameStretch(stretch, shown)) return;
    setDraft(stretch);
    tell(stretch, gesture.current);
  };
  const shareAt = (clientX: number) => {
    const area = box.current?.getBoundingClientRect();
    return area === undefined || area.width === 0 ? 0 : (clientX - area.left) / area.width;
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>, bound: Drag['bound']) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { bound, startX: event.clientX, moved: false };
    gesture.current = newGesture();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    if (current === null) return;
    if (Math.abs(event.clientX - current.startX) >= slack) current.moved = true;
    if (!current.moved) return;
    const share = shareAt(event.clientX);
    if (current.bound === null) show(stretchBetween(axis, shareAt(current.startX), share, step));
    else show(movedBound(axis, shown, current.bound, valueAt(axis, share), step));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    drag.current = null;
    if (current === null) return;
    if (current.moved || current.bound !== null) {
      // Keys pressed from now on are a separate history step.
      gesture.current = newGesture();
      return;
    }
    const bin = Math.min(axis.bins - 1, Math.max(0, Math.floor(shareAt(event.clientX) * axis.bins)));
    show(stretchOfBin(axis, bin, excludesMin, props.grain));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, bound: 'min' | 'max') => {
    const steps = keySteps.get(event.key);
    if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = shown[bound] ?? (bound === 'min' ? axis.low : axis.high);
    const to = Math.min(axis.high, Math.max(axis.low, from + steps * step));
    show(movedBound(axis, shown, bound, to, step));
  };
  return (
    <div
      ref={box}
      className={classes['brush']}
      onPointerDown={(event) => onPointerDown(event, null)}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => (drag.current = null)}
    >
      <Histogram axis={axis} counts={counts} parts={parts} chosen={shown} binWords={binWords} />
      {bounds.map((bound, place) => {
        const value = shown[bound];
        const end = bound === 'min' ? axis.low : axis.high;
        return (
          <div
            key={bound}
            className={classes['thumb']}
            style={{ left: `${shareOf(axis, value ?? end) * 100}%` }}
            data-open={value === undefined || undefined}
            role="slider"
            tabIndex={0}
            aria-label={thumbNames[place]}
            aria-valuemin={axis.low}
            aria-valuemax={axis.high}
            aria-valuenow={Math.min(axis.high, Math.max(axis.low, value ?? end))}
            aria-valuetext={boundWords(bound, value)}
            onFocus={() => (gesture.current = newGesture())}
            onPointerDown={(event) => onPointerDown(event, bound)}
            onKeyDown={(event) => onKeyDown(event, bound)}
          />
        );
      })}
    </div>
  );
}
