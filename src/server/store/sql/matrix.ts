/** The matrix: cells of the most confused words, and the verdicts of all other words added up. */
import {
  summaryLimits,
  type MatrixCell,
  type MatrixOtherCell,
  type Summary,
} from '../../../contract/schemas/summary';
import type { MatrixChoice } from '../../../contract/schemas/summary-parts';
import type { CountedRows } from './count-parts';
import type { Dictionary } from './dictionary';
import { column, ordinal, outcomeOrder, ownerOf, tables, verdictColumn, verdictKeyOwner } from './schema';
import { ask, type SqlIndex } from './sql-index';
import { allOf, isOneOf, type Fragment } from './statement';

type Matrix = Pick<Summary, 'matrix' | 'matrixOther' | 'matrixOf'>;

export const noMatrix: Matrix = {
  matrix: [],
  matrixOther: { labels: 0, cells: [] },
  matrixOf: { block: null, key: null },
};

/** The filters that the matrix ignores: it is the facet of both fields together. */
export const matrixFilters = ['expected', 'said', 'not.expected', 'not.said'];

/** Represents all words that are not listed; higher than every code, so that their cells come last. */
const otherCode = 2 ** 31 - 1;

const expected = verdictColumn('expected');
const said = verdictColumn('said');
const result = verdictColumn('result');
const isIncorrect = `${result} = ${outcomeOrder.indexOf('incorrect')}`;
const isJudged = `${result} <> ${outcomeOrder.indexOf('unknown')}`;

/** Only pairs of words that occur are counted: memory grows with their number, not with words × words. */
function matrixSql({ dialect }: SqlIndex, condition: Fragment, hasEveryVerdict: boolean): Fragment {
  // The stored flag for the first verdict of each cell in a sample gives the same result in a tenth of the time.
  const samples = hasEveryVerdict ? `sum(${verdictColumn('isFirst')})` : `count(DISTINCT ${column.row})`;
  const side = (word: string) =>
    `CASE WHEN ${word} = 0 OR ${word} IN (SELECT word FROM listed) THEN ${word} ELSE ${otherCode} END`;
  return (bind) =>
    `WITH pairs ${dialect.materialized} (` +
    `SELECT ${expected} AS expected, ${said} AS said, count(*) AS verdicts, ${samples} AS samples, ` +
    `count(*) FILTER (WHERE ${isJudged}) AS judged, count(*) FILTER (WHERE ${isIncorrect}) AS incorrect ` +
    `FROM ${tables.verdicts} WHERE ${condition(bind)} GROUP BY 1, 2), ` +
    // A word on both sides is counted once on the diagonal; only pairs of two different words are confusions.
    'sides AS (' +
    'SELECT expected AS word, verdicts, CASE WHEN said = 0 OR said = expected THEN 0 ELSE incorrect END AS confused ' +
    'FROM pairs WHERE expected <> 0 UNION ALL ' +
    'SELECT said, verdicts, CASE WHEN expected = 0 THEN 0 ELSE incorrect END ' +
    'FROM pairs WHERE said <> 0 AND said <> expected), ' +
    // Not called words: a condition may read that table, and ClickHouse would read this expression instead.
    `ranked ${dialect.materialized} (` +
    'SELECT word, max(confused) AS worst, sum(verdicts) AS verdicts FROM sides GROUP BY word), ' +
    `listed ${dialect.materialized} (` +
    `SELECT word FROM ranked ORDER BY worst DESC, verdicts DESC, word LIMIT ${summaryLimits.matrixLabels}) ` +
    `SELECT ${side('expected')} AS row_word, ${side('said')} AS column_word, sum(verdicts)::DOUBLE, ` +
    'sum(samples)::DOUBLE, sum(judged)::DOUBLE, sum(incorrect)::DOUBLE, (SELECT count(*) FROM ranked)::DOUBLE ' +
    'FROM pairs GROUP BY row_word, column_word ORDER BY row_word, column_word';
}

/** The verdicts of a matrix: the condition that they meet, and the names of block and key. */
interface Chosen {
  conditions: Fragment[];
  of: Summary['matrixOf'];
}

/** Chooses the block, and the key if its verdicts have keys; `undefined` if there is nothing to compare. */
async function choose(
  index: SqlIndex,
  dictionary: Dictionary,
  rows: CountedRows,
  { block, key }: MatrixChoice,
): Promise<Chosen> {
  const first = async (select: Fragment) => (await ask(index, select, 'long')).numbers(0)[0];
  const ofCode = async (owner: number, code: number | undefined) => ({
    code,
    word: code === undefined ? null : (await dictionary.wordsOf([{ owner, codes: [code] }]))(owner, code),
  });
  const ofWord = async (owner: number, word: string) => ({
    code: (await dictionary.codesOf(owner, [word])).get(word),
    word,
  });
  const isCode = (name: 'block' | 'key', code: number | undefined) =>
    isOneOf(verdictColumn(name), code === undefined ? [] : [code]);

  const hasWords: Fragment = (bind) => `${expected} >= ${bind(0)}`;
  const compared = [rows.verdicts, hasWords];
  const firstBlock: Fragment = (bind) =>
    `SELECT ${verdictColumn('block')} FROM ${tables.verdicts} WHERE ${allOf(compared)(bind)} ORDER BY ${ordinal} LIMIT 1`;
  const ofBlock =
    block === undefined
      ? await ofCode(ownerOf('block'), await first(firstBlock))
      : await ofWord(ownerOf('block'), block);
  const conditions = [...compared, isCode('block', ofBlock.code)];
  if (!index.built.hasVerdictKeys) return { conditions, of: { block: ofBlock.word, key: null } };

  const keyColumn = verdictColumn('key');
  const worst = await first(
    (bind) =>
      `SELECT ${keyColumn} FROM ${tables.verdicts} WHERE ${allOf(conditions)(bind)} AND ${keyColumn} > 0 ` +
      `GROUP BY ${keyColumn} ORDER BY count(*) FILTER (WHERE ${isIncorrect}) DESC, min(${ordinal}) LIMIT 1`,
  );
  const ofKey =
    worst === undefined || key === undefined
      ? await ofCode(verdictKeyOwner, worst)
      : await ofWord(verdictKeyOwner, key);
  if (ofKey.word !== null) conditions.push(isCode('key', ofKey.code));
  return { conditions, of: { block: ofBlock.word, key: ofKey.word } };
}

/** The cells by expected, then predicted word, in text order: null first, the words that are not listed last. */
export async function matrixOf(
  index: SqlIndex,
  dictionary: Dictionary,
  rows: CountedRows,
  choice: MatrixChoice,
  signal: AbortSignal | undefined,
): Promise<Matrix> {
  const { conditions, of } = await choose(index, dictionary, rows, choice);
  const answer = await ask(index, matrixSql(index, allOf(conditions), rows.hasEveryVerdict), 'long', signal);
  const [ofRow, ofColumn, counts, samples, judged, incorrect, words] = [0, 1, 2, 3, 4, 5, 6].map(
    answer.numbers,
  );
  const codesOf = (codes: Float64Array | undefined) =>
    [...new Set(codes)].filter((code) => code !== 0 && code !== otherCode);
  const [rowCodes, columnCodes] = [codesOf(ofRow), codesOf(ofColumn)];
  const word = await dictionary.wordsOf([
    { owner: ownerOf('expected'), codes: rowCodes },
    { owner: ownerOf('said'), codes: columnCodes },
  ]);
  const labelOf = (owner: number, code = 0) =>
    code === 0 ? null : code === otherCode ? undefined : word(owner, code);
  const matrix: MatrixCell[] = [];
  const others: MatrixOtherCell[] = [];
  for (let at = 0; at < answer.rows; at++) {
    const sides = {
      expected: labelOf(ownerOf('expected'), ofRow?.[at]),
      said: labelOf(ownerOf('said'), ofColumn?.[at]),
    };
    const cell = { count: counts?.[at] ?? 0, judged: judged?.[at] ?? 0, incorrect: incorrect?.[at] ?? 0 };
    const { expected: row, said: answered } = sides;
    if (row !== undefined && answered !== undefined) {
      matrix.push({ expected: row, said: answered, ...cell, samples: samples?.[at] ?? 0 });
    } else others.push({ ...sides, ...cell });
  }
  const listed = new Set([...rowCodes, ...columnCodes]).size;
  return { matrix, matrixOther: { labels: (words?.[0] ?? 0) - listed, cells: others }, matrixOf: of };
}
