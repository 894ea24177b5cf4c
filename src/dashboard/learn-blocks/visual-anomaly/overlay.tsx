/** The overlay of visual anomaly detection: the grid of scores, with the cells that reach the threshold outlined. */
import { useMemo } from 'react';
import { shareIn } from '../../charts/number-range';
import { formatScore } from '../../ui/numbers-in-words';
import type { BlockResult } from '../learn-block-display';
import { percent, type PictureOverlay } from '../picture-overlay';
import { anomalyGrid, drawnCells, type AnomalyGrid } from './anomaly-grid';
import classes from './overlay.module.css';

function Grid({ grid }: { grid: AnomalyGrid }) {
  const rows = useMemo(() => drawnCells(grid.rows), [grid.rows]);
  const height = 1 / Math.max(1, rows.length);
  return rows.map((row, y) =>
    row.map((score, x) => {
      const isReached = grid.threshold !== null && score >= grid.threshold;
      return (
        <rect
          key={`${y} ${x}`}
          className={classes['cell']}
          data-reached={isReached}
          x={percent(x / row.length)}
          y={percent(y * height)}
          width={percent(1 / row.length)}
          height={percent(height)}
          fillOpacity={0.04 + 0.66 * shareIn(grid.scale, score)}
        >
          <title>{formatScore(score)}</title>
        </rect>
      );
    }),
  );
}

const layer = { name: 'Grid' } as const;

/** The grid of one window; `null` if there is none. */
export function gridOverlay(result: BlockResult): PictureOverlay | null {
  const { block, window, index, anomalyScale, rules } = result;
  const grid = anomalyGrid(block, window.ofJob, index, anomalyScale, rules);
  if (grid === null) return null;
  return {
    layers: [layer],
    isFilled: true,
    draw: ({ isShown }) => isShown(layer.name) && <Grid grid={grid} />,
    note: null,
  };
}
