/** The texts and shades of the matrix: the contents of each cell and header. Pure functions. */
import { isolatedText } from '../../../contract/isolated-text';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import type { Query } from '../../../contract/query';
import type { LabelColours } from '../../charts/label-colours';
import type { HeatDensity } from '../../charts/heat-grid';
import type { HeatAxisEntry, HeatCell } from '../../charts/heat-grid-parts';
import { formatCount, formatShare } from '../../ui/numbers-in-words';
import { shortened } from '../../ui/shortened-text';
import { verdictsInWords, type VerdictNouns } from '../../ui/verdict-nouns';
import { others, type AxisLabel, type CellCounts, type OrderedMatrix } from './matrix-order';

const inWords = (label: AxisLabel, withoutAny: string) => {
  if (label === others) return 'other labels';
  if (label === null) return withoutAny;
  return label === '' ? '(empty)' : label;
};
const expectedName = (label: AxisLabel, nouns: VerdictNouns) => inWords(label, nouns.nothingExpected);
const saidName = (label: AxisLabel, nouns: VerdictNouns) => inWords(label, nouns.nothingSaid);

/** A label for use in a sentence. */
export const labelInSentence = (label: AxisLabel) => isolatedText(shortened(inWords(label, '')));

/** `others` is not a single value, so it cannot be filtered by. */
export const isFilterable = (label: AxisLabel): label is string | null => label !== others;

/** The density of the cells, by the number of columns. */
export function densityOf({ columns }: OrderedMatrix): HeatDensity {
  if (columns.length <= 6) return 'roomy';
  if (columns.length <= 14) return 'wide';
  return columns.length <= 32 ? 'dense' : 'tight';
}

const hasRoom = (density: HeatDensity) => density === 'roomy' || density === 'wide';

/** A share from 0 to 1, in as few characters as the cells have room for. */
function shareText(share: number | null, density: HeatDensity): string {
  if (hasRoom(density) || share === null) return formatShare(share);
  if (share > 0 && share < 0.005) return '<1%';
  // Do not round up to 100 %.
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100}%`;
}

/** A count, in as few characters as the cells have room for. */
function countText(count: number, density: HeatDensity): string {
  if (count < 10_000 || hasRoom(density)) return formatCount(count);
  return count < 1_000_000 ? `${Math.floor(count / 1000)}k` : `${Math.floor(count / 1_000_000)}M`;
}

/** Remarks on a cell in addition to its count. */
function remarkOn({ count, judged, incorrect }: CellCounts, isDiagonal: boolean): string {
  const isSome = judged < count;
  if (count === 0) return '';
  if (judged === 0) return '; cannot be judged';
  if (isSome) return `; ${formatCount(count - judged)} of them cannot be judged`;
  if (isDiagonal) return incorrect > 0 ? `; ${formatCount(incorrect)} of them incorrect all the same` : '';
  return incorrect === 0 ? '; not counted as incorrect' : '';
}

function sentenceOf(matrix: OrderedMatrix, row: AxisLabel, column: AxisLabel, nouns: VerdictNouns): string {
  const cell = matrix.cell(row, column);
  const expected = isolatedText(expectedName(row, nouns));
  const share = formatShare(cell.count / Math.max(1, matrix.rowTotal(row)));
  const words = verdictsInWords(nouns, cell.count, cell.samples);
  const said = isolatedText(saidName(column, nouns));
  return `Expected ${expected}, said ${said}: ${words} (${share} of ${expected})${remarkOn(cell, row === column)}`;
}

/** The largest share of a row that was confused, among the labels that are not folded. */
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

/** Whether filters on both words, or on one of them, select a cell; without any, no cell is selected. */
function isChosenBy({ filters }: Pick<Query, 'filters'>, row: AxisLabel, column: AxisLabel): boolean {
  const { expected, said } = filters;
  if (expected === undefined && said === undefined) return false;
  const has = (chosen: readonly ChoiceValue[] | undefined, label: AxisLabel) =>
    chosen === undefined || (isFilterable(label) && chosen.includes(label));
  return has(expected, row) && has(said, column);
}

/** The cells by row and column. Counts differ by orders of magnitude, so heat is a root: small counts stay visible. */
export function heatCells(
  matrix: OrderedMatrix,
  isShare: boolean,
  nouns: VerdictNouns,
  query: Pick<Query, 'filters'>,
): HeatCell[][] {
  const density = densityOf(matrix);
  const mostShare = isShare ? mostWrongShare(matrix) : 0;
  return matrix.rows.map((row) =>
    matrix.columns.map((column): HeatCell => {
      const { count, judged, incorrect } = matrix.cell(row, column);
      const isRight = row === column && row !== others && row !== null;
      const tone = isRight ? 'right' : incorrect > 0 ? 'wrong' : 'neutral';
      const share = count / Math.max(1, matrix.rowTotal(row));
      const countPart = count / Math.max(1, isRight ? matrix.mostRight : matrix.mostWrong);
      const sharePart = isRight ? share : share / (mostShare || 1);
      const part = isShare ? sharePart : countPart;
      return {
        text: count === 0 ? '' : isShare ? shareText(share, density) : countText(count, density),
        heat: Math.sqrt(Math.min(1, part)),
        tone: count > 0 && judged === 0 ? 'unjudged' : tone,
        sentence: sentenceOf(matrix, row, column, nouns),
        isChosen: count > 0 && isChosenBy(query, row, column),
        canChoose: count > 0 && isFilterable(row) && isFilterable(column),
      };
    }),
  );
}

/** The entries of an axis, with totals and shares; `hasKey`: the matrix is for one of several keys. */
export function heatAxis(
  matrix: OrderedMatrix,
  axis: 'rows' | 'columns',
  colours: LabelColours,
  nouns: VerdictNouns,
  hasKey: boolean,
): HeatAxisEntry[] {
  const density = axis === 'columns' ? densityOf(matrix) : 'wide';
  const nameOf = axis === 'rows' ? expectedName : saidName;
  return matrix[axis].map((label, index): HeatAxisEntry => {
    const total = axis === 'rows' ? matrix.rowTotal(label) : matrix.columnTotal(label);
    const share = axis === 'rows' ? matrix.recall(label) : matrix.precision(label);
    const name = nameOf(label, nouns);
    const common = {
      key: `${index} ${name}`,
      total: countText(total, density),
      share: shareText(share, density),
    };
    if (label === others) {
      const folded = `${formatCount(matrix.folded)} others`;
      return matrix.unfoldable === 0
        ? { ...common, name: folded }
        : { ...common, name: folded, hint: `Show more of the ${formatCount(matrix.folded)} other labels` };
    }
    const entry = { ...common, name, colour: colours(label) };
    const words = verdictsInWords(nouns, total);
    if (label !== null) {
      const what = axis === 'rows' ? 'expected' : 'said';
      return { ...entry, hint: `Only samples with ${isolatedText(name)} ${what}: ${words}` };
    }
    const nothing = { ...entry, isPlaceholder: true };
    // Words determine their key, but "nothing" does not: as a filter it would match the verdicts of all keys.
    return hasKey ? nothing : { ...nothing, hint: `Only samples with one of these: ${words}` };
  });
}
