/** The rows that match filters, as a set, and in the order of a sort. */
import type { SortTerm } from '../../../contract/query';
import { isSampleChoice, isTextField } from '../fields-by-kind';
import { column, columnOf, tables, writtenColumnOf } from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Fragment, RowSetValue } from './statement';

/** The numbers below `end` in a column of the rows that meet a condition; `undefined` if there are none. */
export async function matchingNumbers(
  index: SqlIndex,
  condition: Fragment,
  { table, column: own, end }: { table: string; column: string; end: number },
): Promise<RowSetValue | undefined> {
  const gathered = index.dialect.rowSet(own, end);
  const answer = await ask(
    index,
    (bind) => `SELECT ${gathered} FROM ${table} WHERE ${condition(bind)}`,
    'short',
  );
  return answer.rowSet(0);
}

/** Samples without a value come last in both directions. */
function termsOf({ key, descending }: SortTerm): string[] {
  const turn = descending ? ' DESC' : '';
  const value = columnOf(key);
  // Codes ascend in text order, and 0 is none.
  if (isSampleChoice(key)) return [`${value} = 0`, `${value}${turn}`];
  if (isTextField(key)) {
    const written = `coalesce(${writtenColumnOf(key)}, ${value})${turn}`;
    return [`${value} IS NULL`, `${value}${turn}`, written];
  }
  return [`${value} IS NULL`, `${value}${turn}`];
}

/** The terms of ORDER BY; rows are stored by id, which is unique, so terms after the id have no effect. */
function orderOf(sort: readonly SortTerm[]): string {
  const byId = sort.findIndex(({ key }) => key === 'id');
  const terms = (byId < 0 ? sort : sort.slice(0, byId)).flatMap(termsOf);
  return [...terms, `${column.row}${sort[byId]?.descending === true ? ' DESC' : ''}`].join(', ');
}

/** The first rows that meet a condition in the order of a sort, at most `most`; all of them if that is not given. */
export async function orderedRows(
  index: SqlIndex,
  condition: Fragment,
  sort: readonly SortTerm[],
  most: number | undefined,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const limit = most === undefined ? '' : ` LIMIT ${most}`;
  const answer = await ask(
    index,
    (bind) =>
      `SELECT ${column.row} FROM ${tables.samples} WHERE ${condition(bind)} ORDER BY ${orderOf(sort)}${limit}`,
    'short',
    signal,
  );
  return Uint32Array.from(answer.numbers(0));
}
