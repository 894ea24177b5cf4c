/** A part of a whole as a short bar on a track, with words for what the bar cannot show. */
import classes from './count-bars.module.css';

interface CountBarsProps {
  part: number;
  whole: number;
  /** The content of the bar in words and numbers. */
  words: string;
  id?: string;
}

export function CountBars({ part, whole, words, id }: CountBarsProps) {
  const share = whole === 0 ? 0 : part / whole;
  return (
    <span className={classes['track']} id={id} role="img" aria-label={words} title={words}>
      {share > 0 && <span className={classes['part']} style={{ width: `${share * 100}%` }} />}
    </span>
  );
}
