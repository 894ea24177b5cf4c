/** Builds the tables of verdicts and of tallies from staged verdicts. */
import type { VerdictFieldName } from '../../../contract/fields';
import { column, ordinal, tables, tallyNames, verdictColumn, type BuiltIndex } from '../sql/schema';
import { tallyCounts } from '../sql/tally';
import { verdictCodes, verdictMeasures } from '../verdict-columns';
import { verdictCoded } from './build-dictionaries';
import type { Connection } from './database';

const rowsAtOnce = 122_880;

/** Fields that not every verdict has a value of, with the codes that are values; null is a value of a word. */
const hasWords = [
  ['expected', '>= 0'],
  ['said', '>= 0'],
  ['boxError', '> 0'],
] as const;

/** Creates the table of tallies, and a temporary one of the samples that have verdicts. Returns the highest code. */
export async function buildTallies(connection: Connection): Promise<number> {
  const boxSize = verdictColumn('boxSize');
  const names = tallyNames.map((name) => `"${name}"`).join(', ');
  const verdicts = `SELECT * REPLACE (nullif(${boxSize}, 'NaN') AS ${boxSize}) FROM staged_verdicts`;
  await connection.run(
    `CREATE TEMP TABLE counted AS SELECT ${column.row}, ${tallyCounts} FROM (${verdicts}) GROUP BY ${column.row}`,
  );
  // The tally of samples without verdicts; as the smallest it comes first.
  const none = `SELECT ${tallyNames.map(() => '0').join(', ')}`;
  await connection.run(
    `CREATE TABLE ${tables.tallies} AS SELECT (row_number() OVER (ORDER BY ${names}) - 1)::INTEGER AS ${column.code}, * ` +
      `FROM (${none} UNION SELECT ${names} FROM counted) AS tally (${names})`,
  );
  await connection.run(
    `CREATE TEMP TABLE sample_tallies AS SELECT ${column.row}, ${column.code} AS ${column.tally} ` +
      `FROM counted JOIN ${tables.tallies} USING (${names})`,
  );
  await connection.run('DROP TABLE counted');
  const most = await connection.read(`SELECT max(${column.code}) FROM ${tables.tallies}`);
  return most.numbers(0)[0] ?? 0;
}

/** Creates the table of verdicts, a range of rows at a time; returns its contents. Throws the signal's reason. */
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
    // NaN becomes NULL, and −0 becomes 0, as in the samples.
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
  // See the table of samples for the reason for the transaction, and for not creating the table by a query.
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
