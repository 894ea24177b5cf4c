/** Bars of named scores with a common threshold line. */
import { formatScore } from '../ui/numbers-in-words';
import { shownText } from '../ui/shortened-text';
import { useShownPart } from '../ui/show-more';
import classes from './score-bars.module.css';

export interface ScoreRow {
  key: string;
  name: string;
  /** `null`: the record has no number here. */
  score: number | null;
  colour: string;
  /** A word after the name, such as "expected". */
  mark?: string;
}

interface ScoreBarsProps {
  /** In display order. */
  rows: readonly ScoreRow[];
  /** The score of a full bar. */
  high: number;
  threshold: { value: number; name: string } | null;
  /** How many rows are shown initially. */
  first?: number;
}

const percent = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;

function Row({ row, high, threshold }: { row: ScoreRow; high: number; threshold: number | null }) {
  return (
    <li className={classes['row']}>
      <span className={classes['name']}>
        <i className="swatch" style={{ background: row.colour }} aria-hidden />
        <span className={classes['text']} title={shownText(row.name)} data-marked={row.mark !== undefined}>
          {row.name === '' ? '(empty)' : shownText(row.name)}
        </span>
        {row.mark !== undefined && <small className={classes['mark']}>{row.mark}</small>}
      </span>
      <span className={classes['track']} aria-hidden>
        {row.score !== null && (
          <span
            className={classes['bar']}
            style={{ width: percent(row.score / high), background: row.colour }}
          />
        )}
        {threshold !== null && (
          <span className={classes['threshold']} style={{ left: percent(threshold / high) }} />
        )}
      </span>
      <span className={classes['score']}>{formatScore(row.score)}</span>
    </li>
  );
}

export function ScoreBars({ rows, high, threshold, first = 8 }: ScoreBarsProps) {
  const { shown, more } = useShownPart(rows, first);
  // The marked row is always shown, since the others are compared with it.
  const marked = rows.find(({ mark }) => mark !== undefined);
  const withMarked = marked === undefined || shown.includes(marked) ? shown : [...shown, marked];
  return (
    <div className={classes['bars']}>
      {threshold !== null && (
        <p className={classes['head']}>
          <span className={classes['scale']}>
            <span
              className={classes['label']}
              style={{
                left: percent(threshold.value / high),
                // Keeps the words within the scale for any position of the line.
                transform: `translateX(-${percent(threshold.value / high)})`,
              }}
            >
              {threshold.name} {formatScore(threshold.value)}
            </span>
          </span>
        </p>
      )}
      <ul className={classes['list']}>
        {withMarked.map((row) => (
          <Row key={row.key} row={row} high={high} threshold={threshold?.value ?? null} />
        ))}
      </ul>
      {more}
    </div>
  );
}
