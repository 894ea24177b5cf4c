/** The matrix in the order that shows most, folded where there are more labels than a person can read. */
import type { MatrixCell } from '../../../contract/summary';
import { compareText } from '../../../domain/text-match';

/** A label of an axis; `null` stands for no label or no prediction. */
export type AxisLabel = string | null;

export interface OrderedMatrix {
  /** Expected labels, top to bottom, and predictions, left to right; the shared ones in the same order. */
  rows: readonly AxisLabel[];
  columns: readonly AxisLabel[];
  /** Samples of a cell, 0 where there are none. */
  count: (row: AxisLabel, column: AxisLabel) => number;
  rowTotal: (row: AxisLabel) => number;
  columnTotal: (column: AxisLabel) => number;
  /** The largest count off the diagonal, and on it. */
  mostWrong: number;
  mostRight: number;
  /** The cell off the diagonal with the most samples, of those where both are classes. */
  worst: MatrixCell | undefined;
  /** How many labels there are beyond those shown. */
  folded: number;
}

/** Labels that say that nothing was found; they go to the end of an axis. */
const last = (label: AxisLabel) => label === null || label === 'uncertain' || label === 'anomaly';

const byText = (one: AxisLabel, other: AxisLabel) => {
  if (last(one) !== last(other)) return last(one) ? 1 : -1;
  if (one === null || other === null) return one === null ? 1 : -1;
  return compareText(one, other);
};

class Totals {
  private readonly counts = new Map<AxisLabel, number>();
  add(label: AxisLabel, count: number): void {
    this.counts.set(label, this.of(label) + count);
  }
  of(label: AxisLabel): number {
    return this.counts.get(label) ?? 0;
  }
}

/**
 * The cells in order. By confusion: labels with the most confused samples, in either direction, first; ties by text.
 * Past `most` labels only the first are shown; the folded samples still count in the totals.
 */
export function orderedMatrix(
  cells: readonly MatrixCell[],
  order: 'confusion' | 'name',
  most: number,
): OrderedMatrix {
  const confused = new Totals();
  const rowTotals = new Totals();
  const columnTotals = new Totals();
  const byRow = new Map<AxisLabel, Map<AxisLabel, number>>();
  for (const { expected, said, count } of cells) {
    rowTotals.add(expected, count);
    columnTotals.add(said, count);
    if (expected !== said) {
      confused.add(expected, count);
      confused.add(said, count);
    }
    const row = byRow.get(expected) ?? new Map<AxisLabel, number>();
    row.set(said, (row.get(said) ?? 0) + count);
    byRow.set(expected, row);
  }
  const labels = [...new Set(cells.flatMap(({ expected, said }) => [expected, said]))].sort(byText);
  if (order === 'confusion') {
    labels.sort(
      (one, other) => Number(last(one)) - Number(last(other)) || confused.of(other) - confused.of(one),
    );
  }
  const shown = labels.slice(0, most);
  const wrong = cells.filter(({ expected, said }) => expected !== said);
  const right = cells.filter(({ expected, said }) => expected === said);
  return {
    rows: shown.filter((label) => rowTotals.of(label) > 0),
    columns: shown.filter((label) => columnTotals.of(label) > 0),
    count: (row, column) => byRow.get(row)?.get(column) ?? 0,
    rowTotal: (row) => rowTotals.of(row),
    columnTotal: (column) => columnTotals.of(column),
    mostWrong: Math.max(0, ...wrong.map(({ count }) => count)),
    mostRight: Math.max(0, ...right.map(({ count }) => count)),
    worst: wrong
      .filter(({ expected, said }) => !last(expected) && !last(said))
      .reduce<MatrixCell | undefined>(
        (worst, cell) => (worst === undefined || cell.count > worst.count ? cell : worst),
        undefined,
      ),
    folded: labels.length - shown.length,
  };
}
