/** A number line with the prediction above it, reference values below, and a highlighted range. */
import classes from './number-line.module.css';
import { rangeOf, shareIn, type NumberRange } from './number-range';

export interface LineMark {
  /** The words at the value, without the number. */
  name: string;
  value: number;
  text: string;
}

interface NumberLineProps {
  /** The ends of the line; marks beyond them extend it. */
  range: NumberRange;
  /** Above the line, as a dot. */
  said: LineMark & { tone: 'good' | 'bad' | 'plain' };
  /** Below the line, as strokes. */
  against: readonly LineMark[];
  /** An allowed or alarming range of the line. */
  band?: { from: number; to: number; tone: 'good' | 'bad' };
}

export function NumberLine({ range, said, against, band }: NumberLineProps) {
  const whole = rangeOf(
    range,
    [said.value],
    against.map(({ value }) => value),
  );
  const share = (value: number) => shareIn(whole, value);
  const at = (value: number) => ({ left: `${share(value) * 100}%` });
  // Words near an end are shifted inwards so that they do not overflow.
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
