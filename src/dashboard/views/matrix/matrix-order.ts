/** Orders the matrix to be most informative, and folds labels if there are too many to read. */
import type { MatrixCell, Summary } from '../../../contract/schemas/summary';
import { anomalyWords, uncertainWord } from '../../../domain/outcome-rules';
import { compareText } from '../../../domain/text-match';

/** The labels that are not shown separately, as one entry of an axis; not a text, since a label may have any text. */
export const others = Symbol('others');

/** An entry of an axis; `null` means no label, nothing there, nothing predicted or a miss. */
export type AxisLabel = string | null | typeof others;

export type MatrixOrder = 'confusion' | 'name';

export interface CellCounts {
  /** The number of verdicts. */
  count: number;
  /** Samples that have such a verdict; `null` if cells were added up, since one sample may be in several. */
  samples: number | null;
  /** Verdicts that can be judged. */
  judged: number;
  incorrect: number;
}

export interface OrderedMatrix {
  /** Expected labels, top to bottom, and predictions, left to right; labels on both axes are in the same order. */
  rows: readonly AxisLabel[];
  columns: readonly AxisLabel[];
  /** Zeros if there are no verdicts. */
  cell: (row: AxisLabel, column: AxisLabel) => CellCounts;
  rowTotal: (row: AxisLabel) => number;
  columnTotal: (column: AxisLabel) => number;
  /** Of the verdicts that can be judged, 0 to 1; `null` if there are none, and for an entry that is not a label. */
  recall: (row: AxisLabel) => number | null;
  /** The same; `null` also for a label that is never expected. */
  precision: (column: AxisLabel) => number | null;
  /** The largest count off the diagonal, and on it, among the labels that are not folded. */
  mostWrong: number;
  mostRight: number;
  /** The pair of labels that is confused most often. */
  worst: MatrixCell | undefined;
  /** The number of labels in `others`. */
  folded: number;
  /** How many of them could be shown separately; the summary has no counts for the rest. */
  unfoldable: number;
}

/** The counts of a summary: cells of the labels that it lists, and the rest added up. */
export interface MatrixCounts {
  matrix: readonly MatrixCell[];
  matrixOther: Summary['matrixOther'];
}

interface PlacedCell extends CellCounts {
  row: AxisLabel;
  column: AxisLabel;
}

const nothing: CellCounts = { count: 0, samples: 0, judged: 0, incorrect: 0 };

/** The sum of two cells. */
const sumOf = (one: CellCounts, other: CellCounts): CellCounts => ({
  count: one.count + other.count,
  samples: null,
  judged: one.judged + other.judged,
  incorrect: one.incorrect + other.incorrect,
});

interface Totals {
  count: number;
  judged: number;
}

const noTotals: Totals = { count: 0, judged: 0 };

/** Counts for each pair of labels, and for each label alone. */
class Tally {
  private readonly rows = new Map<AxisLabel, Map<AxisLabel, CellCounts>>();
  private readonly totals = { row: new Map<AxisLabel, Totals>(), column: new Map<AxisLabel, Totals>() };

  add(row: AxisLabel, column: AxisLabel, counts: CellCounts): void {
    const cells = this.rows.get(row) ?? new Map<AxisLabel, CellCounts>();
    const before = cells.get(column);
    cells.set(column, before === undefined ? counts : sumOf(before, counts));
    this.rows.set(row, cells);
    this.addTotal('row', row, counts);
    this.addTotal('column', column, counts);
  }
  private addTotal(axis: 'row' | 'column', label: AxisLabel, { count, judged }: Totals): void {
    const before = this.total(axis, label);
    this.totals[axis].set(label, { count: before.count + count, judged: before.judged + judged });
  }
  of(row: AxisLabel, column: AxisLabel): CellCounts {
    return this.rows.get(row)?.get(column) ?? nothing;
  }
  total(axis: 'row' | 'column', label: AxisLabel): Totals {
    return this.totals[axis].get(label) ?? noTotals;
  }
  *cells(): Iterable<readonly [row: AxisLabel, column: AxisLabel, counts: CellCounts]> {
    for (const [row, cells] of this.rows) for (const [column, counts] of cells) yield [row, column, counts];
  }
}

/** The number of incorrect verdicts that involve a label, as expectation or as prediction. */
function confusions(cells: readonly PlacedCell[]): (label: AxisLabel) => number {
  const counts = new Map<AxisLabel, number>();
  for (const { row, column, incorrect } of cells) {
    if (row === column) continue;
    const sides: AxisLabel[] = [row, column];
    for (const label of sides) counts.set(label, (counts.get(label) ?? 0) + incorrect);
  }
  return (label) => counts.get(label) ?? 0;
}

const byText = (one: string | null, other: string | null) =>
  one === null || other === null ? Number(one === null) - Number(other === null) : compareText(one, other);

/** Whether an entry is not a class: nothing, and "uncertain" and "anomaly" unless they occur as labels. */
function absences(cells: readonly MatrixCell[]): (label: string | null) => boolean {
  const isExpected = new Set(cells.map(({ expected }) => expected));
  return (label) =>
    label === null || ((label === uncertainWord || label === anomalyWords.anomaly) && !isExpected.has(label));
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

const sideOf = (label: string | null | undefined): AxisLabel => (label === undefined ? others : label);

/** All counts; labels that the summary does not list are counted as `others`. */
function placedCells({ matrix, matrixOther }: MatrixCounts): PlacedCell[] {
  const listed = matrix.map(({ expected, said, ...counts }): PlacedCell => ({
    row: expected,
    column: said,
    ...counts,
  }));
  const unlisted = matrixOther.cells.map(({ expected, said, ...counts }): PlacedCell => ({
    row: sideOf(expected),
    column: sideOf(said),
    samples: null,
    ...counts,
  }));
  return [...listed, ...unlisted];
}

/**
 * The ordered matrix. By confusion: labels with the most confused verdicts, in either direction, come first; ties
 * by text. Beyond `most` classes, the least confused ones are added up as `others`, and so are labels that the
 * summary does not list; entries that are not classes come last and are never folded here.
 */
export function orderedMatrix(counts: MatrixCounts, order: MatrixOrder, most: number): OrderedMatrix {
  const { matrix: listed, matrixOther } = counts;
  const cells = placedCells(counts);
  const confused = confusions(cells);
  const isAbsent = absences(listed);
  const named = [...listed, ...matrixOther.cells].flatMap(({ expected, said }) => [expected, said]);
  const labels = [...new Set(named.filter((label) => label !== undefined))].sort(byText);
  const classes = labels
    .filter((label) => !isAbsent(label))
    .sort((one, other) => confused(other) - confused(one) || byText(one, other));
  const kept = classes.slice(0, most);
  const unfoldable = new Set<AxisLabel>(classes.slice(most));
  const folded = unfoldable.size + matrixOther.labels;
  if (order === 'name') kept.sort(byText);
  const rest: AxisLabel[] = folded > 0 ? [others] : [];
  const shown = [...kept, ...rest, ...labels.filter(isAbsent)];

  const tally = new Tally();
  const place = (label: AxisLabel): AxisLabel => (unfoldable.has(label) ? others : label);
  for (const { row, column, ...counted } of cells) tally.add(place(row), place(column), counted);
  let mostWrong = 0;
  let mostRight = 0;
  for (const [row, column, { count }] of tally.cells()) {
    if (row === others || column === others) continue;
    if (row === column) mostRight = Math.max(mostRight, count);
    else mostWrong = Math.max(mostWrong, count);
  }
  /** The share of equal words among the judged verdicts of a row or column. */
  const shareOf = (axis: 'row' | 'column', label: AxisLabel) => {
    const { judged } = tally.total(axis, label);
    return label === null || label === others || judged === 0 ? null : tally.of(label, label).judged / judged;
  };
  return {
    rows: shown.filter((label) => tally.total('row', label).count > 0),
    columns: shown.filter((label) => tally.total('column', label).count > 0),
    cell: (row, column) => tally.of(row, column),
    rowTotal: (row) => tally.total('row', row).count,
    columnTotal: (column) => tally.total('column', column).count,
    recall: (row) => shareOf('row', row),
    precision: (column) => (tally.total('row', column).judged === 0 ? null : shareOf('column', column)),
    mostWrong,
    mostRight,
    worst: largestConfusion(listed, isAbsent),
    folded,
    unfoldable: unfoldable.size,
  };
}
