/** The confusion matrix of a summary: cells of the most confused labels, and the samples of all other labels added up. */
import {
  summaryLimits,
  type MatrixCell,
  type MatrixOtherCell,
  type Summary,
} from '../../../contract/summary';
import { noWord, slotOf } from './columns';
import type { Counts } from './counts';
import { tally, topCodes, type KeptOutcomes } from './facet-counts';
import { outcomeOrder } from './outcome-codes';
import type { MatrixLabels } from './matrix-labels';
import type { RunIndex } from './run-index';

/** A pair of an expected and a said label that some of the counted samples have. */
interface Pair {
  expectedCode: number;
  saidCode: number;
  row: number;
  column: number;
  count: number;
  incorrect: number;
}

/** Calls back with each pair; one object for all of them, since there may be as many as samples. */
type EachPair = (visit: (pair: Pair) => void) => void;

async function pairsOf(
  index: RunIndex,
  counts: Counts,
  kept: KeptOutcomes,
  { ofExpected, ofSaid }: MatrixLabels,
): Promise<EachPair> {
  const expected = await index.codes('matrix:expected');
  const said = await index.codes('matrix:said');
  const keepsIncorrect = kept[outcomeOrder.indexOf('incorrect')] === true;
  return (visit) => {
    const pair: Pair = { expectedCode: 0, saidCode: 0, row: 0, column: 0, count: 0, incorrect: 0 };
    for (let at = 0; at < expected.length; at++) {
      const { count, incorrect } = tally(counts, at + 1, kept);
      if (count === 0) continue;
      pair.expectedCode = expected[at] ?? noWord;
      pair.saidCode = said[at] ?? noWord;
      pair.row = ofExpected[pair.expectedCode] ?? 0;
      pair.column = ofSaid[pair.saidCode] ?? 0;
      pair.count = count;
      pair.incorrect = keepsIncorrect ? incorrect : 0;
      visit(pair);
    }
  };
}

/** The labels to list, as numbers in rising order, and how many there are in all. */
function listedLabels(
  labels: number,
  rows: number,
  eachPair: EachPair,
): { listed: number[]; distinct: number } {
  const worst = new Uint32Array(labels + 1);
  const samples = new Uint32Array(labels + 1);
  eachPair(({ row, column, count, incorrect }) => {
    samples[row] = (samples[row] ?? 0) + count;
    if (row === column) return;
    samples[column] = (samples[column] ?? 0) + count;
    if (row === 0 || column === 0) return;
    worst[row] = Math.max(worst[row] ?? 0, incorrect);
    worst[column] = Math.max(worst[column] ?? 0, incorrect);
  });
  // One number that orders by the first and then by the second: no label has more samples than there are rows.
  const rank = (label: number) => (worst[label] ?? 0) * (rows + 1) + (samples[label] ?? 0);
  const { top, distinct } = topCodes(rank, labels, summaryLimits.matrixLabels);
  return { listed: top.sort((a, b) => a - b), distinct };
}

/**
 * The cells of the counted samples, by expected label, then by what was said, both in the order of text: none first,
 * the labels that are not listed last. Memory grows with the pairs of labels that occur, not with labels × labels.
 */
export async function matrixOf(
  index: RunIndex,
  counts: Counts,
  kept: KeptOutcomes,
): Promise<Pick<Summary, 'matrix' | 'matrixOther'>> {
  const labels = await index.matrixLabels();
  const eachPair = await pairsOf(index, counts, kept, labels);
  const { listed, distinct } = listedLabels(labels.length, index.built.rows, eachPair);
  // Places in the matrix: 0 is none, then the listed labels, then one place for all others.
  const other = listed.length + 1;
  const placeOf = new Uint32Array(labels.length + 1).fill(other);
  placeOf[0] = 0;
  listed.forEach((label, at) => (placeOf[label] = at + 1));
  const codes = listed.map(() => ({ expected: noWord, said: noWord }));
  const size = other + 1;
  const cells = new Uint32Array(size * size);
  const wrong = new Uint32Array(size * size);
  eachPair(({ expectedCode, saidCode, row, column, count, incorrect }) => {
    const [rowPlace, columnPlace] = [placeOf[row] ?? other, placeOf[column] ?? other];
    const at = rowPlace * size + columnPlace;
    cells[at] = (cells[at] ?? 0) + count;
    wrong[at] = (wrong[at] ?? 0) + incorrect;
    const [ofRow, ofColumn] = [codes[rowPlace - 1], codes[columnPlace - 1]];
    if (ofRow !== undefined) ofRow.expected = expectedCode;
    if (ofColumn !== undefined) ofColumn.said = saidCode;
  });
  const expectedWords = await index.words(slotOf('expected'));
  const saidWords = await index.words(slotOf('said'));
  const names = codes.map(({ expected, said }) =>
    expected === noWord ? saidWords.wordOf(said) : expectedWords.wordOf(expected),
  );
  const nameAt = (place: number) => (place === 0 ? null : names[place - 1]);
  const matrix: MatrixCell[] = [];
  const others: MatrixOtherCell[] = [];
  for (let at = 0; at < cells.length; at++) {
    const [count = 0, incorrect = 0] = [cells[at], wrong[at]];
    if (count === 0) continue;
    const [expected, said] = [nameAt(Math.floor(at / size)), nameAt(at % size)];
    if (expected !== undefined && said !== undefined) matrix.push({ expected, said, count, incorrect });
    else others.push({ expected, said, count, incorrect });
  }
  return { matrix, matrixOther: { labels: distinct - listed.length, cells: others } };
}
