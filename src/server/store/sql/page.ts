/** The rows that match a condition, in the order of a sort. */
import type { Query, SortTerm } from '../../../contract/query';
import { isSampleChoice, isTextField } from '../fields-by-kind';
import { column, columnOf, tables, writtenColumnOf } from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Fragment } from './statement';

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

/** Some of the samples that meet a condition, in the order of a sort: their ids, and the lengths of their records. */
export const samplesInOrder =
  (condition: Fragment, { sort, limit, offset }: Pick<Query, 'sort' | 'limit' | 'offset'>): Fragment =>
  (bind) =>
    `SELECT ${columnOf('id')}, ${column.length} FROM ${tables.samples} WHERE ${condition(bind)} ` +
    `ORDER BY ${orderOf(sort)} LIMIT ${bind(limit)} OFFSET ${bind(offset)}`;

/**
 * A sample in the order of those that meet a condition, with its neighbours: for each, its place from 1, and its
 * id. No rows if the sample does not meet the condition.
 */
export const neighboursInOrder =
  (condition: Fragment, sort: readonly SortTerm[], sampleId: number): Fragment =>
  (bind) =>
    `WITH ordered AS (SELECT ${columnOf('id')}, (row_number() OVER (ORDER BY ${orderOf(sort)}))::INTEGER AS place ` +
    `FROM ${tables.samples} WHERE ${condition(bind)}), ` +
    `own AS (SELECT place FROM ordered WHERE ${columnOf('id')} = ${bind(sampleId)}) ` +
    `SELECT place, ${columnOf('id')} FROM ordered WHERE place >= (SELECT place - 1 FROM own) ` +
    'AND place <= (SELECT place + 1 FROM own) ORDER BY place';

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
