/** The metadata keys of a run with their values, in pages. */
import type { MetadataOptions, WantedOptions } from '../store';
import { column, tables } from './schema';
import { ask, type SqlIndex } from './sql-index';

/** Some keys with their first values, all in text order. */
export async function metadataOptions(
  index: SqlIndex,
  { offset, limit, values }: WantedOptions,
): Promise<MetadataOptions> {
  const { owner, name, word, folded, code } = column;
  const answer = await ask(
    index,
    (bind) =>
      `SELECT k.${name}, w.${word} FROM ` +
      `(SELECT ${owner}, ${name}, ${folded} FROM ${tables.keys} ORDER BY ${folded}, ${name} LIMIT ${bind(limit)} OFFSET ${bind(offset)}) k ` +
      // The codes of a key's values are ascending from 1 in text order.
      `JOIN ${tables.words} w ON w.${owner} = k.${owner} AND w.${code} <= ${bind(values)} ` +
      `ORDER BY k.${folded}, k.${name}, w.${code}`,
    'long',
  );
  const options = new Map<string, string[]>();
  const words = answer.texts(1);
  answer.texts(0).forEach((key, at) => {
    const ofKey = options.get(key) ?? [];
    ofKey.push(words[at] ?? '');
    options.set(key, ofKey);
  });
  return {
    totalCount: index.built.keyCount,
    keys: [...options].map(([key, ofKey]) => ({ key, options: ofKey })),
  };
}
