/**
 * Reads the grid of a FOMO model: makes boxes of cells, compares them with the truth, and writes debug information.
 */
import type { Box } from './scene-painting';

export type ScoredBox = Box & { label: string; score: number };
type LabelledBox = Box & { label: string };

type Judgement = { f1: number; precision: number; recall: number; debugInfo: object };

const nearEnough = 0.2;

/**
 * Boxes in 0..1 from the scores of a square grid, background first. A cell counts if its score is above
 * `threshold`; adjacent cells of one label, including diagonally adjacent ones, become one box with the highest of
 * their scores.
 */
export function cellsToBoxes(
  scores: Float32Array,
  gridSide: number,
  labels: readonly string[],
  threshold: number,
): ScoredBox[] {
  const classes = labels.length + 1;
  const cell = 1 / gridSide;
  return labels.flatMap((label, labelIndex) => {
    let boxes: ScoredBox[] = [];
    for (let place = 0; place < gridSide * gridSide; place++) {
      const score = scores[place * classes + labelIndex + 1] ?? 0;
      if (score <= threshold) continue;
      const x = (place % gridSide) * cell;
      const y = Math.floor(place / gridSide) * cell;
      boxes = joined(boxes, { label, score, x, y, width: cell, height: cell });
    }
    return boxes;
  });
}

/** Adds a box; while it touches another, the two are merged, and the result may touch a third. */
function joined(boxes: readonly ScoredBox[], added: ScoredBox): ScoredBox[] {
  const gap = 1e-9;
  const other = boxes.find(
    (box) =>
      box.x <= added.x + added.width + gap &&
      added.x <= box.x + box.width + gap &&
      box.y <= added.y + added.height + gap &&
      added.y <= box.y + box.height + gap,
  );
  if (!other) return [...boxes, added];
  const x = Math.min(other.x, added.x);
  const y = Math.min(other.y, added.y);
  const width = Math.max(other.x + other.width, added.x + added.width) - x;
  const height = Math.max(other.y + other.height, added.y + added.height) - y;
  const both = { label: added.label, score: Math.max(other.score, added.score), x, y, width, height };
  return joined(
    boxes.filter((box) => box !== other),
    both,
  );
}

/**
 * Each predicted box is assigned to the nearest true box of its label, if their centres are at most 0.2 apart in
 * the unit square; several may share one. In the debug information x and y are swapped, as in the original.
 */
export function judge(
  trueBoxes: readonly LabelledBox[],
  predicted: readonly LabelledBox[],
  labels: readonly string[],
): Judgement {
  const trues = trueBoxes.map((box) => centre(box, labels));
  const preds = predicted.map((box) => centre(box, labels));
  const pairs = preds.flatMap((pred, yp) =>
    trues.flatMap((truth, yt) =>
      pred.label === truth.label
        ? [
            {
              yp,
              yt,
              label: pred.label,
              distance: rounded(Math.sqrt((pred.x - truth.x) ** 2 + (pred.y - truth.y) ** 2)),
            },
          ]
        : [],
    ),
  );
  const assignments = preds.flatMap((_, yp) => {
    const [nearest] = pairs.filter((pair) => pair.yp === yp).sort((a, b) => a.distance - b.distance);
    return nearest && nearest.distance <= nearEnough ? [nearest] : [];
  });
  const missedTrues = trues.map((_, yt) => yt).filter((yt) => !assignments.some((pair) => pair.yt === yt));
  const missedPreds = preds.map((_, yp) => yp).filter((yp) => !assignments.some((pair) => pair.yp === yp));
  const outcome = { assignments, unassigned_y_true_idxs: missedTrues, unassigned_y_pred_idxs: missedPreds };
  if (trues.length === 0 && preds.length === 0) return { f1: 1, precision: 1, recall: 1, debugInfo: outcome };
  const found = assignments.length;
  const precision = found / Math.max(1, found + missedPreds.length);
  const recall = found / Math.max(1, found + missedTrues.length);
  return {
    f1: found === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    precision,
    recall,
    debugInfo: {
      y_trues: trues,
      y_preds: preds,
      assignments,
      normalised_min_distance: nearEnough,
      all_pairwise_distances: pairs.map(({ yp, yt, distance }) => [yp, yt, distance]),
      unassigned_y_true_idxs: missedTrues,
      unassigned_y_pred_idxs: missedPreds,
    },
  };
}

/** x is the distance from the top, y the distance from the left; labels count from 1, as 0 is the background. */
const centre = (box: LabelledBox, labels: readonly string[]) => ({
  x: rounded(box.y + box.height / 2),
  y: rounded(box.x + box.width / 2),
  label: labels.indexOf(box.label) + 1,
});

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
