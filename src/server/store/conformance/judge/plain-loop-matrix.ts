/** The matrix of the verdicts that a query matches, of one block and one key, by a plain loop over an array. */
import type { ChoiceValue } from '../../../../contract/kinds/kind';
import type { MatrixCell, MatrixOtherCell, Summary } from '../../../../contract/schemas/summary';
import type { MatrixChoice } from '../../../../contract/schemas/summary-parts';
import type { Verdict } from '../../../../domain/verdict';
import { compareWords, type KeptBut, type LeftOut } from './plain-loop-query';

type Matrix = Pick<Summary, 'matrix' | 'matrixOther' | 'matrixOf'>;

/** A verdict with its sample. */
export interface Row {
  sampleId: number;
  verdict: Verdict;
}

/** A matrix that was not requested. */
export const noMatrix: Matrix = {
  matrix: [],
  matrixOther: { labels: 0, cells: [] },
  matrixOf: { block: null, key: null },
};

/** The verdicts under all filters except some, in the order of the run. */
export const rowsUnder = (kept: KeptBut, but: readonly LeftOut[]): Row[] =>
  [...kept(but)]
    .sort((a, b) => a.sample.sampleId - b.sample.sampleId)
    .flatMap(({ sample, verdicts }) => verdicts.map((verdict) => ({ sampleId: sample.sampleId, verdict })));

/**
 * The requested key, or else the one with the most incorrect verdicts, the first of equal ones; `null` without
 * keys.
 */
function keyOf(rows: readonly Row[], asked: string | undefined): string | null {
  const keys = [...new Set(rows.flatMap(({ verdict }) => verdict.key ?? []))];
  if (keys.length > 0 && asked !== undefined) return asked;
  const incorrect = (key: string) =>
    rows.filter(({ verdict }) => verdict.key === key && verdict.result === 'incorrect').length;
  return keys.reduce<string | null>(
    (worst, key) => (worst === null || incorrect(key) > incorrect(worst) ? key : worst),
    null,
  );
}

/** All words of the matrix, the most confused first. */
function rankedWords(rows: readonly Row[]): string[] {
  const words = [
    ...new Set(rows.flatMap(({ verdict }) => [verdict.expected ?? [], verdict.said ?? []].flat())),
  ];
  const ranked = words.map((word) => {
    const own = rows.filter(({ verdict }) => verdict.expected === word || verdict.said === word);
    const confusions = new Map<string, number>();
    for (const { verdict } of own) {
      const { expected, said, result } = verdict;
      if (result !== 'incorrect' || expected === null || said === null || expected === said) continue;
      const pair = JSON.stringify([expected, said]);
      confusions.set(pair, (confusions.get(pair) ?? 0) + 1);
    }
    return { word, worst: Math.max(0, ...confusions.values()), verdicts: own.length };
  });
  ranked.sort((a, b) => b.worst - a.worst || b.verdicts - a.verdicts || compareWords(a.word, b.word));
  return ranked.map(({ word }) => word);
}

/** One side of a cell; `undefined` means all words that are not listed. */
type Side = ChoiceValue | undefined;

/** `null` first, then the listed words by text, then the others. */
function compareSides(a: Side, b: Side): number {
  const placeOf = (side: Side) => (side === null ? 0 : side === undefined ? 2 : 1);
  return placeOf(a) - placeOf(b) || compareWords(a ?? '', b ?? '');
}

/** The cells of the rows, each row in the cell of its two words; words that are not listed share one side. */
function cellsOf(
  rows: readonly Row[],
  listed: ReadonlySet<string>,
): Pick<Matrix, 'matrix'> & { others: MatrixOtherCell[] } {
  const sideOf = (word: string | null): Side => (word === null || listed.has(word) ? word : undefined);
  const groups: { expected: Side; said: Side; rows: Row[] }[] = [];
  for (const row of rows) {
    const expected = sideOf(row.verdict.expected);
    const said = sideOf(row.verdict.said);
    const group = groups.find((one) => one.expected === expected && one.said === said);
    if (group === undefined) groups.push({ expected, said, rows: [row] });
    else group.rows.push(row);
  }
  groups.sort((a, b) => compareSides(a.expected, b.expected) || compareSides(a.said, b.said));
  const matrix: MatrixCell[] = [];
  const others: MatrixOtherCell[] = [];
  for (const { expected, said, rows: inCell } of groups) {
    const count = inCell.length;
    const judged = inCell.filter(({ verdict }) => verdict.result !== 'unknown').length;
    const incorrect = inCell.filter(({ verdict }) => verdict.result === 'incorrect').length;
    const samples = new Set(inCell.map(({ sampleId }) => sampleId)).size;
    if (expected === undefined || said === undefined)
      others.push({ expected, said, count, judged, incorrect });
    else matrix.push({ expected, said, count, samples, judged, incorrect });
  }
  return { matrix, others };
}

/** The matrix under a query: the facet of the pair, so without the filters of `expected` and `said`. */
export function matrixOf(kept: KeptBut, choice: MatrixChoice): Matrix {
  const rows = rowsUnder(kept, ['expected', 'said', 'not.expected', 'not.said']).filter(
    ({ verdict }) => !verdict.isNumber,
  );
  const first = rows[0];
  const block = choice.block ?? (first === undefined ? null : String(first.verdict.block));
  const ofBlock = rows.filter(({ verdict }) => String(verdict.block) === block);
  const key = keyOf(ofBlock, choice.key);
  const chosen = ofBlock.filter(({ verdict }) => key === null || verdict.key === key);
  const words = rankedWords(chosen);
  const { matrix, others } = cellsOf(chosen, new Set(words.slice(0, 100)));
  return {
    matrix,
    matrixOther: { labels: Math.max(0, words.length - 100), cells: others },
    matrixOf: { block, key },
  };
}
