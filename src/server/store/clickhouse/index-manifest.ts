/** The manifest of an index in a database: a table of one row, written last, with its version and its contents. */
import { z } from 'zod';
import { builtSchema, indexVersion, schemaSignature, tables, type BuiltIndex } from '../sql/schema';
import { quoted } from '../sql/statement';
import type { Connection } from './connection';
import { isMissing } from './clickhouse-errors';
import { nativeBlock } from './native-block';

const table = quoted('manifest');
const content = 'content';

const manifestSchema = z.object({
  version: z.literal(indexVersion),
  signature: z.literal(schemaSignature),
  built: builtSchema,
});

/** States what a complete index contains. */
export async function writeManifest(connection: Connection, built: BuiltIndex): Promise<void> {
  const manifest = JSON.stringify({ version: indexVersion, signature: schemaSignature, built });
  await connection.run(
    `CREATE TABLE ${table} (${quoted(content)} String) ENGINE = MergeTree ORDER BY tuple()`,
  );
  await connection.insert(table, [
    nativeBlock([{ name: content, type: 'String', values: [Buffer.from(manifest)] }]),
  ]);
}

/** The contents of the index in a database; `undefined` if it is missing, incomplete, or of another version. */
export async function readManifest(connection: Connection): Promise<BuiltIndex | undefined> {
  try {
    const answer = await connection.read({ sql: `SELECT ${quoted(content)} FROM ${table}`, values: [] });
    const [text] = answer.texts(0);
    return text === undefined ? undefined : manifestSchema.safeParse(JSON.parse(text)).data?.built;
  } catch (error) {
    if (isMissing(error, 'UNKNOWN_TABLE')) return undefined;
    throw error;
  }
}

/** Removes what there is of an index, the manifest first. */
export async function dropIndex(connection: Connection): Promise<void> {
  for (const name of [table, ...Object.values(tables)])
    await connection.run(`DROP TABLE IF EXISTS ${name} SYNC`);
}
