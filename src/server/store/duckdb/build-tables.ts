/** Builds the tables of an index from staged tables: rows in the order of ids, codes in text order, packs. */
import { SecondLookError } from '../../../contract/errors';
import { fieldNames, fields, type FieldName } from '../../../contract/fields';
import { summaryLimits } from '../../../contract/schemas/summary';
import {
  containsFields,
  flagFields,
  isVerdictNumber,
  numberFields,
  sampleChoices,
  sortedTextFields,
  verdictNumbers,
  type NumberField,
  type VerdictNumber,
} from '../fields-by-kind';
import { binOf } from '../sql/bins';
import { outcomes, planPacks, type ColumnShape } from '../sql/packs';
import {
  column,
  columnOf,
  firstKeyOwner,
  firstRareOwner,
  flagWords,
  keyColumn,
  outcomeOrder,
  ordinal,
  ownerOf,
  packColumn,
  reasonOwner,
  tables,
  writtenColumnOf,
  type BuiltIndex,
  type HistogramShape,
  type PackPlan,
} from '../sql/schema';
import { buildKeys, buildWords, coded } from './build-dictionaries';
import { buildTallies, buildVerdicts } from './build-verdicts';
import type { Connection } from './database';
import type { StagedRun } from './staged-run';

const { row, owner, code, word } = column;

/** The number of rows built at once: one of DuckDB's row groups. */
const rowsAtOnce = 122_880;

/** Sorts the staged rows by id. Throws `conflict` if an id occurs twice. */
async function orderRows(connection: Connection): Promise<void> {
  const id = columnOf('id');
  const twice = await connection.read(
    `SELECT ${id} FROM staged GROUP BY ${id} HAVING count(*) > 1 ORDER BY ${id} LIMIT 1`,
  );
  if (twice.rows > 0) {
    throw new SecondLookError('conflict', `Sample ${twice.numbers(0)[0]} stands in the run twice`);
  }
  await connection.run(
    `CREATE TEMP TABLE places AS SELECT ${row} AS arrival, (row_number() OVER (ORDER BY ${id}) - 1)::INTEGER AS place FROM staged`,
  );
  for (const table of ['staged', 'staged_values', 'staged_metadata', 'staged_verdicts']) {
    const isVerdicts = table === 'staged_verdicts';
    const renumbered = `(row_number() OVER (ORDER BY place, ${ordinal}) - 1)::INTEGER AS ${ordinal}`;
    await connection.run(
      `CREATE TEMP TABLE ordered AS SELECT place AS ${row}, ${isVerdicts ? `${renumbered}, ` : ''}` +
        `${table}.* EXCLUDE (${isVerdicts ? `${ordinal}, ` : ''}${row}) ` +
        `FROM ${table} JOIN places ON arrival = ${table}.${row} ORDER BY ${isVerdicts ? ordinal : 'place'}`,
    );
    await connection.run(`DROP TABLE ${table}`);
    await connection.run(`ALTER TABLE ordered RENAME TO ${table}`);
  }
}

type FieldHistogram = HistogramShape & { field: NumberField | VerdictNumber };

/** A staged number: NaN becomes NULL, and −0 becomes 0, since the two must compare as equal. */
const stagedNumber = (name: NumberField | VerdictNumber) =>
  `(CASE WHEN isnan(${columnOf(name)}) THEN NULL ELSE ${columnOf(name)} + 0 END)`;

/** The axes of the fields that have values: from all verdicts for a verdict's number, otherwise from the samples. */
async function histogramShapes(connection: Connection): Promise<FieldHistogram[]> {
  const ends = async (table: string, names: readonly (NumberField | VerdictNumber)[]) => {
    const columns = names.flatMap((name) =>
      ['min', 'max'].map((end) => `coalesce(${end}(${stagedNumber(name)}), 'NaN')::DOUBLE`),
    );
    const answer = await connection.read(`SELECT ${columns.join(', ')} FROM ${table}`);
    return names.flatMap((field, at): FieldHistogram[] => {
      const declared = fields[field];
      const scale = 'scale' in declared ? declared.scale : undefined;
      const least = answer.numbers(at * 2)[0] ?? Number.NaN;
      const most = answer.numbers(at * 2 + 1)[0] ?? Number.NaN;
      if (Number.isNaN(least)) return [];
      const [low, high] = scale ?? [least, most];
      return [{ field, low, high, bins: low === high ? 1 : summaryLimits.bins }];
    });
  };
  const ofSamples = numberFields.filter((name) => !isVerdictNumber(name));
  return [...(await ends('staged', ofSamples)), ...(await ends('staged_verdicts', verdictNumbers))];
}

/** A packed column: the expression for its code in a row, and its highest code. */
type PackedColumn = ColumnShape & { sql: string };

async function packedColumns(
  connection: Connection,
  keys: readonly string[],
  histograms: readonly FieldHistogram[],
): Promise<PackedColumn[]> {
  const sizes = await connection.read(
    `SELECT ${owner}, max(${code})::INTEGER FROM codes WHERE ${owner} < ${firstRareOwner} GROUP BY ${owner}`,
  );
  const [owners, most] = [sizes.numbers(0), sizes.numbers(1)];
  const wordsOf = (wanted: number) => most[owners.indexOf(wanted)] ?? 0;
  // What the sidebar shows first is counted first, separately.
  const familyOf = (name: FieldName) => fields[name].sidebar;
  const metadata = 'metadata';
  return [
    { name: 'reasons', most: wordsOf(reasonOwner), sql: column.reason, family: 'closed' },
    { name: 'hasMetadata', most: 1, sql: column.hasMetadata, family: metadata },
    ...sampleChoices.map((name) => ({
      name: `facet:${name}`,
      most: wordsOf(ownerOf(name)),
      sql: columnOf(name),
      family: familyOf(name),
    })),
    ...flagFields.map((name) => ({
      name: `facet:${name}`,
      most: flagWords.length,
      sql: `${columnOf(name)} + 1`,
      family: familyOf(name),
    })),
    ...histograms
      .filter(({ field }) => !isVerdictNumber(field))
      .map(({ field, ...shape }) => ({
        name: `histogram:${field}`,
        most: shape.bins,
        sql: binOf(field, shape),
        family: familyOf(field),
      })),
    ...keys.map((name, place) => ({
      name: `metadata:${name}`,
      most: wordsOf(firstKeyOwner + place),
      sql: keyColumn(firstKeyOwner + place),
      family: metadata,
    })),
  ];
}

const outcomeCase = `(CASE ${word} ${outcomeOrder.map((name, at) => `WHEN '${name}' THEN ${at}`).join(' ')} END)::INTEGER`;

/** Creates the table of samples, a range of rows at a time, to limit memory while their columns are joined. */
async function buildSamples(
  connection: Connection,
  rows: number,
  keys: readonly string[],
  packed: readonly PackedColumn[],
  packs: readonly PackPlan[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const keyOwners = keys.map((_name, place) => firstKeyOwner + place);
  const codeOf = (at: number) => `coalesce(c${at}.${code}, 0)`;
  const values = [
    `s.${row}`,
    `s.${column.offset}`,
    `s.${column.length}`,
    ...numberFields.map((name) => `${stagedNumber(name)} AS ${columnOf(name)}`),
    ...flagFields.map((name) => `s.${columnOf(name)}`),
    ...coded.map((one, at) => `${codeOf(at)} AS ${one.column}`),
    ...containsFields.map((name) => `s.${columnOf(name)}`),
    ...sortedTextFields.map((name) => `s.${writtenColumnOf(name)}`),
    `coalesce(t.${column.tally}, 0) AS ${column.tally}`,
    `(m.${row} IS NOT NULL)::INTEGER AS ${column.hasMetadata}`,
    ...keyOwners.map((key) => `coalesce(m.${keyColumn(key)}, 0) AS ${keyColumn(key)}`),
    `o.number AS ${column.outcome}`,
  ];
  const sqlOf = (name: string) => packed.find((one) => one.name === name)?.sql ?? '0';
  const packValues = packs.map(({ members }, at) => {
    const terms = members.map(({ name, stride }) => `(${sqlOf(name)}) * ${stride}`);
    return `(${column.outcome} + ${terms.join(' + ')})::INTEGER AS ${packColumn(at)}`;
  });
  const pivoted = keyOwners.map(
    (key) => `, max(${code}) FILTER (WHERE ${owner} = ${key}) AS ${keyColumn(key)}`,
  );
  const select = (from: number, to: number) =>
    `SELECT *, ${packValues.join(', ')} FROM (SELECT ${values.join(', ')} ` +
    `FROM (SELECT * FROM staged WHERE ${row} >= ${from} AND ${row} < ${to}) s ` +
    coded
      .map(
        (one, at) =>
          `LEFT JOIN codes c${at} ON c${at}.${owner} = ${one.owner} AND c${at}.term = s.${one.column} `,
      )
      .join('') +
    `LEFT JOIN sample_tallies t ON t.${row} = s.${row} ` +
    `LEFT JOIN outcome_numbers o ON o.${code} = ${codeOf(ownerOf('outcome'))} ` +
    `LEFT JOIN (SELECT ${row}${pivoted.join('')} FROM staged_metadata JOIN pair_codes USING (key, term) ` +
    `WHERE ${row} >= ${from} AND ${row} < ${to} GROUP BY ${row}) m ON m.${row} = s.${row}) ORDER BY ${row}`;
  // In one transaction whole row groups are written to the file directly; otherwise each would go to the log first.
  await connection.run('BEGIN');
  // Not created by a query without result rows: rows added to such a table later are only visible after reopening
  // the file.
  await connection.run(`CREATE TABLE ${tables.samples} AS ${select(0, 0)} WITH NO DATA`);
  for (let from = 0; from < rows; from += rowsAtOnce) {
    signal?.throwIfAborted();
    await connection.run(`INSERT INTO ${tables.samples} ${select(from, from + rowsAtOnce)}`);
  }
  await connection.run('COMMIT');
}

/** Creates the tables of multiple values per sample: further values of choice fields, and rare metadata. */
async function buildSideTables(connection: Connection): Promise<BuiltIndex['fieldsWithOthers']> {
  const main = sampleChoices.map((name) => `WHEN ${ownerOf(name)} THEN s.${columnOf(name)}`).join(' ');
  const counted = `(${code} * ${outcomes} + s.${column.outcome})::INTEGER AS ${column.counted}`;
  const isFirst =
    `(CASE ${owner} ${main} END = 0 AND ` +
    `row_number() OVER (PARTITION BY ${owner}, ${row} ORDER BY ${code}) = 1)::INTEGER AS ${column.isFirst}`;
  await connection.run(
    `CREATE TABLE ${tables.sampleValues} AS SELECT ${owner}, ${row}, ${code}, ${counted}, ${isFirst} ` +
      `FROM staged_values JOIN codes USING (${owner}, term) JOIN ${tables.samples} s USING (${row}) ` +
      `ORDER BY ${owner}, ${row}, ${code}`,
  );
  await connection.run(
    `CREATE TABLE ${tables.metadata} AS SELECT ${owner}, ${row}, ${code}, ${counted} ` +
      `FROM staged_metadata JOIN (SELECT * FROM pair_codes WHERE ${owner} >= ${firstRareOwner}) USING (key, term) ` +
      `JOIN ${tables.samples} s USING (${row}) ORDER BY ${owner}, ${row}`,
  );
  const owners = await connection.read(`SELECT DISTINCT ${owner} FROM ${tables.sampleValues}`);
  const present = new Set(owners.numbers(0));
  return sampleChoices.filter((name) => present.has(ownerOf(name)));
}

/** Builds the index's tables from the staged ones. Throws `conflict` for a repeated id, and the signal's reason. */
export async function buildTables(
  connection: Connection,
  { rows, verdicts, isInOrder }: ReturnType<StagedRun['finish']>,
  signal: AbortSignal | undefined,
): Promise<BuiltIndex> {
  if (!isInOrder) await orderRows(connection);
  signal?.throwIfAborted();
  const { keys, keyCount } = await buildKeys(connection);
  signal?.throwIfAborted();
  await buildWords(connection);
  await connection.run(
    `CREATE TEMP TABLE outcome_numbers AS SELECT ${code}, ${outcomeCase} AS number FROM ${tables.words} WHERE ${owner} = ${ownerOf('outcome')}`,
  );
  const histograms = await histogramShapes(connection);
  const packed = await packedColumns(connection, keys, histograms);
  // Every summary counts samples by tally, mostly without any other column.
  const totals = {
    name: 'totals',
    most: await buildTallies(connection),
    sql: column.tally,
    family: 'totals',
  };
  const packs = [...planPacks([totals]), ...planPacks(packed)];
  await buildSamples(connection, rows, keys, [totals, ...packed], packs, signal);
  signal?.throwIfAborted();
  const fieldsWithOthers = await buildSideTables(connection);
  const { hasVerdictKeys, withWords } = await buildVerdicts(connection, verdicts, signal);
  const owners = (await connection.read(`SELECT DISTINCT ${owner} FROM ${tables.words}`)).numbers(0);
  const hasValue = (name: FieldName): boolean => {
    if (histograms.some(({ field }) => field === name)) return true;
    if (withWords.some((field) => field === name)) return true;
    if (flagFields.some((flag) => flag === name)) return rows > 0;
    return sampleChoices.some((field) => field === name && owners.includes(ownerOf(field)));
  };
  return {
    rows,
    verdicts,
    histograms,
    keys,
    keyCount,
    fieldsWithOthers,
    packs,
    hasVerdictKeys,
    fieldsWithValues: fieldNames.filter(hasValue),
  };
}
