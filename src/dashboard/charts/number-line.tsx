/** One line of numbers with what was said above it, what it is held against below, and the stretch that matters. */
import classes from './number-line.module.css';

export interface LineMark {
  /** What stands at the value, without the number. */
  name: string;
  value: number;
  text: string;
}

interface NumberLineProps {
  /** The ends of the line; marks beyond them make it longer. */
  range: readonly [low: number, high: number];
  /** Above the line, as a dot. */
  said: LineMark & { tone: 'good' | 'bad' | 'plain' };
  /** Below the line, as strokes. */
  against: readonly LineMark[];
  /** A stretch of the line that is allowed or alarming. */
  band?: { from: number; to: number; tone: 'good' | 'bad' };
}

/** The ends of a line that holds all of these numbers, and is never a single point. */
export function lineRange(numbers: readonly number[]): readonly [low: number, high: number] {
  const finite = numbers.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > high) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

export function NumberLine({ range, said, against, band }: NumberLineProps) {
  const [low, high] = lineRange([...range, said.value, ...against.map(({ value }) => value)]);
  const share = (value: number) => Math.min(1, Math.max(0, (value - low) / (high - low)));
  const at = (value: number) => ({ left: `${share(value) * 100}%` });
  // Words near an end are moved inwards by as much as they would stick out.
  const within = (value: number) => ({
    ...at(value),
    transform: `translateX(-${share(value) * 100}%)`,
  });
  return (
    <div className={classes['line']}>
      <p className={classes['words']}>
        <span className={classes['word']} style={within(said.value)}>
          {said.name} <b>{said.text}</b>
        </span>
      </p>
      <div className={classes['axis']} aria-hidden>
        {band !== undefined && (
          <span
            className={classes['band']}
            data-tone={band.tone}
            style={{ left: `${share(band.from) * 100}%`, right: `${(1 - share(band.to)) * 100}%` }}
          />
        )}
        {against.map((mark) => (
          <span key={mark.name} className={classes['stroke']} style={at(mark.value)} />
        ))}
        <span className={classes['dot']} data-tone={said.tone} style={at(said.value)} />
      </div>
      {against.map((mark) => (
        <p key={mark.name} className={classes['words']}>
          <span className={classes['word']} style={within(mark.value)}>
            {mark.name} <b>{mark.text}</b>
          </span>
        </p>
      ))}
    </div>
  );
}
