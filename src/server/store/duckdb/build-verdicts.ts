/** The table of verdicts out of staged ones: codes in place of terms, in the order of samples. */
import type { VerdictFieldName } from '../../../contract/fields';
import { column, ordinal, tables, verdictColumn, type BuiltIndex } from '../sql/schema';
import { verdictCodes, verdictMeasures } from '../verdict-columns';
import { verdictCoded } from './build-dictionaries';
import type { Connection } from './database';

const rowsAtOnce = 122_880;

/** The fields of which not every verdict has a value, with the codes that are one; null is a word that is expected or said. */
const hasWords = [
  ['expected', '>= 0'],
  ['said', '>= 0'],
  ['boxError', '> 0'],
] as const;

/** Makes the table, some rows at a time. Returns what is in it. Throws the signal's reason where it is aborted. */
export async function buildVerdicts(
  connection: Connection,
  verdicts: number,
  signal: AbortSignal | undefined,
): Promise<Pick<BuiltIndex, 'hasVerdictKeys'> & { withWords: VerdictFieldName[] }> {
  const isNumber = `v.${verdictColumn('isNumber')} = 1`;
  const values = verdictCodes.map((name) => {
    const own = verdictColumn(name);
    const at = verdictCoded.findIndex((one) => one.column === own);
    if (at < 0) return `v.${own}`;
    const code = `coalesce(c${at}.${column.code}, 0)`;
    const isWord = name === 'expected' || name === 'said';
    return `${isWord ? `CASE WHEN ${isNumber} THEN -1 ELSE ${code} END` : code} AS ${own}`;
  });
  const measures = verdictMeasures.map((name) => {
    const own = verdictColumn(name);
    // NaN is none, and −0 becomes 0, as in the samples.
    return `CASE WHEN isnan(v.${own}) THEN NULL ELSE v.${own} + 0 END AS ${own}`;
  });
  const joins = verdictCoded.map(
    (one, at) =>
      `LEFT JOIN codes c${at} ON c${at}.${column.owner} = ${one.owner} AND c${at}.term = v.${one.column}`,
  );
  const select = (from: number, to: number) =>
    `SELECT v.${ordinal}, ${[...values, ...measures].join(', ')}, s.${column.outcome} ` +
    `FROM (SELECT * FROM staged_verdicts WHERE ${ordinal} >= ${from} AND ${ordinal} < ${to}) v ` +
    `JOIN ${tables.samples} s USING (${column.row}) ${joins.join(' ')} ORDER BY v.${ordinal}`;
  // See the table of samples for the transaction, and for why no query makes the table.
  await connection.run('BEGIN');
  await connection.run(`CREATE TABLE ${tables.verdicts} AS ${select(0, 0)} WITH NO DATA`);
  for (let from = 0; from < verdicts; from += rowsAtOnce) {
    signal?.throwIfAborted();
    await connection.run(`INSERT INTO ${tables.verdicts} ${select(from, from + rowsAtOnce)}`);
  }
  await connection.run('COMMIT');
  const has = [...hasWords, ['key', '> 0'] as const].map(
    ([name, test]) => `(count(*) FILTER (WHERE ${verdictColumn(name)} ${test}))::DOUBLE`,
  );
  const answer = await connection.read(`SELECT ${has.join(', ')} FROM ${tables.verdicts}`);
  const isFound = (at: number) => (answer.numbers(at)[0] ?? 0) > 0;
  return {
    hasVerdictKeys: isFound(hasWords.length),
    withWords: [
      ...(verdicts > 0 ? (['verdict', 'block'] as const) : []),
      ...hasWords.flatMap(([name], at) => (isFound(at) ? [name] : [])),
    ],
  };
}
