/** The metadata keys of a run with their values, some at a time: SQL over the tables of keys and words. */
import type { MetadataOptions, WantedOptions } from '../store';
import { slotOfKey } from './columns';
import type { Database } from './database';

/** The values of the wanted keys; a value that was given several codes is one. */
const sql = `
  WITH wanted AS (SELECT key, name, folded FROM keys ORDER BY folded, name LIMIT $1 OFFSET $2),
    options AS (
      SELECT DISTINCT key, name, wanted.folded AS "key folded", value, words.folded
      FROM wanted JOIN words ON slot = key + ${slotOfKey(0)}
    )
  SELECT name, value FROM options
  QUALIFY row_number() OVER (PARTITION BY key ORDER BY folded, value) <= $3
  ORDER BY "key folded", name, folded, value`;

/** Some keys with their first values, all in the order of text. */
export async function readMetadataOptions(
  database: Database,
  { offset, limit, values }: WantedOptions,
): Promise<MetadataOptions['keys']> {
  const keys: { key: string; options: string[] }[] = [];
  await database.chunks(sql, [limit, offset, values], (chunk) => {
    const names = chunk.getColumnVector(0);
    const options = chunk.getColumnVector(1);
    for (let at = 0; at < chunk.rowCount; at++) {
      const key = String(names.getItem(at));
      const option = String(options.getItem(at));
      const last = keys.at(-1);
      if (last?.key === key) last.options.push(option);
      else keys.push({ key, options: [option] });
    }
  });
  return keys;
}
