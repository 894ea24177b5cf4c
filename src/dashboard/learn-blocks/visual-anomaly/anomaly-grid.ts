/** The grid of anomaly scores over a picture, and the colours of its cells on a scale for the whole run. */
import type { Classification, PredictionRecord } from '../../../contract/schemas/result-page';
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import { highestCell } from '../../../domain/learn-blocks/window-scores';
import { defaultOutcomeRules, type OutcomeRules } from '../../../domain/outcome-rules';
import type { NumberRange } from '../../charts/number-range';

export interface AnomalyGrid {
  /** Row by row from the top; rows may have different lengths. */
  rows: readonly (readonly number[])[];
  threshold: number | null;
  /** The scores of the palest and the strongest colour. */
  scale: NumberRange;
}

/** The block's grid of one window, or else that of the job's prediction; `null` if neither has cells. */
function gridOf(
  block: Classification,
  prediction: PredictionRecord | undefined,
  index: number,
): readonly (readonly number[])[] | null {
  const grids = [block.anomalyResult?.[index]?.scores, prediction?.anomalyScores];
  return grids.find((grid) => highestCell(grid) !== null) ?? null;
}

/**
 * The ends of the colour scale: those of the whole run, so that a normal picture looks normal. Cells are below the
 * highest score of their picture, so the scale starts at 0, or lower if scores do.
 */
export function gridScale(
  runScale: NumberRange | null,
  threshold: number | null,
  rows: readonly (readonly number[])[],
): NumberRange {
  const ends = runScale ?? [0, highestCell(rows) ?? 1];
  const low = Math.min(0, ends[0]);
  const high = Math.max(ends[1], threshold ?? -Infinity);
  return high > low ? [low, high] : [low, low + 1];
}

/** With more cells than this in a row or a column, single cells could not be distinguished. */
const mostCells = 48;

/** Groups of neighbours combined by `merge`, so that there are at most `mostCells`. */
function inGroups<Item, Merged>(items: readonly Item[], merge: (group: readonly Item[]) => Merged): Merged[] {
  const count = Math.min(items.length, mostCells);
  const startOf = (at: number) => Math.floor((at * items.length) / count);
  return Array.from({ length: count }, (_, at) => merge(items.slice(startOf(at), startOf(at + 1))));
}

/** The cells to draw: those of the grid, with neighbours combined into their maximum if there are too many. */
export const drawnCells = (rows: AnomalyGrid['rows']): number[][] =>
  inGroups(rows, (group) => {
    const [longest = []] = group.toSorted((a, b) => b.length - a.length);
    return inGroups(
      longest.map((_, column) => highestCell([group.flatMap((row) => row[column] ?? [])]) ?? 0),
      (cells) => highestCell([cells]) ?? 0,
    );
  });

/** The grid of one window with its colour scale; `null` if the block has none. */
export function anomalyGrid(
  block: Classification,
  prediction: PredictionRecord | undefined,
  index: number,
  runScale: NumberRange | null,
  rules: OutcomeRules = defaultOutcomeRules,
): AnomalyGrid | null {
  const rows = gridOf(block, prediction, index);
  if (rows === null) return null;
  const threshold = thresholdInForce(block, 'anomaly', 'anomaly', rules);
  return { rows, threshold, scale: gridScale(runScale, threshold, rows) };
}
