/** The cells that are more than text: sample, label, outcome, confidence. */
import { isolatedText } from '../../../contract/isolated-text';
import { formatCount, formatScore } from '../../ui/numbers-in-words';
import { shortened, shownText } from '../../ui/shortened-text';
import { isOutcome, outcomeGlyphs, outcomeWords } from '../../ui/outcome-glyphs';
import { useCells } from './cell-context';
import classes from './cells.module.css';
import type { RowFacts } from './row-facts';

export function SampleCell({ row }: { row: RowFacts }) {
  const { filename, device, id } = row.values;
  return (
    <div className={classes['stack']}>
      <div className={classes['line']} title={shownText(filename ?? '') || undefined}>
        {shownText(filename ?? `Sample ${id}`)}
      </div>
      <div className={`${classes['line']} ${classes['under']}`}>{shownText(device.main ?? String(id))}</div>
    </div>
  );
}

/** The maximum number of box colours before their labels. */
const mostSwatches = 4;
/** How many other labels are named; the rest is counted. */
const mostOthers = 20;

function otherWords(others: readonly string[]): string {
  const named = others.slice(0, mostOthers).map((label) => isolatedText(shortened(label)));
  const rest = others.length - named.length;
  return `also ${named.join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
}

/**
 * A label with its colour, or a list of box labels with their colours, and the number of other labels that filters
 * match.
 */
export function LabelCell({
  labels: { main: label, all },
  isList,
}: {
  labels: { main: string | null; all: readonly string[] };
  isList: boolean;
}) {
  const { colours } = useCells();
  const parts = new Set(label === null ? [] : isList ? label.split(/,\s*/) : [label]);
  const others = all.filter((other) => other !== label && !parts.has(other));
  if (label === null && others.length === 0) return '–';
  const words = label === '' ? '(empty)' : shownText(label ?? '–');
  const also = others.length === 0 ? undefined : otherWords(others);
  return (
    <span className={classes['label']} title={also === undefined ? words : `${words}\n${also}`}>
      <span className={classes['swatches']}>
        {[...parts].slice(0, mostSwatches).map((part) => (
          <i key={part} className="swatch" style={{ background: colours(part) }} />
        ))}
      </span>
      <span className={classes['line']}>{words}</span>
      {also !== undefined && (
        <span className={classes['others']}>
          <span aria-hidden>+{formatCount(others.length)}</span>
          <span className="visually-hidden">{also}</span>
        </span>
      )}
    </span>
  );
}

export function OutcomeCell({ outcome }: { outcome: string | null }) {
  if (!isOutcome(outcome)) return '–';
  return (
    <span className={classes['outcome']} data-outcome={outcome}>
      <span aria-hidden>{outcomeGlyphs[outcome]}</span> {outcomeWords[outcome]}
    </span>
  );
}

export function ConfidenceCell({ confidence }: { confidence: number | null }) {
  if (confidence === null) return '–';
  return (
    <span className={classes['confidence']}>
      <span className={classes['bar']} aria-hidden>
        <span style={{ width: `${Math.min(1, Math.max(0, confidence)) * 100}%` }} />
      </span>
      <span className={classes['number']}>{formatScore(confidence)}</span>
    </span>
  );
}
