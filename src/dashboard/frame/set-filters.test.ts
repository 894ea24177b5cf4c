/** The active conditions of a query, and changes to the selection in one field, which keep everything else. */
import { expect, it } from 'vitest';
import { emptyQuery, printQuery, readQuery } from '../../contract/query';
import { choiceOf, onlyValue, setFilters, withChoice, withoutConditions, withoutField } from './set-filters';

const queryOf = (text: string) => readQuery(new URLSearchParams(text)).query;

it('lists filters and exclusions, and removes each by itself', () => {
  const query = queryOf(
    'sort=-worst&outcome=incorrect&not.outcome=unknown&not.devices=["north"]&maxScore=0.5',
  );
  const set = setFilters(query);
  expect(set.map(({ sentence }) => sentence)).toEqual([
    'Outcome is incorrect',
    'Outcome is not unknown',
    'Score below 0.5',
    'Device is not north',
  ]);
  for (const [at, { remove }] of set.entries()) {
    const rest = remove(query);
    expect(setFilters(rest).map(({ key }) => key)).toEqual(set.toSpliced(at, 1).map(({ key }) => key));
    expect(rest.sort).toEqual(query.sort);
  }
  expect(printQuery(withoutConditions(query))).toEqual([['sort', '-worst']]);
  expect(printQuery(withoutField(query, 'outcome'))).toEqual(
    printQuery(queryOf('sort=-worst&not.devices=["north"]&maxScore=0.5')),
  );
});

it('sets the selection in one field and keeps the others; an empty selection is no filter', () => {
  const query = queryOf('outcome=incorrect&devices=a&not.devices=["b"]&not.labels=["idle"]');
  expect(choiceOf(query, 'device')).toEqual({ chosen: ['a'], leftOut: ['b'] });
  expect(withChoice(query, 'device', onlyValue('b'))).toEqual(
    queryOf('outcome=incorrect&devices=b&not.labels=["idle"]'),
  );
  expect(withChoice(query, 'device', { chosen: [], leftOut: [] })).toEqual(
    queryOf('outcome=incorrect&not.labels=["idle"]'),
  );
  expect(withChoice(emptyQuery, 'said', onlyValue(null)).filters.said).toEqual([null]);
});
