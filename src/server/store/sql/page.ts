/** The rows that match filters, as a set, and in the order of a sort. */
import type { SortTerm } from '../../../contract/query';
import { orderOf } from './order';
import { column, tables } from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Fragment, RowSetValue } from './statement';

/**
 * The numbers below `end` that a column has in the rows of a table that meet a condition, as a set; `undefined` where
 * there is none.
 */
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

/** The first rows that meet a condition in the order of a sort, at most `most`; all of them where that is not given. */
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
