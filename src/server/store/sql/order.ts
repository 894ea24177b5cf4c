/** A sort → ORDER BY: samples without a value come last either way, ties by id; always down to a single row. */
import type { SortTerm } from '../../../contract/query';
import { isSampleChoice, isTextField } from '../fields-by-kind';
import { column, columnOf, writtenColumnOf } from './schema';

function termsOf({ key, descending }: SortTerm): string[] {
  const turn = descending ? ' DESC' : '';
  const value = columnOf(key);
  // Codes rise in the order of text, and 0 is none.
  if (isSampleChoice(key)) return [`${value} = 0`, `${value}${turn}`];
  if (isTextField(key)) {
    const written = `coalesce(${writtenColumnOf(key)}, ${value})${turn}`;
    return [`${value} IS NULL`, `${value}${turn}`, written];
  }
  return [`${value} IS NULL`, `${value}${turn}`];
}

/** The terms of ORDER BY. Rows lie in the order of their ids, which differ, so that nothing after the id counts. */
export function orderOf(sort: readonly SortTerm[]): string {
  const byId = sort.findIndex(({ key }) => key === 'id');
  const terms = (byId < 0 ? sort : sort.slice(0, byId)).flatMap(termsOf);
  return [...terms, `${column.row}${sort[byId]?.descending === true ? ' DESC' : ''}`].join(', ');
}
