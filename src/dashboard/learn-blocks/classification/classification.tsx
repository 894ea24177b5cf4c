/** The class scores of one window as bars, with the minimum confidence as a line and the expected class marked. */
import { isolatedText } from '../../../contract/isolated-text';
import { hasAnomalyClass } from '../../../domain/learn-blocks/registry';
import { anomalyKey } from '../../../domain/learn-blocks/window-scores';
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import { ScoreBars, type ScoreRow } from '../../charts/score-bars';
import { AnomalyLine } from '../anomaly-line';
import { labelSentence } from '../label-sentence';
import classes from '../panel-note.module.css';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';

/** The scores in descending order, ties in their order; those without a number last. */
function scoreRows({ entry, block, index, window, colours }: LearnBlockPanelProps): ScoreRow[] {
  const isScored = hasAnomalyClass(entry, block);
  return Object.entries(block.result?.[index] ?? {})
    .filter(([label]) => label !== anomalyKey || isScored)
    .map(([label, score]) => ({
      key: label,
      name: label,
      score,
      colour: colours(label),
      ...(label === window.expected && { mark: 'expected' }),
    }))
    .toSorted((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity));
}

function ClassificationPanel(props: LearnBlockPanelProps) {
  const { entry, block, index, window, anomalyScale, rules } = props;
  const rows = scoreRows(props);
  const minimum = thresholdInForce(block, 'score', 'score', rules);
  const anomaly = hasAnomalyClass(entry, block) ? null : (block.result?.[index]?.[anomalyKey] ?? null);
  // Logits may exceed 1; probabilities have the same scale in every window.
  const high = rows.reduce((most, { score }) => Math.max(most, score ?? 0), 1);
  const isClass = rows.some(({ mark }) => mark !== undefined);
  if (rows.length === 0 && anomaly === null) {
    return <p className="dim">The run has no scores of this window.</p>;
  }
  return (
    <>
      {rows.length > 0 && (
        <ScoreBars
          rows={rows}
          high={high}
          threshold={minimum === null ? null : { value: minimum, name: 'minimum' }}
        />
      )}
      {rows.length > 0 && !isClass && window.expected !== null && (
        <p className={classes['note']}>
          Expected <b>{isolatedText(window.expected)}</b>, which is none of these classes.
        </p>
      )}
      {anomaly !== null && (
        <AnomalyLine
          score={anomaly}
          threshold={thresholdInForce(block, 'anomaly', 'score', rules)}
          scale={anomalyScale}
          keeps="above"
        />
      )}
    </>
  );
}

export const classification: LearnBlockDisplay = {
  heading: 'Scores',
  panel: ClassificationPanel,
  overlay: null,
  sentence: (judged) => labelSentence(judged),
};
