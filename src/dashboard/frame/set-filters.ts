/** The active filters and exclusions of a query, their texts, and the query without them. Pure functions. */
import { choiceFieldNames, fieldNames, type ChoiceFieldName, type FieldName } from '../../contract/fields';
import type { ChoiceValue } from '../../contract/kinds/kind';
import { exclusionSentence } from '../../contract/exclusions';
import { filterSentence, type Filters, type Query } from '../../contract/query';

/** The part of a query that decides which samples match. */
export type Conditions = Pick<Query, 'filters' | 'not'>;

/** An active condition, and how to remove it. */
export interface SetFilter {
  /** Identifies the condition while it is active. */
  key: string;
  /** The field of a filter; absent for an exclusion. */
  filterOf?: FieldName;
  sentence: string;
  remove: <Some extends Conditions>(query: Some) => Some;
}

const without = <Held extends object>(held: Held, name: string) =>
  Object.fromEntries(Object.entries(held).filter(([other]) => other !== name));

/** The filters without one of them. */
export const withoutFilter = (filters: Filters, name: FieldName): Filters => without(filters, name);

/** The query without any condition. */
export const withoutConditions = <Some extends Conditions>(query: Some): Some => ({
  ...query,
  filters: {},
  not: {},
});

/** The query without any condition or trial. */
export const withoutAll = (query: Query): Query => ({ ...withoutConditions(query), trial: [] });

function filterOf<Name extends FieldName>(name: Name, filters: Filters): SetFilter[] {
  const value = filters[name];
  if (value === undefined) return [];
  return [
    {
      key: name,
      filterOf: name,
      sentence: filterSentence(name, value),
      remove: (query) => ({ ...query, filters: withoutFilter(query.filters, name) }),
    },
  ];
}

const nothing: readonly ChoiceValue[] = [];

const choiceField = (name: FieldName) => choiceFieldNames.find((known) => known === name);

/** The excluded values of a field. */
export function leftOutOf(not: Conditions['not'], name: FieldName): readonly ChoiceValue[] {
  const field = choiceField(name);
  return (field && not[field]) ?? nothing;
}

function exclusionOf(name: FieldName, not: Conditions['not']): SetFilter[] {
  const field = choiceField(name);
  const values = leftOutOf(not, name);
  if (field === undefined || values.length === 0) return [];
  return [
    {
      key: `not ${name}`,
      sentence: exclusionSentence(field, values),
      remove: (query) => ({ ...query, not: without(query.not, name) }),
    },
  ];
}

/** The query without the filter and the exclusion of one field. */
export const withoutField = <Some extends Conditions>(query: Some, name: FieldName): Some => ({
  ...query,
  filters: withoutFilter(query.filters, name),
  not: without(query.not, name),
});

/** All active conditions, in the order of the fields, a field's filter before its exclusion. */
export const setFilters = ({ filters, not }: Conditions): SetFilter[] =>
  fieldNames.flatMap((name) => [...filterOf(name, filters), ...exclusionOf(name, not)]);

/** The selected and excluded values of one field; empty lists have no effect. */
export interface Choice {
  chosen: readonly ChoiceValue[];
  /** Samples with any of these do not match. */
  leftOut: readonly ChoiceValue[];
}

export const choiceOf = ({ filters, not }: Conditions, name: ChoiceFieldName): Choice => ({
  chosen: filters[name] ?? nothing,
  leftOut: not[name] ?? nothing,
});

const set = <Held extends object>(held: Held, name: ChoiceFieldName, values: readonly ChoiceValue[]) =>
  values.length === 0
    ? without(held, name)
    : Object.fromEntries([...Object.entries(without(held, name)), [name, values]]);

/** The query with another selection in one field. */
export const withChoice = <Some extends Conditions>(
  query: Some,
  name: ChoiceFieldName,
  { chosen, leftOut }: Choice,
): Some => ({ ...query, filters: set(query.filters, name, chosen), not: set(query.not, name, leftOut) });

/** The selection of exactly one value; an existing exclusion is removed, since it could contradict it. */
export const onlyValue = (value: ChoiceValue): Choice => ({ chosen: [value], leftOut: [] });
