/** From counts of what was expected and what was said to accuracy, precision, recall, F1, and the matrix. */
import { compareText } from './text-match';

/** How often a label was expected and a prediction said; `null`: there was none. A summary's cell is one. */
export interface CellCount {
  expected: string | null;
  said: string | null;
  count: number;
}

/** How well one label was found. */
export interface ClassMetrics {
  label: string;
  /** How often it was expected, said, and both. */
  expected: number;
  said: number;
  correct: number;
  /** `null`: it was never said. */
  precision: number | null;
  /** `null`: it was never expected. */
  recall: number | null;
  f1: number;
}

export interface Metrics {
  total: number;
  correct: number;
  /** All figures are 0 to 1; `null`: nothing to count. */
  accuracy: number | null;
  /** The mean F1 of the labels that were expected: `uncertain` is no class to be found. */
  macroF1: number | null;
  /** The mean recall of the labels that were expected. */
  balancedAccuracy: number | null;
  /** In the order of text. */
  classes: readonly ClassMetrics[];
}

/** Counts by expected label and prediction; shares are of their row. Rows and columns in the order of text. */
export interface Matrix {
  expected: readonly (string | null)[];
  said: readonly (string | null)[];
  counts: readonly (readonly number[])[];
  shares: readonly (readonly number[])[];
  rowTotals: readonly number[];
  columnTotals: readonly number[];
  total: number;
}

/** A part of a whole, 0 to 1; `null` where there is no whole. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** The share of correct among what can be judged; `null` where nothing can. */
export function accuracyOf({ correct, incorrect }: { correct: number; incorrect: number }): number | null {
  return shareOf(correct, correct + incorrect);
}

const mean = (values: readonly number[]): number | null =>
  shareOf(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

/** The metrics of the cells that have both sides. Leave out beforehand what cannot be judged. */
export function metricsOf(cells: Iterable<CellCount>): Metrics {
  const classes = new Map<string, { expected: number; said: number; correct: number }>();
  const ofLabel = (label: string) => {
    const known = classes.get(label) ?? { expected: 0, said: 0, correct: 0 };
    classes.set(label, known);
    return known;
  };
  let total = 0;
  let correct = 0;
  for (const { expected, said, count } of cells) {
    if (expected === null || said === null || count <= 0) continue;
    total += count;
    ofLabel(expected).expected += count;
    ofLabel(said).said += count;
    if (expected !== said) continue;
    correct += count;
    ofLabel(expected).correct += count;
  }
  const listed = [...classes]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([label, counts]): ClassMetrics => ({
      label,
      ...counts,
      precision: shareOf(counts.correct, counts.said),
      recall: shareOf(counts.correct, counts.expected),
      f1: (2 * counts.correct) / (counts.expected + counts.said),
    }));
  const expectedClasses = listed.filter(({ expected }) => expected > 0);
  return {
    total,
    correct,
    accuracy: shareOf(correct, total),
    macroF1: mean(expectedClasses.map(({ f1 }) => f1)),
    balancedAccuracy: mean(expectedClasses.map(({ recall }) => recall ?? 0)),
    classes: listed,
  };
}

/** The order of text with "none" last. */
const compareLabels = (a: string | null, b: string | null): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
};

/** The matrix of the cells; cells that are given twice add up. */
export function matrixOf(cells: readonly CellCount[]): Matrix {
  const expected = [...new Set(cells.map((cell) => cell.expected))].toSorted(compareLabels);
  const said = [...new Set(cells.map((cell) => cell.said))].toSorted(compareLabels);
  const rowOf = new Map(expected.map((label, index) => [label, index]));
  const columnOf = new Map(said.map((label, index) => [label, index]));
  const counts = expected.map(() => said.map(() => 0));
  for (const cell of cells) {
    const row = counts[rowOf.get(cell.expected) ?? -1];
    const column = columnOf.get(cell.said);
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + cell.count;
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const rowTotals = counts.map(sum);
  return {
    expected,
    said,
    counts,
    shares: counts.map((row, index) => row.map((count) => shareOf(count, rowTotals[index] ?? 0) ?? 0)),
    rowTotals,
    columnTotals: said.map((_, column) => sum(counts.map((row) => row[column] ?? 0))),
    total: sum(rowTotals),
  };
}
