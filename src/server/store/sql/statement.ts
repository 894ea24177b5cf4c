/** SQL with bound values: fragments that can be combined, and never contain a value in their text. */
import type { Dialect } from './dialect';

/** A set of whole numbers in the engine's own format, such as a bit string of DuckDB; 0 comes first. */
export interface RowSetValue {
  bytes: Uint8Array;
}

/** A bound value. */
export type SqlValue = string | number | RowSetValue;

/** Binds a value and returns its placeholder. */
export type Bind = (value: SqlValue) => string;

/** SQL that binds its values as it is written. */
export type Fragment = (bind: Bind) => string;

export interface Statement {
  sql: string;
  values: readonly SqlValue[];
}

/** The statement of a fragment. A value that occurs several times, as in each part of a summary, is bound once. */
export function statementOf(fragment: Fragment, { placeholder }: Dialect): Statement {
  const places = new Map<SqlValue, number>();
  const sql = fragment((value) => {
    const place = places.get(value) ?? places.size + 1;
    places.set(value, place);
    return placeholder(place, value);
  });
  return { sql, values: [...places.keys()] };
}

/** A name of ours, quoted. Only names from the schema may be passed, never text from outside. */
export const quoted = (name: string): string => `"${name}"`;

/** `column IN (…)`; false for an empty list. */
export const isOneOf =
  (column: string, values: readonly SqlValue[]): Fragment =>
  (bind) =>
    values.length === 0 ? 'false' : `${column} IN (${values.map(bind).join(', ')})`;

const joined =
  (word: string, ofNone: string) =>
  (fragments: readonly Fragment[]): Fragment =>
  (bind) =>
    fragments.length === 0 ? ofNone : fragments.map((fragment) => `(${fragment(bind)})`).join(` ${word} `);

/** All of them; true if there is none. */
export const allOf = joined('AND', 'true');
/** Any of them; false if there is none. */
export const anyOf = joined('OR', 'false');
