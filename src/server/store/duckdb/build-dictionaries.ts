/** Builds the dictionaries of an index from staged terms: metadata keys by frequency, codes in text order. */
import { sampleChoices, verdictWordFields } from '../fields-by-kind';
import {
  column,
  columnOf,
  firstKeyOwner,
  firstRareOwner,
  ownerOf,
  reasonOwner,
  tables,
  verdictColumn,
  verdictKeyOwner,
  type BuiltIndex,
} from '../sql/schema';
import type { Connection } from './database';

const { owner, code, word, folded, name: keyName } = column;

/** The columns of dictionary codes of each sample, except those of metadata keys. */
export const coded = [
  ...sampleChoices.map((name) => ({ owner: ownerOf(name), column: columnOf(name) })),
  { owner: reasonOwner, column: column.reason },
];

/** The columns of dictionary codes of each verdict. */
export const verdictCoded = [
  ...verdictWordFields.map((name) => ({ owner: ownerOf(name), column: verdictColumn(name) })),
  { owner: verdictKeyOwner, column: verdictColumn('key') },
];

/** Creates the table of keys; a key that was evicted from memory during staging has several terms, but is one key. */
export async function buildKeys(connection: Connection): Promise<Pick<BuiltIndex, 'keys' | 'keyCount'>> {
  await connection.run(
    'CREATE TEMP TABLE used_keys AS ' +
      'SELECT key, uses, word, folded FROM (SELECT key, count(*) AS uses FROM staged_metadata GROUP BY key) JOIN terms ON term = key',
  );
  await connection.run(
    `CREATE TABLE ${tables.keys} AS SELECT (${firstKeyOwner - 1} + row_number() OVER (ORDER BY sum(uses) DESC, folded, word))::INTEGER ` +
      `AS ${owner}, word AS ${keyName}, folded AS ${folded} FROM used_keys GROUP BY word, folded ORDER BY 1`,
  );
  await connection.run(
    `CREATE TEMP TABLE key_owners AS SELECT key, ${owner} FROM used_keys JOIN ${tables.keys} ON word = ${keyName}`,
  );
  const shown = await connection.read(
    `SELECT ${keyName} FROM ${tables.keys} WHERE ${owner} < ${firstRareOwner} ORDER BY ${owner}`,
  );
  const count = await connection.read(`SELECT count(*)::DOUBLE FROM ${tables.keys}`);
  return { keys: shown.texts(0), keyCount: count.numbers(0)[0] ?? 0 };
}

/** Owners whose words share codes: an expected word has the same code as a predicted one, for the matrix. */
const numbering = `(CASE ${owner} WHEN ${ownerOf('said')} THEN ${ownerOf('expected')} ELSE ${owner} END)`;

/** Creates the dictionaries: a code for each word of each owner, from 1 in text order. */
export async function buildWords(connection: Connection): Promise<void> {
  // There are few distinct pairs, so work that is done once for each of them is cheap.
  await connection.run(
    `CREATE TEMP TABLE pairs AS SELECT key, term, ${owner} ` +
      'FROM (SELECT DISTINCT key, term FROM staged_metadata) JOIN key_owners USING (key)',
  );
  const used = [
    ...coded.map((one) => `SELECT DISTINCT ${one.owner} AS ${owner}, ${one.column} AS term FROM staged`),
    ...verdictCoded.map(
      (one) => `SELECT DISTINCT ${one.owner} AS ${owner}, ${one.column} AS term FROM staged_verdicts`,
    ),
    `SELECT DISTINCT ${owner}, term FROM staged_values`,
    `SELECT DISTINCT ${owner}, term FROM pairs`,
  ];
  await connection.run(
    `CREATE TEMP TABLE codes AS SELECT ${owner}, term, ` +
      `dense_rank() OVER (PARTITION BY ${numbering} ORDER BY folded, word)::INTEGER AS ${code}, word, folded ` +
      `FROM (${used.join(' UNION ')}) JOIN terms USING (term)`,
  );
  await connection.run(
    `CREATE TABLE ${tables.words} AS SELECT DISTINCT ${owner}, ${code}, word AS ${word}, folded AS ${folded} ` +
      `FROM codes ORDER BY ${owner}, ${code}`,
  );
  await connection.run('ALTER TABLE codes DROP word');
  await connection.run('ALTER TABLE codes DROP folded');
  await connection.run(
    `CREATE TEMP TABLE pair_codes AS SELECT key, term, ${owner}, ${code} FROM pairs JOIN codes USING (${owner}, term)`,
  );
}
