/** The matrix in words and shades: what stands in each cell and at each head. Pure. */
import { isolatedText } from '../../../contract/isolated-text';
import type { LabelColours } from '../../charts/label-colours';
import type { HeatDensity } from '../../charts/heat-grid';
import type { HeatAxisEntry, HeatCell } from '../../charts/heat-grid-parts';
import { formatCount, formatShare } from '../../numbers-in-words';
import { shortened } from '../../shortened-text';
import { others, type AxisLabel, type OrderedMatrix } from './matrix-order';

const inWords = (label: AxisLabel, withoutAny: string) => {
  if (label === others) return 'other labels';
  if (label === null) return withoutAny;
  return label === '' ? '(empty)' : label;
};
const expectedName = (label: AxisLabel) => inWords(label, 'no label');
const saidName = (label: AxisLabel) => inWords(label, 'no prediction');
/** The same within a sentence. */
const expectedWords = (label: AxisLabel) => isolatedText(expectedName(label));
const saidWords = (label: AxisLabel) => isolatedText(saidName(label));
/** And within one that stands on the screen. */
export const shortExpectedWords = (label: AxisLabel) => isolatedText(shortened(expectedName(label)));
export const shortSaidWords = (label: AxisLabel) => isolatedText(shortened(saidName(label)));

/** "14 samples", "1 sample". */
export const samplesInWords = (count: number) =>
  `${formatCount(count)} ${count === 1 ? 'sample' : 'samples'}`;

/** A filter needs a value: what has none, and what stands for several, cannot be one. */
export const isFilterable = (label: AxisLabel): label is string => typeof label === 'string';

/** How close the cells stand, by how many columns there are. */
export function densityOf({ columns }: OrderedMatrix): HeatDensity {
  if (columns.length <= 6) return 'roomy';
  if (columns.length <= 14) return 'wide';
  return columns.length <= 32 ? 'dense' : 'tight';
}

const hasRoom = (density: HeatDensity) => density === 'roomy' || density === 'wide';

/** A share from 0 to 1 in as few characters as the cells have room for. */
function shareText(share: number | null, density: HeatDensity): string {
  if (hasRoom(density) || share === null) return formatShare(share);
  if (share > 0 && share < 0.005) return '<1%';
  // What is not all must not read as all.
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100}%`;
}

/** A count in as few characters as the cells have room for. */
function countText(count: number, density: HeatDensity): string {
  if (count < 10_000 || hasRoom(density)) return formatCount(count);
  return count < 1_000_000 ? `${Math.floor(count / 1000)}k` : `${Math.floor(count / 1_000_000)}M`;
}

function sentenceOf(matrix: OrderedMatrix, row: AxisLabel, column: AxisLabel): string {
  const { count, incorrect } = matrix.cell(row, column);
  const share = formatShare(count / Math.max(1, matrix.rowTotal(row)));
  const sentence = `Expected ${expectedWords(row)}, said ${saidWords(column)}: ${samplesInWords(count)} (${share} of ${expectedWords(row)})`;
  if (count === 0) return sentence;
  if (row === column && incorrect > 0) {
    return `${sentence}; ${formatCount(incorrect)} of them incorrect all the same`;
  }
  return row !== column && incorrect === 0 ? `${sentence}; not counted as incorrect` : sentence;
}

/** The largest share of a row that went elsewhere, of the labels that are not folded. */
function mostWrongShare(matrix: OrderedMatrix): number {
  let largest = 0;
  for (const row of matrix.rows) {
    for (const column of matrix.columns) {
      if (row === column || row === others || column === others) continue;
      largest = Math.max(largest, matrix.cell(row, column).count / matrix.rowTotal(row));
    }
  }
  return largest;
}

/** The cells by row and column. Counts differ by powers of ten, so heat is a root: small counts stay visible. */
export function heatCells(matrix: OrderedMatrix, isShare: boolean): HeatCell[][] {
  const density = densityOf(matrix);
  const mostShare = isShare ? mostWrongShare(matrix) : 0;
  return matrix.rows.map((row) =>
    matrix.columns.map((column): HeatCell => {
      const { count, incorrect } = matrix.cell(row, column);
      const isRight = row === column && row !== others && row !== null;
      const share = count / Math.max(1, matrix.rowTotal(row));
      const countPart = count / Math.max(1, isRight ? matrix.mostRight : matrix.mostWrong);
      const sharePart = isRight ? share : share / (mostShare || 1);
      const part = isShare ? sharePart : countPart;
      return {
        text: count === 0 ? '' : isShare ? shareText(share, density) : countText(count, density),
        heat: Math.sqrt(Math.min(1, part)),
        tone: isRight ? 'right' : incorrect > 0 ? 'wrong' : 'neutral',
        sentence: sentenceOf(matrix, row, column),
        canChoose: count > 0 && isFilterable(row) && isFilterable(column),
      };
    }),
  );
}

/** The entries of an axis, with its totals and shares. */
export function heatAxis(
  matrix: OrderedMatrix,
  axis: 'rows' | 'columns',
  colours: LabelColours,
): HeatAxisEntry[] {
  const density = axis === 'columns' ? densityOf(matrix) : 'wide';
  const nameOf = axis === 'rows' ? expectedName : saidName;
  return matrix[axis].map((label, index): HeatAxisEntry => {
    const total = axis === 'rows' ? matrix.rowTotal(label) : matrix.columnTotal(label);
    const share = axis === 'rows' ? matrix.recall(label) : matrix.precision(label);
    const common = {
      key: `${index} ${nameOf(label)}`,
      total: countText(total, density),
      share: shareText(share, density),
    };
    if (label === others) {
      const name = `${formatCount(matrix.folded)} others`;
      return matrix.unfoldable === 0
        ? { ...common, name }
        : { ...common, name, hint: `Show more of the ${formatCount(matrix.folded)} other labels` };
    }
    const entry = { ...common, name: nameOf(label), colour: colours(label) };
    const what = axis === 'rows' ? 'expected' : 'said';
    return label === null
      ? entry
      : { ...entry, hint: `Only samples with ${isolatedText(entry.name)} ${what}: ${formatCount(total)}` };
  });
}
