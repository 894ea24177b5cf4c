/** A part of a whole as a short bar on a track; the words say what the picture cannot. */
import classes from './count-bars.module.css';

interface CountBarsProps {
  part: number;
  whole: number;
  /** What the bar shows, in words with its numbers. */
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
