/** The anomaly score of a picture and its threshold, and the legend of the grid over the picture. */
import { thresholdInForce, usesMeanScore } from '../../../domain/learn-blocks/thresholds';
import { visualAnomalyScore } from '../../../domain/learn-blocks/visual-anomaly';
import { formatCount, formatScore } from '../../ui/numbers-in-words';
import { shareIn } from '../../charts/number-range';
import { anomalyGrid, type AnomalyGrid } from './anomaly-grid';
import { AnomalyLine } from '../anomaly-line';
import { labelSentence } from '../label-sentence';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';
import { gridOverlay } from './overlay';
import classes from './visual-anomaly.module.css';

function GridLegend({ grid }: { grid: AnomalyGrid }) {
  const [low, high] = grid.scale;
  const cells = grid.rows.flat();
  const reached = grid.threshold === null ? 0 : cells.filter((cell) => cell >= (grid.threshold ?? 0)).length;
  return (
    <figure className={classes['legend']}>
      <div className={classes['scale']} aria-hidden>
        {grid.threshold !== null && (
          <span
            className={classes['threshold']}
            style={{ left: `${shareIn(grid.scale, grid.threshold) * 100}%` }}
          />
        )}
      </div>
      <p className={classes['ends']}>
        <span>{formatScore(low)}</span>
        <span>colour of a cell, the same for the whole run</span>
        <span>{formatScore(high)}</span>
      </p>
      {grid.threshold !== null && (
        <figcaption>
          {formatCount(reached)} of {formatCount(cells.length)} cells reach the threshold; they are outlined.
        </figcaption>
      )}
    </figure>
  );
}

function VisualAnomalyPanel({ block, window, index, anomalyScale, rules }: LearnBlockPanelProps) {
  const byMean = usesMeanScore(block, rules);
  const score = visualAnomalyScore(block, index, window.ofJob, byMean);
  const grid = anomalyGrid(block, window.ofJob, index, anomalyScale, rules);
  if (score === null && grid === null) {
    return <p className="dim">The run has no anomaly scores of this picture.</p>;
  }
  return (
    <>
      {score !== null && (
        <AnomalyLine
          score={score}
          threshold={thresholdInForce(block, 'anomaly', 'anomaly', rules)}
          scale={anomalyScale}
          keeps="from"
          name={byMean ? 'mean of the cells' : 'highest cell'}
        />
      )}
      {grid !== null && <GridLegend grid={grid} />}
    </>
  );
}

export const visualAnomaly: LearnBlockDisplay = {
  heading: 'Anomaly',
  panel: VisualAnomalyPanel,
  overlay: gridOverlay,
  sentence: (judged) => labelSentence(judged, 'anomaly'),
};
