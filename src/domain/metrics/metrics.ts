/** Computes accuracy, precision, recall, F1 and the matrix from counts of expected and predicted labels. */
import { compareText } from '../text-match';

/**
 * How often a pair of expected label and prediction occurred; `null`: there was none. A cell of a summary's matrix
 * fits.
 */
export interface CellCount {
  expected: string | null;
  said: string | null;
  count: number;
}

/** The metrics of one label. */
export interface ClassMetrics {
  label: string;
  /** How often it was expected, predicted, and both. */
  expected: number;
  said: number;
  correct: number;
  /** `null`: it was never predicted. */
  precision: number | null;
  /** `null`: it was never expected. */
  recall: number | null;
  f1: number;
}

export interface Metrics {
  total: number;
  correct: number;
  /** All values are 0 to 1; `null`: nothing to count. */
  accuracy: number | null;
  /** The mean F1 of the expected labels; `uncertain` is not a class to be found. */
  macroF1: number | null;
  /** The mean recall of the expected labels. */
  balancedAccuracy: number | null;
  /** In text order. */
  classes: readonly ClassMetrics[];
}

/** Counts by expected label and prediction; shares are relative to their row. Rows and columns are in text order. */
export interface Matrix {
  expected: readonly (string | null)[];
  said: readonly (string | null)[];
  counts: readonly (readonly number[])[];
  shares: readonly (readonly number[])[];
  rowTotals: readonly number[];
  columnTotals: readonly number[];
  total: number;
}

/** A part divided by the whole, 0 to 1; `null` if the whole is 0. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** The share of correct items among those that can be judged; `null` if there are none. */
export function accuracyOf({ correct, incorrect }: { correct: number; incorrect: number }): number | null {
  return shareOf(correct, correct + incorrect);
}

const mean = (values: readonly number[]): number | null =>
  shareOf(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

/** The metrics of the cells that have both sides. Exclude what cannot be judged before. */
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

/** Text order with "none" last. */
const compareLabels = (a: string | null, b: string | null): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
};

/** The matrix of the cells; duplicate cells are added up. */
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
