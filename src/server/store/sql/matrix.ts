/** The matrix: cells of the most confused labels, and the samples of all other labels added up. */
import {
  summaryLimits,
  type MatrixCell,
  type MatrixOtherCell,
  type Summary,
} from '../../../contract/summary';
import type { Dictionary } from './dictionary';
import { column, columnOf, outcomeOrder, ownerOf, tables } from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Fragment } from './statement';

type Matrix = Pick<Summary, 'matrix' | 'matrixOther'>;

export const noMatrix: Matrix = { matrix: [], matrixOther: { labels: 0, cells: [] } };

/** Stands for all labels that are not listed; above every code, so that their cells come last. */
const otherCode = 2 ** 31 - 1;

/** Only the pairs of labels that occur are counted: memory grows with these, not with labels × labels. */
function matrixSql({ dialect }: SqlIndex, condition: Fragment): Fragment {
  const [expected, said] = [columnOf('expected'), columnOf('said')];
  const isIncorrect = `${column.outcome} = ${outcomeOrder.indexOf('incorrect')}`;
  const side = (label: string) =>
    `CASE WHEN ${label} = 0 OR ${label} IN (SELECT label FROM listed) THEN ${label} ELSE ${otherCode} END`;
  return (bind) =>
    `WITH pairs ${dialect.materialized} (` +
    `SELECT ${expected} AS expected, ${said} AS said, count(*) AS samples, count(*) FILTER (WHERE ${isIncorrect}) AS incorrect ` +
    `FROM ${tables.samples} WHERE ${condition(bind)} GROUP BY ${expected}, ${said}), ` +
    // A label of both sides is counted once on the diagonal; only pairs of two different labels are confusions.
    'sides AS (' +
    'SELECT expected AS label, samples, CASE WHEN said IN (0, expected) THEN 0 ELSE incorrect END AS confused ' +
    'FROM pairs WHERE expected <> 0 UNION ALL ' +
    'SELECT said, samples, CASE WHEN expected = 0 THEN 0 ELSE incorrect END ' +
    'FROM pairs WHERE said <> 0 AND said <> expected), ' +
    `labels ${dialect.materialized} (` +
    'SELECT label, max(confused) AS worst, sum(samples) AS samples FROM sides GROUP BY label), ' +
    `listed ${dialect.materialized} (` +
    `SELECT label FROM labels ORDER BY worst DESC, samples DESC, label LIMIT ${summaryLimits.matrixLabels}) ` +
    `SELECT ${side('expected')} AS row_label, ${side('said')} AS column_label, ` +
    'sum(samples)::DOUBLE, sum(incorrect)::DOUBLE, (SELECT count(*) FROM labels)::DOUBLE ' +
    'FROM pairs GROUP BY row_label, column_label ORDER BY row_label, column_label';
}

/**
 * The cells by expected label, then by what was said, both in the order of text: none first, the labels that are not
 * listed last.
 */
export async function matrixOf(
  index: SqlIndex,
  dictionary: Dictionary,
  condition: Fragment,
  signal: AbortSignal | undefined,
): Promise<Matrix> {
  const answer = await ask(index, matrixSql(index, condition), 'long', signal);
  const [rows, columns, counts, incorrect, labels] = [0, 1, 2, 3, 4].map(answer.numbers);
  const codesOf = (codes: Float64Array | undefined) =>
    [...new Set(codes)].filter((code) => code !== 0 && code !== otherCode);
  const [ofRows, ofColumns] = [codesOf(rows), codesOf(columns)];
  const wordOf = await dictionary.wordsOf([
    { owner: ownerOf('expected'), codes: ofRows },
    { owner: ownerOf('said'), codes: ofColumns },
  ]);
  const labelOf = (owner: number, code = 0) =>
    code === 0 ? null : code === otherCode ? undefined : wordOf(owner, code);
  const matrix: MatrixCell[] = [];
  const others: MatrixOtherCell[] = [];
  for (let at = 0; at < answer.rows; at++) {
    const expected = labelOf(ownerOf('expected'), rows?.[at]);
    const said = labelOf(ownerOf('said'), columns?.[at]);
    const cell = { count: counts?.[at] ?? 0, incorrect: incorrect?.[at] ?? 0 };
    if (expected !== undefined && said !== undefined) matrix.push({ expected, said, ...cell });
    else others.push({ expected, said, ...cell });
  }
  const listed = new Set([...ofRows, ...ofColumns]).size;
  return { matrix, matrixOther: { labels: (labels?.[0] ?? 0) - listed, cells: others } };
}
