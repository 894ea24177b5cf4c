/** The boxes of one picture: predicted ones with scores and verdicts, and missed ones. */
import { useMemo } from 'react';
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import { formatCount, formatScore } from '../../ui/numbers-in-words';
import { shownText } from '../../ui/shortened-text';
import { useShownPart } from '../../ui/show-more';
import { boxVerdicts, countVerdicts, type BoxVerdicts } from './box-verdicts';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';
import type { Highlight } from '../picture-overlay';
import panelClasses from '../panel-note.module.css';
import { LineSample, boxKinds, type BoxKind } from './line-style';
import classes from './object-detection.module.css';
import { boxOverlay } from './overlay';
import { boxSentence } from './sentence';

interface BoxRow {
  id: string;
  label: string;
  kind: BoxKind;
  score: number | null;
  /** How well it fits its truth. */
  fit: string;
}

const shownAtFirst = 12;

/** Predicted boxes by descending score, then the missed ones. */
function rowsOf({ said, truths, byCentre }: BoxVerdicts): BoxRow[] {
  const fit = (closeness: number | null) =>
    closeness === null ? '' : `${byCentre ? 'distance' : 'overlap'} ${formatScore(closeness)}`;
  return [
    ...said
      .map(({ id, label, isMatched, score, closeness }): BoxRow & { score: number } => ({
        id,
        label,
        kind: isMatched === null ? 'said' : isMatched ? 'matched' : 'false',
        score,
        fit: fit(closeness),
      }))
      .toSorted((a, b) => b.score - a.score),
    ...truths
      .filter(({ isFound }) => isFound === false)
      .map(({ id, label }): BoxRow => ({ id, label, kind: 'missed', score: null, fit: '' })),
  ];
}

function Row({ row, colour, highlight }: { row: BoxRow; colour: string; highlight: Highlight }) {
  const { glyph, word } = boxKinds[row.kind];
  return (
    <li>
      <button
        type="button"
        className={classes['row']}
        data-kind={row.kind}
        data-highlighted={highlight.id === row.id}
        onMouseEnter={() => highlight.set(row.id)}
        onMouseLeave={() => highlight.set(null)}
        onFocus={() => highlight.set(row.id)}
        onBlur={() => highlight.set(null)}
      >
        <LineSample kind={row.kind} colour={colour} />
        <span className={classes['label']} title={shownText(row.label)}>
          {row.label === '' ? '(no label)' : shownText(row.label)}
        </span>
        <span className={classes['verdict']}>
          <span aria-hidden>{glyph} </span>
          {word}
        </span>
        <span className={classes['fit']}>{row.fit}</span>
        <span className={classes['score']}>{row.score === null ? '–' : formatScore(row.score)}</span>
      </button>
    </li>
  );
}

function Figures({ verdicts, f1 }: { verdicts: BoxVerdicts; f1: number | null }) {
  const { truths, found, missed, falseAlarms } = countVerdicts(verdicts);
  if (!verdicts.isJudged) {
    return (
      <p className={panelClasses['note']}>There is no ground truth that these boxes can be compared with.</p>
    );
  }
  return (
    <p className={panelClasses['note']}>
      {formatCount(found)} of {formatCount(truths)} found, {formatCount(missed)} missed,{' '}
      {formatCount(falseAlarms)} false
      {f1 !== null && ` · F1 ${formatScore(f1)}`}
    </p>
  );
}

function ObjectDetectionPanel(props: LearnBlockPanelProps) {
  const { entry, block, part, window, colours, highlight, rules } = props;
  const verdicts = boxVerdicts(block, entry.result.sample, part);
  const rows = useMemo(() => rowsOf(verdicts), [verdicts]);
  const { shown, more } = useShownPart(rows, shownAtFirst);
  const minimum = thresholdInForce(block, 'score', 'score', rules);
  return (
    <>
      <ul className={classes['list']}>
        {shown.map((row) => (
          <Row key={row.id} row={row} colour={colours(row.label)} highlight={highlight} />
        ))}
      </ul>
      {rows.length === 0 && <p className="dim">No boxes were expected, and none were said.</p>}
      {more}
      <Figures verdicts={verdicts} f1={window.parts[0] === part ? window.f1 : null} />
      {minimum !== null && (
        <p className={panelClasses['note']}>
          Scores {verdicts.byCentre ? 'above' : 'from'} <b>{formatScore(minimum)}</b>{' '}
          {verdicts.byCentre ? '' : 'up '}count; the job discarded the rest.
        </p>
      )}
    </>
  );
}

export const objectDetection: LearnBlockDisplay = {
  heading: 'Boxes',
  panel: ObjectDetectionPanel,
  overlay: boxOverlay,
  sentence: boxSentence,
};
