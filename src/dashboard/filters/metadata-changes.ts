/** Edits of a metadata filter as a person makes them: by key, in plain words; pure. */
import type { MetadataFilter, MetadataItem } from '../../contract/kinds/kind';

/** What an item asks of its key. */
export const metadataOperators = {
  'one-of': 'is one of',
  'none-of': 'is none of',
  except: 'has any value except',
  present: 'has any value',
  missing: 'is missing',
} as const;

export type MetadataOperator = keyof typeof metadataOperators;

/** The operators that go with a list of values; without any value such an item would mean something else. */
export type ListOperator = Exclude<MetadataOperator, 'present' | 'missing'>;

/** How several items combine, in words; `any` is what an unsaid combinator means. */
export const combinators = {
  any: 'any of these',
  and: 'all of these',
  or: 'any, or none of these keys',
} as const;

export type CombinatorName = keyof typeof combinators;

type Edit = MetadataFilter | undefined;

const empty: MetadataFilter = { items: [], noMetadata: false };

/** The operator of an item. */
export function operatorOf({ op, values, exclude }: MetadataItem): MetadataOperator {
  if (op === 'neq') return values === undefined ? 'missing' : 'none-of';
  if (values !== undefined) return 'one-of';
  return exclude === undefined ? 'present' : 'except';
}

/** The operator, where it goes with a list of values. */
export const listOperator = (operator: MetadataOperator): ListOperator | undefined =>
  operator === 'present' || operator === 'missing' ? undefined : operator;

/** The values that an item lists: those asked for, or those excluded. */
export const valuesOf = ({ values, exclude }: MetadataItem): readonly string[] => values ?? exclude ?? [];

/** The item that the sidebar edits: the key's first one. */
export const itemOf = (filter: MetadataFilter | undefined, key: string): MetadataItem | undefined =>
  filter?.items.find((item) => item.key === key);

/** An item, or `undefined` where a list operator has no values left. */
function makeItem(
  key: string,
  operator: MetadataOperator,
  values: readonly string[],
): MetadataItem | undefined {
  if (operator === 'present') return { key, op: 'eq' };
  if (operator === 'missing') return { key, op: 'neq' };
  if (values.length === 0) return undefined;
  if (operator === 'none-of') return { key, op: 'neq', values };
  return operator === 'except' ? { key, op: 'eq', exclude: values } : { key, op: 'eq', values };
}

/** What is left once nothing needs a combinator any more loses it; nothing at all is no filter. */
function tidied(filter: MetadataFilter): Edit {
  const parts = filter.items.length + (filter.noMetadata ? 1 : 0);
  if (parts === 0) return undefined;
  const { combinator, ...rest } = filter;
  return parts === 1 && combinator === 'and' ? rest : filter;
}

/**
 * The filter with the key's item in the place of its first one, or at the end. The second item by a click makes "all
 * of these": who ticks boot under shoe and gravel under surface means both. What a URL already says is kept, and so is
 * OR where samples without any metadata were asked for too, since none of those can match an item as well.
 */
function withItem(filter: MetadataFilter, key: string, item: MetadataItem | undefined): Edit {
  const at = filter.items.findIndex((other) => other.key === key);
  if (item === undefined) {
    return at < 0 ? tidied(filter) : tidied({ ...filter, items: filter.items.toSpliced(at, 1) });
  }
  if (at >= 0) return { ...filter, items: filter.items.with(at, item) };
  const items = [...filter.items, item];
  const isSecond = items.length === 2 && !filter.noMetadata && filter.combinator === undefined;
  return isSecond ? { ...filter, items, combinator: 'and' } : { ...filter, items };
}

/**
 * Ticks or unticks a value of a key. A key without a list takes `fresh` as its operator; the last value unticked
 * removes the item.
 */
export function toggleValue(
  filter: MetadataFilter | undefined,
  key: string,
  value: string,
  fresh: ListOperator = 'one-of',
): Edit {
  const before = filter ?? empty;
  const item = itemOf(before, key);
  const operator = item === undefined ? fresh : operatorOf(item);
  if (item === undefined || operator === 'present' || operator === 'missing') {
    return withItem(before, key, makeItem(key, fresh, [value]));
  }
  const listed = valuesOf(item);
  const rest = listed.filter((other) => other !== value);
  const values = rest.length < listed.length ? rest : [...listed, value];
  if (item.values !== undefined && item.exclude !== undefined && values.length > 0) {
    return withItem(before, key, { ...item, values });
  }
  return withItem(before, key, makeItem(key, operator, values));
}

/** Gives a key an operator; its listed values stay where the operator takes a list, and without any the item goes. */
export function setOperator(
  filter: MetadataFilter | undefined,
  key: string,
  operator: MetadataOperator,
): Edit {
  const before = filter ?? empty;
  const item = itemOf(before, key);
  return withItem(before, key, makeItem(key, operator, item === undefined ? [] : valuesOf(item)));
}

/** Makes one value of a key the only one that is asked for. */
export const setOnly = (filter: MetadataFilter | undefined, key: string, value: string): Edit =>
  withItem(filter ?? empty, key, makeItem(key, 'one-of', [value]));

/** Leaves a value of a key out, beside those that are left out already. */
export function withExcluded(filter: MetadataFilter | undefined, key: string, value: string): Edit {
  const before = filter ?? empty;
  const item = itemOf(before, key);
  const operator = item === undefined ? 'none-of' : operatorOf(item);
  const isList = item !== undefined && (operator === 'none-of' || operator === 'except');
  const others = isList ? valuesOf(item).filter((other) => other !== value) : [];
  return withItem(before, key, makeItem(key, isList ? operator : 'none-of', [...others, value]));
}

/** Removes everything that the filter says of a key. */
export function clearKey(filter: MetadataFilter | undefined, key: string): Edit {
  const before = filter ?? empty;
  return tidied({ ...before, items: before.items.filter((item) => item.key !== key) });
}

/** Removes one item by its place. */
export function removeItem(filter: MetadataFilter | undefined, index: number): Edit {
  const before = filter ?? empty;
  return tidied({ ...before, items: before.items.filter((_item, at) => at !== index) });
}

/** Asks for samples without any metadata too, or no more. */
export const setNoMetadata = (filter: MetadataFilter | undefined, noMetadata: boolean): Edit =>
  tidied({ ...(filter ?? empty), noMetadata });

/** Says how the items combine. */
export function setCombinator(filter: MetadataFilter | undefined, name: CombinatorName): Edit {
  const { combinator: _dropped, ...rest } = filter ?? empty;
  return name === 'any' ? tidied(rest) : tidied({ ...rest, combinator: name });
}

/** The combinator's name; unsaid it is `any`. */
export const combinatorOf = (filter: MetadataFilter | undefined): CombinatorName =>
  filter?.combinator ?? 'any';

/** Whether it matters how the parts combine. */
export const hasCombinator = (filter: MetadataFilter | undefined): boolean =>
  filter !== undefined &&
  (filter.combinator !== undefined || filter.items.length + (filter.noMetadata ? 1 : 0) > 1);
