/** The matrix in the order that shows most, folded where there are more labels than a person can read. */
import type { MatrixCell } from '../../../contract/summary';
import { compareText } from '../../../domain/text-match';

/** The labels that are folded, as one entry of an axis. */
export const others = Symbol('others');

/** An entry of an axis; `null` stands for no label or no prediction. */
export type AxisLabel = string | null | typeof others;

export type MatrixOrder = 'confusion' | 'name';

export interface CellCounts {
  count: number;
  incorrect: number;
}

export interface OrderedMatrix {
  /** Expected labels, top to bottom, and predictions, left to right; the shared ones in the same order. */
  rows: readonly AxisLabel[];
  columns: readonly AxisLabel[];
  /** Zeros where there are no samples. */
  cell: (row: AxisLabel, column: AxisLabel) => CellCounts;
  rowTotal: (row: AxisLabel) => number;
  columnTotal: (column: AxisLabel) => number;
  /** 0 to 1, `null` where none of the row's samples can be judged by their label. */
  recall: (row: AxisLabel) => number | null;
  /** 0 to 1, `null` for what is no expected label. */
  precision: (column: AxisLabel) => number | null;
  /** The largest count off the diagonal, and on it, of the labels that are not folded. */
  mostWrong: number;
  mostRight: number;
  /** The most samples of one label taken for one other. */
  worst: MatrixCell | undefined;
  /** How many labels are in `others`. */
  folded: number;
}

const nothing: CellCounts = { count: 0, incorrect: 0 };

/** A count for each pair of labels, and for each label alone. */
class Tally {
  private readonly rows = new Map<AxisLabel, Map<AxisLabel, CellCounts>>();
  private readonly totals = { row: new Map<AxisLabel, number>(), column: new Map<AxisLabel, number>() };

  add(row: AxisLabel, column: AxisLabel, { count, incorrect }: CellCounts): void {
    const before = this.of(row, column);
    const cells = this.rows.get(row) ?? new Map<AxisLabel, CellCounts>();
    cells.set(column, { count: before.count + count, incorrect: before.incorrect + incorrect });
    this.rows.set(row, cells);
    this.totals.row.set(row, this.total('row', row) + count);
    this.totals.column.set(column, this.total('column', column) + count);
  }
  of(row: AxisLabel, column: AxisLabel): CellCounts {
    return this.rows.get(row)?.get(column) ?? nothing;
  }
  total(axis: 'row' | 'column', label: AxisLabel): number {
    return this.totals[axis].get(label) ?? 0;
  }
  *cells(): Iterable<readonly [row: AxisLabel, column: AxisLabel, counts: CellCounts]> {
    for (const [row, cells] of this.rows) for (const [column, counts] of cells) yield [row, column, counts];
  }
}

/** How many incorrect samples a label has a part in, as what was expected or as what was said instead. */
function confusions(cells: readonly MatrixCell[]): (label: AxisLabel) => number {
  const counts = new Map<AxisLabel, number>();
  for (const { expected, said, incorrect } of cells) {
    if (expected === said) continue;
    for (const label of [expected, said]) counts.set(label, (counts.get(label) ?? 0) + incorrect);
  }
  return (label) => counts.get(label) ?? 0;
}

const byText = (one: string | null, other: string | null) =>
  one === null || other === null ? Number(one === null) - Number(other === null) : compareText(one, other);

/** The words for "nothing was found", and no answer at all: no class, unless samples are labelled so. */
function absences(cells: readonly MatrixCell[]): (label: string | null) => boolean {
  const isExpected = new Set(cells.map(({ expected }) => expected));
  return (label) =>
    label === null || ((label === 'uncertain' || label === 'anomaly') && !isExpected.has(label));
}

function largestConfusion(
  cells: readonly MatrixCell[],
  isAbsent: (label: string | null) => boolean,
): MatrixCell | undefined {
  let worst: MatrixCell | undefined;
  for (const cell of cells) {
    if (cell.expected === cell.said || isAbsent(cell.expected) || isAbsent(cell.said)) continue;
    if (cell.incorrect > (worst?.incorrect ?? 0)) worst = cell;
  }
  return worst;
}

/**
 * The cells in order. By confusion: labels with the most confused samples, in either direction, first; ties by text.
 * Past `most` classes the least confused ones are added up as `others`; what is no class comes last and is never folded.
 */
export function orderedMatrix(cells: readonly MatrixCell[], order: MatrixOrder, most: number): OrderedMatrix {
  const confused = confusions(cells);
  const isAbsent = absences(cells);
  const labels = [...new Set(cells.flatMap(({ expected, said }) => [expected, said]))].sort(byText);
  const classes = labels
    .filter((label) => !isAbsent(label))
    .sort((one, other) => confused(other) - confused(one) || byText(one, other));
  const kept = classes.slice(0, most);
  const folded = new Set(classes.slice(most));
  if (order === 'name') kept.sort(byText);
  const rest: AxisLabel[] = folded.size > 0 ? [others] : [];
  const shown = [...kept, ...rest, ...labels.filter(isAbsent)];

  const tally = new Tally();
  const place = (label: string | null): AxisLabel => (folded.has(label) ? others : label);
  for (const cell of cells) tally.add(place(cell.expected), place(cell.said), cell);
  let mostWrong = 0;
  let mostRight = 0;
  for (const [row, column, { count }] of tally.cells()) {
    if (row === others || column === others) continue;
    if (row === column) mostRight = Math.max(mostRight, count);
    else mostWrong = Math.max(mostWrong, count);
  }
  const incorrectIn = (row: AxisLabel) =>
    shown.reduce((sum, column) => sum + tally.of(row, column).incorrect, 0);
  return {
    rows: shown.filter((label) => tally.total('row', label) > 0),
    columns: shown.filter((label) => tally.total('column', label) > 0),
    cell: (row, column) => tally.of(row, column),
    rowTotal: (row) => tally.total('row', row),
    columnTotal: (column) => tally.total('column', column),
    recall: (row) => {
      if (row === null || row === others) return null;
      const right = tally.of(row, row).count;
      return right === 0 && incorrectIn(row) === 0 ? null : right / tally.total('row', row);
    },
    precision: (column) =>
      column === null || column === others || tally.total('row', column) === 0
        ? null
        : tally.of(column, column).count / Math.max(1, tally.total('column', column)),
    mostWrong,
    mostRight,
    worst: largestConfusion(cells, isAbsent),
    folded: folded.size,
  };
}
